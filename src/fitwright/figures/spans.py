"""Spans of time in rows: what ran when."""

from collections.abc import Sequence

from fitwright.figures._scale import Scale, said
from fitwright.figures._svg import COLOURS, FAINT, hint, label, nothing, page, short, tag, wide
from fitwright.figures.figure import Figure

WIDTH, ROW = 640.0, 18.0
Span = tuple[int, float, float, str, str]
"""Row, start, end, kind (it decides the colour), and what the pointer is told."""


def spans(found: Sequence[Span], title: str = "", x: str = "seconds") -> Figure:
    """A bar for each span.

    Parameters
    ----------
    found : row from 0, start and end, kind, and a sentence.
    title, x : what is shown, and what the axis is.

    Examples
    --------
    >>> spans([(0, 0.0, 1.5, "done", "trial 0"), (1, 0.2, 2.0, "failed", "trial 1")], "Workers").title
    'Workers'
    """
    if not found:
        return Figure(nothing(WIDTH, 120.0, title), title)
    kinds = sorted({kind for _, _, _, kind, _ in found})
    scale = Scale.around([place for _, start, end, _, _ in found for place in (start, end)], zero=True)
    top, rows = (64.0 if title else 34.0), 1 + max(row for row, *_ in found)
    bottom = top + ROW * rows
    parts, place = [], 24.0
    for number, kind in enumerate(kinds):
        parts.append(tag("rect", x=place, y=top - 22, width=14, height=6, rx=2, fill=_colour(number)))
        parts.append(label(place + 20, top - 19, short(kind, 100)))
        place += wide(kind) + 40
    for tick in scale.ticks():
        at = _at(scale, tick)
        parts.append(tag("line", x1=at, x2=at, y1=top, y2=bottom, stroke=FAINT))
        parts.append(label(at, bottom + 14, said(tick), "middle"))
    for row, start, end, kind, told in found:
        left, right = _at(scale, start), _at(scale, end)
        fill = _colour(kinds.index(kind))
        box = {"y": top + ROW * row + 2, "width": max(right - left - 0.5, 0.5), "height": ROW - 4}
        parts.append(tag("rect", hint(told), x=left, rx=1.5, fill=fill, fill_opacity=0.85, **box))
    parts.append(label(WIDTH / 2, bottom + 34, x, "middle"))
    return Figure(page(WIDTH, bottom + 48, title, parts), title)


def _at(scale: Scale, value: float) -> float:
    return 24 + scale.at(value) * (WIDTH - 48)


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]
