"""A value over two axes as a shaded field, with the points it was learned from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fitwright.figures._square import HEIGHT, LEFT, SIDE, TOP, WIDTH, Axis, at, axes
from fitwright.figures._svg import INK, hint, nothing, page, shade, tag
from fitwright.figures.figure import Figure


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
    if not np.isfinite(cells).any():
        return Figure(nothing(WIDTH, HEIGHT / 2, title), title)
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
        place = dict(zip(("cx", "cy"), at(a, b), strict=True))
        parts.append(
            tag("circle", hint(f"{value:.5g}"), r=3, fill="#ffffff", fill_opacity=0.8, stroke=INK, **place)
        )
    parts += axes(x, y)
    return Figure(page(WIDTH, HEIGHT, title, parts), title)
