"""A value over two axes as a shaded field, with the points it was learned from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fitwright.figures._svg import INK, hint, label, nothing, page, shade, short, tag
from fitwright.figures.figure import Figure

SIDE, LEFT, TOP = 320.0, 90.0, 44.0
Axis = tuple[str, str, str]
"""Its name, and what stands at its lower and its upper end."""


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
    >>> field(np.eye(3), [(0.1, 0.2, 1.0)], ("rate", "0", "1"), ("depth", "2", "9"), "Loss").title
    'Loss'
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
        parts.append(tag("circle", hint(f"{value:.5g}"), r=3, fill="none", stroke=INK, **place))
    name, begin, end = x
    parts += [
        label(LEFT + SIDE / 2, TOP + SIDE + 32, short(name, SIDE), "middle"),
        label(LEFT, TOP + SIDE + 14, short(begin, SIDE / 2)),
        label(LEFT + SIDE, TOP + SIDE + 14, short(end, SIDE / 2), "end"),
    ]
    name, begin, end = y
    middle = TOP + SIDE / 2
    parts += [
        label(16, middle, short(name, SIDE), "middle", transform=f"rotate(-90 16 {middle:g})"),
        label(LEFT - 8, TOP + SIDE - 6, short(begin, LEFT - 30), "end"),
        label(LEFT - 8, TOP + 6, short(end, LEFT - 30), "end"),
    ]
    return Figure(page(width, height, title, parts), title)
