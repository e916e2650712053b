"""Points over two axes: what a value of one hyperparameter came to."""

import math
from collections.abc import Sequence

from fitwright.figures._frame import HEIGHT, WIDTH, Frame
from fitwright.figures._scale import TINY, said
from fitwright.figures._svg import hint, nothing, page, shade, tag
from fitwright.figures.figure import Figure


def scatter(
    points: Sequence[tuple[float, float, float]],
    title: str = "",
    x: str = "",
    y: str = "",
    log_x: bool = False,
    names: Sequence[str] | None = None,
) -> Figure:
    """A point for each pair of values; those that are not finite are left out.

    Parameters
    ----------
    points : (x, y, shade); for names on the x axis x is their position, from 0 on; the shade is from 0 (pale)
        to 1 (deep), such as how late a point came.
    title, x, y : what is shown, and what the axes are, with units.
    log_x : spread x over orders of magnitude; what is not above 0 is left out.
    names : of the positions on the x axis.

    Examples
    --------
    >>> scatter([(1, 0.3, 0.0), (2, 0.2, 0.5), (3, 0.25, 1.0)], title="depth").title
    'depth'
    """
    points = [p for p in points if all(map(math.isfinite, p)) and (p[0] > TINY or not log_x)]
    if not points:
        return Figure(nothing(WIDTH, HEIGHT / 2, title), title)
    ends: list[tuple[float, ...]] = (
        [(place, points[0][1], 0.0) for place in (-0.4, len(names) - 0.6)] if names else []
    )
    frame = Frame.around([*((a, b, 0.0) for a, b, _ in points), *ends], log_x, bool(title), legend=False)
    parts = list(frame.drawn(x, y, names))
    for a, b, c in points:
        cx, cy = frame.at(a, b)
        told = names[int(a)] if names else said(a)
        parts.append(
            tag("circle", hint(f"{told}: {b:.5g}"), cx=cx, cy=cy, r=4, fill=shade(c), fill_opacity=0.85)
        )
    return Figure(page(WIDTH, HEIGHT, title, parts), title)
