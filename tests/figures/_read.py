"""What a reader sees of a picture."""

from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def texts(figure):
    """The lines of text, in order; the picture has to be well-formed and without NaN."""
    found = list(ET.fromstring(figure.svg).iter())
    assert not any(value in ("nan", "inf", "-inf") for element in found for value in element.attrib.values())
    return [element.text for element in found if element.tag == f"{SVG}text"]


def shapes(figure, kind):
    """The elements of this kind."""
    return list(ET.fromstring(figure.svg).iter(f"{SVG}{kind}"))


def hints(figure):
    """What is told when the pointer rests on a shape."""
    return [element.text for element in ET.fromstring(figure.svg).iter(f"{SVG}title")]
