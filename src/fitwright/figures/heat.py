"""A table of numbers as coloured cells: confusion matrices."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike

from fitwright.core.errors import SettingError
from fitwright.figures._scale import counted
from fitwright.figures._svg import hint, label, page, short, tag, wide
from fitwright.figures.figure import Figure

CELL, NAMES = 64.0, 140.0
_PALE, _DEEP = (236, 242, 250), (24, 78, 140)


def heat(
    cells: ArrayLike,
    rows: Sequence[str],
    columns: Sequence[str],
    title: str = "",
    y: str = "",
    x: str = "",
) -> Figure:
    """Cells with their numbers; the colour is a cell's share of its row.

    Parameters
    ----------
    cells : (rows, columns) of numbers from 0, for a confusion matrix the counts of true by predicted.
    rows, columns : a name for each.
    title, y, x : what is shown, what the rows are, what the columns are.

    Raises
    ------
    SettingError
        There is not one name for each row and column.

    Examples
    --------
    >>> heat([[50, 3], [8, 39]], ["no", "yes"], ["no", "yes"], "Confusion", "true", "predicted").title
    'Confusion'
    """
    values = np.asarray(cells, np.float64)
    if values.shape != (len(rows), len(columns)):
        expected = f"({len(rows)}, {len(columns)})"
        raise SettingError(f"Expected cells of shape {expected}, as there are names; got {values.shape}.")
    total = values.sum(axis=1, keepdims=True)
    shares = np.divide(values, total, out=np.zeros_like(values), where=total > 0)
    widest = max([wide(name) for name in columns], default=0.0) + 10
    size = max(24.0, min(max(CELL, widest), 1.5 * CELL, 10 * CELL / max(len(columns), 1)))
    left = 24 + min(NAMES, max([wide(name) for name in rows], default=0)) + (22 if y else 0)
    top = (40 if title else 12) + (22 if x else 0) + 20.0
    parts = [
        *_names(rows, columns, left, top, size),
        *_axes(y, x, left, top, (len(rows), len(columns)), size),
    ]
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            told = f"{row} → {column}: {values[i, j]:g} ({shares[i, j]:.1%})"
            parts += _cell(left + j * size, top + i * size, size, (values[i, j], shares[i, j]), told)
    width = max(left + size * len(columns) + 16, 24 + wide(title, 14))
    return Figure(page(width, top + size * len(rows) + 16, title, parts), title)


def _names(
    rows: Sequence[str], columns: Sequence[str], left: float, top: float, size: float
) -> Iterator[str]:
    for i, name in enumerate(rows):
        yield label(left - 8, top + (i + 0.5) * size, short(name, NAMES), "end")
    for j, name in enumerate(columns):
        yield label(left + (j + 0.5) * size, top - 12, short(name, size - 4), "middle")


def _axes(y: str, x: str, left: float, top: float, counts: tuple[int, int], size: float) -> Iterator[str]:
    middle = top + counts[0] * size / 2
    if y:
        yield label(14, middle, y, "middle", transform=f"rotate(-90 14 {middle:g})", font_weight=600)
    if x:
        yield label(left + counts[1] * size / 2, top - 34, x, "middle", font_weight=600)


def _cell(x: float, y: float, size: float, number: tuple[float, float], told: str) -> Iterator[str]:
    value, share = number
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(_PALE, _DEEP, strict=True))
    colour = f"rgb({red},{green},{blue})"
    yield tag("rect", hint(told), x=x + 1, y=y + 1, width=size - 2, height=size - 2, rx=3, fill=colour)
    if size >= 34:
        ink = "#ffffff" if share > 0.45 else "#26323f"
        shift = 8 if size >= 50 and value else 0
        yield label(
            x + size / 2, y + size / 2 - shift, counted(value), "middle", fill=ink, pointer_events="none"
        )
        if shift:
            far = {"fill": ink, "font_size": 10, "pointer_events": "none"}
            yield label(x + size / 2, y + size / 2 + 10, f"{share:.0%}", "middle", **far)
