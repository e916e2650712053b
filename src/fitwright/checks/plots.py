"""What every plot has to do: a picture of any search, also of one that came to nothing."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from fitwright.checks._expect import expect, made
from fitwright.checks._play import scripted, spaces
from fitwright.core.events import Asked, Closed
from fitwright.core.history import History
from fitwright.core.trial import Steps
from fitwright.figures import Figure
from fitwright.plots import Plot, Told

CUTS = (Steps(), Steps(3, (0.5, 1.0)))


def check_any_search_makes_a_picture(member: Any) -> None:
    """Long and short, flat and branched, with failures, minimised and maximised; well-formed, without NaN."""
    for told in _searches():
        figure = _plot(member).draw(told)
        expect(isinstance(figure, Figure), f"Expected a Figure; got {figure!r}.")
        found = list(ET.fromstring(figure.svg).iter())  # noqa: S314  # our own picture
        values = [value for element in found for value in element.attrib.values()]
        expect(not {"nan", "inf", "-inf"} & set(values), "Expected places in a picture; some are not finite.")


def check_a_picture_has_a_title(member: Any) -> None:
    """It is known by it in a row of pictures."""
    for told in _searches():
        expect(_plot(member).draw(told).title != "", "Expected a title.")


def check_the_same_search_makes_the_same_picture(member: Any) -> None:
    """Nothing is drawn at random."""
    for told in _searches():
        first, second = (_plot(member).draw(told).svg for _ in range(2))
        expect(first == second, "Expected the same picture twice.")


def check_drawing_changes_nothing(member: Any) -> None:
    """The history is read, not written."""
    for told in _searches():
        before = repr(list(told.history))
        _plot(member).draw(told)
        expect(repr(list(told.history)) == before, "Expected a history that is left alone; it changed.")


def check_a_long_search_makes_a_picture_that_a_page_can_hold(member: Any) -> None:
    """Three hundred trials, and at most half a megabyte."""
    space = spaces()["tree"]
    events = scripted(space, 300, CUTS[0])
    size = len(_plot(member).draw(Told(History(CUTS[0], events), space, 1.0, events)).svg)
    expect(size <= 500_000, f"Expected at most 500,000 letters; got {size:,}.")


def _plot(member: Any) -> Plot:
    plot = made(member)
    expect(isinstance(plot, Plot), f"Expected a Plot; got {plot!r}.")
    found: Plot = plot
    return found


def _searches() -> Iterator[Told]:
    space = spaces()["tree"]
    yield Told(History(), space)
    yield Told(History(events=[Asked(0, space.default()), Closed(0, "failed", "exception", "no")]), space)
    for cut in CUTS:
        for count in (1, 2, 25):
            for sign in (1.0, -1.0):
                events = scripted(space, count, cut)
                yield Told(History(cut, events), space, sign, events)
