"""A value over two axes as a shaded field, with the points it was learned from."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from fitwright.figures._svg import INK, hint, label, nothing, page, shade, short, tag
from fitwright.figures.figure import Figure

SIDE, LEFT, TOP = 320.0, 90.0, 44.0
Axis = tuple[str, Sequence[tuple[float, str]]]
"""Its name, and what stands along it: places from 0 to 1 with their words."""


def field(
    cells: NDArray[np.float64],
    points: Sequence[tuple[float, float, float]],
    x: Axis,
    y: Axis,
    title: str = "",
) -> Figure:
    """Deep is low: a loss that one looks for.

    Parameters
    ----------
    cells : (rows from the bottom, columns) of values; NaN stays empty.
    points : (x, y) from 0 to 1 and the value found there.
    x, y : the axes.
    title : what is shown.

    Examples
    --------
    >>> import numpy as np
    >>> field(np.eye(3), [(0.1, 0.2, 1.0)], ("rate", [(0, "0"), (1, "1")]), ("depth", [(0, "2")])).title
    ''
    """
    width, height = LEFT + SIDE + 30, TOP + SIDE + 50
    if not np.isfinite(cells).any():
        return Figure(nothing(width, height / 2, title), title)
    low, high = float(np.nanmin(cells)), float(np.nanmax(cells))
    rows, columns = cells.shape
    step = (SIDE / columns, SIDE / rows)
    parts = []
    for i in range(rows):
        for j in range(columns):
            if np.isfinite(cells[i, j]):
                share = (high - cells[i, j]) / (high - low) if high > low else 0.5
                box = {"x": LEFT + j * step[0], "y": TOP + SIDE - (i + 1) * step[1]}
                size = {"width": step[0] + 0.5, "height": step[1] + 0.5}
                parts.append(tag("rect", hint(f"{cells[i, j]:.5g}"), fill=shade(float(share)), **box, **size))
    for a, b, value in points:
        place = {"cx": LEFT + a * SIDE, "cy": TOP + SIDE - b * SIDE}
        parts.append(
            tag("circle", hint(f"{value:.5g}"), r=3, fill="#ffffff", fill_opacity=0.8, stroke=INK, **place)
        )
    middle = TOP + SIDE / 2
    parts += [
        label(LEFT + SIDE / 2, TOP + SIDE + 32, short(x[0], SIDE), "middle"),
        label(16, middle, short(y[0], SIDE), "middle", transform=f"rotate(-90 16 {middle:g})"),
        *_along(x, lambda place: (LEFT + place * SIDE, TOP + SIDE + 14), "middle", SIDE),
        *_along(y, lambda place: (LEFT - 8, TOP + (1 - place) * SIDE), "end", LEFT - 30),
    ]
    return Figure(page(width, height, title, parts), title)


def _along(axis: Axis, at: Callable[[float], tuple[float, float]], anchor: str, room: float) -> Iterator[str]:
    """The words along an axis; on a crowded one every other, or fewer."""
    marks = axis[1][:: 1 + len(axis[1]) // 12]
    for place, word in marks:
        yield label(*at(place), short(word, room if anchor == "end" else room / len(marks) - 6), anchor)
