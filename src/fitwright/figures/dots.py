"""Points in a square, each as deep as its rank."""

import math
from collections.abc import Sequence

from fitwright.figures._square import HEIGHT, LEFT, SIDE, TOP, WIDTH, Axis, at, axes
from fitwright.figures._svg import FAINT, hint, nothing, page, shade, tag
from fitwright.figures.figure import Figure

SQUARE = (WIDTH, HEIGHT)
"""Pixels of the whole picture."""


def dots(
    points: Sequence[tuple[float, float, float, str]],
    x: Axis,
    y: Axis,
    title: str = "",
) -> Figure:
    """A point for each pair of places; the deepest lie on top, those that are not finite are left out.

    Parameters
    ----------
    points : (x, y) from 0 to 1, the shade from 0 (pale) to 1 (deep), and what is told of it.
    x, y : the axes.
    title : what is shown.

    Examples
    --------
    >>> ends = [(0, "low"), (1, "high")]
    >>> dots([(0.1, 0.2, 1.0, "best"), (0.5, 0.9, 0.0, "worst")], ("rate", ends), ("depth", ends), "Ranks")
    Figure('Ranks')
    """
    kept = sorted(
        (point for point in points if all(map(math.isfinite, point[:3]))), key=lambda point: point[2]
    )
    if not kept:
        return Figure(nothing(WIDTH, HEIGHT / 2, title), title)
    ground = tag("rect", x=LEFT, y=TOP, width=SIDE, height=SIDE, fill="none", stroke=FAINT)
    parts = [ground, *axes(x, y)]
    for a, b, depth, told in kept:
        across, up = at(a, b)
        parts.append(tag("circle", hint(told), cx=across, cy=up, r=4.5, fill=shade(depth), fill_opacity=0.9))
    return Figure(page(WIDTH, HEIGHT, title, parts), title)
