"""Parallel coordinates: a thread for each row, through its place on every axis."""

import math
from collections.abc import Sequence

from fitwright.figures._svg import INK, hint, label, nothing, page, shade, short, tag
from fitwright.figures.figure import Figure

AXIS, LEAST, HEIGHT = 120.0, 340.0, 340.0
_TOP, _BOTTOM = 62.0, 300.0


def threads(
    places: Sequence[Sequence[float]],
    shades: Sequence[float],
    axes: Sequence[str],
    ends: Sequence[tuple[str, str]],
    title: str = "",
) -> Figure:
    """A thread for each row.

    Parameters
    ----------
    places : (rows, axes) from 0 (bottom) to 1 (top); a thread leaves out an axis where it is NaN.
    shades : (rows,) from 0 (pale) to 1 (deep); deep ones are drawn last.
    axes : their names.
    ends : (what stands at the bottom, what at the top) of each axis.
    title : what is shown.

    Examples
    --------
    >>> threads([[0.0, 1.0], [0.5, 0.2]], [0.0, 1.0], ["rate", "depth"], [("0", "1"), ("2", "9")])
    Figure('')
    """
    width = max(60 + AXIS * len(axes), LEAST)
    if not places or not axes:
        return Figure(nothing(width, HEIGHT / 2, title), title)
    parts = []
    for number in sorted(range(len(places)), key=lambda i: shades[i]):
        at = [
            f"{70 + AXIS * i:.1f},{_BOTTOM - place * (_BOTTOM - _TOP):.1f}"
            for i, place in enumerate(places[number])
            if math.isfinite(place)
        ]
        colour, width_of = shade(shades[number]), 1 + shades[number]
        line = tag("polyline", points=" ".join(at), fill="none", stroke=colour, stroke_width=width_of)
        parts.append(tag("g", line, stroke_opacity=0.75))
    for i, (name, (low, high)) in enumerate(zip(axes, ends, strict=True)):
        x = 70 + AXIS * i
        parts.append(tag("line", x1=x, x2=x, y1=_TOP, y2=_BOTTOM, stroke=INK))
        parts.append(
            tag("g", hint(name) + label(x, _TOP - 22, short(name, AXIS - 8), "middle", font_weight=600))
        )
        parts.append(label(x, _TOP - 8, short(high, AXIS - 8), "middle"))
        parts.append(label(x, _BOTTOM + 14, short(low, AXIS - 8), "middle"))
    return Figure(page(width, HEIGHT, title, parts), title)
