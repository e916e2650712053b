"""Elements of a picture: text is escaped, colours read on light and on dark ground."""

from html import escape as _escape

INK = "#767676"
FAINT = "#76767640"
COLOURS = ("#3f84d2", "#dd7f2f", "#3a9e70", "#c8577a", "#8a6fc9", "#a58a2a", "#2d9fa8", "#8c6d5b")
PALE, DEEP = (196, 216, 240), (18, 62, 120)
FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif"
LETTER = 6.8
"""Pixels a letter takes at most on average, at 12 pixels."""


def shade(share: float) -> str:
    """A colour from pale (0) to deep (1)."""
    within = min(max(share, 0.0), 1.0)
    red, green, blue = (round(a + (b - a) * within) for a, b in zip(PALE, DEEP, strict=True))
    return f"rgb({red},{green},{blue})"


def escape(text: str) -> str:
    """The text as XML takes it: marked up, and without what cannot be printed."""
    return _escape("".join(letter for letter in text if letter.isprintable()), quote=False)


def hint(text: str) -> str:
    """What is told when the pointer rests on a shape."""
    return tag("title", escape(text))


def tag(name: str, inside: str = "", **attributes: object) -> str:
    """An element; a trailing "_" of an attribute is dropped and other "_" become "-"; numbers are rounded."""
    words = "".join(f' {_name(key)}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{words}>{inside}</{name}>" if inside else f"<{name}{words}/>"


def label(x: float, y: float, text: str, anchor: str = "start", **attributes: object) -> str:
    """A line of text whose middle lies at y; `anchor` says which of its points lies at x."""
    given = {"fill": INK, "text_anchor": anchor, "dy": "0.35em", **attributes}
    return tag("text", escape(text), x=x, y=y, **given)


def wide(text: str, size: float = 12) -> float:
    """About how many pixels a text takes."""
    return len(text) * LETTER * size / 12


def nothing(width: float, height: float, title: str) -> str:
    """The picture of no data."""
    return page(width, height, title, [label(width / 2, height / 2 + 10, "nothing to show", "middle")])


def short(text: str, pixels: float) -> str:
    """The text, with "…" for what is within where it is wider than `pixels`; names differ at their ends."""
    letters = max(1, int(pixels / LETTER))
    if len(text) <= letters:
        return text
    end = 2 * (letters - 1) // 3
    return text[: letters - 1 - end] + "…" + text[len(text) - end :]


def page(width: float, height: float, title: str, parts: list[str]) -> str:
    """The whole picture, with its title on top."""
    head = hint(title) if title else ""
    top = label(12, 18, short(title, (width - 24) * 0.84), font_size=14, font_weight=600) if title else ""
    return tag(
        "svg",
        head + top + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        role="img",
        font_family=FONT,
        font_size=12,
    )


def _name(key: str) -> str:
    return key if key == "viewBox" else key.rstrip("_").replace("_", "-")


def _value(value: object) -> str:
    return f"{round(value, 2):g}" if isinstance(value, float) else _escape(str(value))
