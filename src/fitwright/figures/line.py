"""Curves over a common axis: learning curves, losses over time."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from numpy.typing import NDArray

from fitwright.figures._frame import HEIGHT, WIDTH, Frame
from fitwright.figures._scale import TINY, said
from fitwright.figures._svg import COLOURS, hint, nothing, page, tag
from fitwright.figures.figure import Figure

Curve = Sequence[Sequence[float] | NDArray[Any]]
"""x and y, or x, y and errors: of equal length."""


def line(
    curves: Mapping[str, Curve],
    title: str = "",
    x: str = "",
    y: str = "",
    log_x: bool = False,
    stairs: bool = False,
) -> Figure:
    """Curves in one frame.

    Parameters
    ----------
    curves : name to (x, y) or (x, y, errors); errors are drawn as a band y ± error.  Points that are not
        finite are left out.
    title, x, y : what is shown, and what the axes are, with units.
    log_x : spread x over orders of magnitude; what is not above 0 is left out.
    stairs : a value holds until the next one, as the best so far does.

    Examples
    --------
    >>> line({"train": ([1, 2, 3], [0.5, 0.3, 0.2])}, title="Loss", x="epoch").title
    'Loss'
    """
    kept = {name: _finite(curve, log_x) for name, curve in curves.items()}
    points = [point for run in kept.values() for point in run]
    if not points:
        return Figure(nothing(WIDTH, HEIGHT / 2, title), title)
    frame = Frame.around(points, log_x, bool(title), legend=len(curves) > 1)
    parts = [*frame.drawn(x, y), *(frame.legend(list(curves)) if len(curves) > 1 else [])]
    for number, run in enumerate(kept.values()):
        parts += _drawn(run, frame, COLOURS[number % len(COLOURS)], stairs)
    return Figure(page(WIDTH, HEIGHT, title, parts), title)


def _finite(curve: Curve, log_x: bool) -> list[tuple[float, ...]]:
    """(x, y, error) of the points that can be drawn, by rising x."""
    errors = curve[2] if len(curve) > 2 else [0.0] * len(curve[0])
    points = [(float(x), float(y), float(e)) for x, y, e in zip(curve[0], curve[1], errors, strict=True)]
    return sorted(p for p in points if all(map(math.isfinite, p)) and (p[0] > TINY or not log_x))


def _drawn(run: list[tuple[float, ...]], frame: Frame, colour: str, stairs: bool) -> Iterator[str]:
    if any(e for _, _, e in run):
        edge = [frame.at(x, y + e) for x, y, e in run] + [frame.at(x, y - e) for x, y, e in reversed(run)]
        yield tag("polygon", points=_joined(edge), fill=colour, fill_opacity=0.18)
    path = [frame.at(x, y) for x, y, _ in run]
    if stairs:
        path = path[:1] + [corner for a, b in pairwise(path) for corner in ((b[0], a[1]), b)]
    yield tag(
        "polyline", points=_joined(path), fill="none", stroke=colour, stroke_width=2, stroke_linejoin="round"
    )
    if len(run) <= 30:
        for x, y, _ in run:
            cx, cy = frame.at(x, y)
            yield tag("circle", hint(f"{said(x)}: {y:.5g}"), cx=cx, cy=cy, r=3, fill=colour)


def _joined(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
