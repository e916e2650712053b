"""A value for each name: leaderboards, importances."""

import math
from collections.abc import Iterator, Sequence

from fitwright.figures._scale import Scale, counted, said
from fitwright.figures._svg import COLOURS, FAINT, INK, hint, label, nothing, page, short, tag, wide
from fitwright.figures.figure import Figure

WIDTH, ROW, NAMES = 640.0, 24.0, 220.0


def bars(
    names: Sequence[str],
    values: Sequence[float],
    errors: Sequence[float] | None = None,
    title: str = "",
    x: str = "",
    zero: bool = True,
) -> Figure:
    """One row for each name, in the order given.

    Parameters
    ----------
    names, values : what is compared; a value that is not finite gets no bar.
    errors : half the length of the whisker at each value, in the same unit.
    title, x : what is shown, and what the axis is, with its unit.
    zero : bars from zero; False draws points on an axis around the values, for scores that are close.

    Examples
    --------
    >>> bars(["lightgbm", "linear"], [0.91, 0.88], [0.01, 0.02], title="ROC AUC", zero=False).title
    'ROC AUC'
    """
    spread = [0.0] * len(values) if errors is None else [e if math.isfinite(e) else 0.0 for e in errors]
    rows = [(str(n), float(v), float(e)) for n, v, e in zip(names, values, spread, strict=True)]
    if not rows:
        return Figure(nothing(WIDTH, 80.0, title), title)
    ends = [v + sign * e for _, v, e in rows for sign in (-1, 1)]
    scale = Scale.around(ends, zero=zero)
    left = 20 + min(NAMES, max([wide(name) for name, _, _ in rows], default=0))
    top = 40.0 if title else 12.0
    bottom = top + ROW * len(rows)
    parts = list(_axis(scale, left, top, bottom, x))
    for number, row in enumerate(rows):
        parts += _row(row, scale, left, top + ROW * (number + 0.5), zero)
    return Figure(page(WIDTH, bottom + (52 if x else 32), title, parts), title)


def _axis(scale: Scale, left: float, top: float, bottom: float, x: str) -> Iterator[str]:
    for tick in scale.ticks(5):
        place = _place(scale, left, tick)
        yield tag("line", x1=place, x2=place, y1=top, y2=bottom, stroke=INK if tick == 0 else FAINT)
        yield label(place, bottom + 14, said(tick), "middle")
    if x:
        yield label((left + _right()) / 2, bottom + 36, x, "middle")


def _row(row: tuple[str, float, float], scale: Scale, left: float, y: float, zero: bool) -> Iterator[str]:
    name, value, error = row
    yield label(left - 8, y, short(name, NAMES), "end")
    if not math.isfinite(value):
        yield label(left + 8, y, "–")
        return
    place = _place(scale, left, value)
    told = hint(f"{name}: {value:.5g}" + (f" ± {error:.2g}" if error else ""))
    if zero:
        start = _place(scale, left, 0.0)
        yield tag(
            "rect",
            told,
            x=min(start, place),
            y=y - 7,
            width=abs(place - start),
            height=14.0,
            rx=2,
            fill=COLOURS[0],
        )
    if error:
        ends = [_place(scale, left, value + sign * error) for sign in (-1, 1)]
        yield tag("line", x1=ends[0], x2=ends[1], y1=y, y2=y, stroke=INK, stroke_width=1.5)
    if not zero:
        yield tag("circle", told, cx=place, cy=y, r=5, fill=COLOURS[0])
    yield label(WIDTH - 12, y, counted(value), "end")


def _right() -> float:
    return WIDTH - 70


def _place(scale: Scale, left: float, value: float) -> float:
    return left + scale.at(value) * (_right() - left)
