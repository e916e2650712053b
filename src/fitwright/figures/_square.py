"""A square with two axes whose places are from 0 to 1."""

from collections.abc import Callable, Iterator, Sequence

from fitwright.figures._svg import label, short

SIDE, LEFT, TOP = 320.0, 90.0, 44.0
WIDTH, HEIGHT = LEFT + SIDE + 30, TOP + SIDE + 50
Axis = tuple[str, Sequence[tuple[float, str]]]
"""Its name, and what stands along it: places from 0 to 1 with their words."""


def at(x: float, y: float) -> tuple[float, float]:
    """Pixels of a place."""
    return LEFT + x * SIDE, TOP + SIDE - y * SIDE


def axes(x: Axis, y: Axis) -> Iterator[str]:
    """Their names and words."""
    middle = TOP + SIDE / 2
    yield label(LEFT + SIDE / 2, TOP + SIDE + 32, short(x[0], SIDE), "middle")
    yield label(16, middle, short(y[0], SIDE), "middle", transform=f"rotate(-90 16 {middle:g})")
    yield from _along(x, lambda place: (LEFT + place * SIDE, TOP + SIDE + 14), "middle", SIDE)
    yield from _along(y, lambda place: (LEFT - 8, TOP + (1 - place) * SIDE), "end", LEFT - 30)


def _along(axis: Axis, at: Callable[[float], tuple[float, float]], anchor: str, room: float) -> Iterator[str]:
    """The words along an axis; on a crowded one every other, or fewer."""
    marks = axis[1][:: 1 + len(axis[1]) // 12]
    for place, word in marks:
        yield label(*at(place), short(word, room if anchor == "end" else room / len(marks) - 6), anchor)
