"""Curves over a common axis: learning curves, losses over time."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from numpy.typing import NDArray

from fitwright.figures._scale import TINY, Scale, said
from fitwright.figures._svg import COLOURS, FAINT, INK, hint, label, nothing, page, short, tag, wide
from fitwright.figures.figure import Figure

WIDTH, HEIGHT = 640.0, 360.0
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
    frame = _Frame.around(points, log_x, bool(title), legend=len(curves) > 1)
    parts = [*frame.drawn(x, y), *(frame.legend(list(curves)) if len(curves) > 1 else [])]
    for number, run in enumerate(kept.values()):
        parts += _drawn(run, frame, COLOURS[number % len(COLOURS)], stairs)
    return Figure(page(WIDTH, HEIGHT, title, parts), title)


@dataclass(frozen=True)
class _Frame:
    """Axes, and where the drawing lies between them."""

    x: Scale
    y: Scale
    left: float
    top: float
    right: float = WIDTH - 20
    bottom: float = HEIGHT - 52

    @classmethod
    def around(cls, points: list[tuple[float, ...]], log_x: bool, title: bool, legend: bool) -> "_Frame":
        y = Scale.around([y + sign * e for _, y, e in points for sign in (-1, 1)])
        left = 44 + max(wide(said(tick)) for tick in y.ticks())
        return cls(Scale.around([p[0] for p in points], log_x), y, left, 16 + 22 * title + 22 * legend)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Pixels."""
        return (
            self.left + self.x.at(x) * (self.right - self.left),
            self.bottom - self.y.at(y) * (self.bottom - self.top),
        )

    def drawn(self, x: str, y: str) -> Iterator[str]:
        for tick in self.y.ticks():
            _, place = self.at(self.x.low, tick)
            yield tag("line", x1=self.left, x2=self.right, y1=place, y2=place, stroke=FAINT)
            yield label(self.left - 8, place, said(tick), "end")
        for tick in self.x.ticks():
            place, _ = self.at(tick, self.y.low)
            yield tag("line", x1=place, x2=place, y1=self.bottom, y2=self.bottom + 5, stroke=INK)
            yield label(place, self.bottom + 16, said(tick), "middle")
        yield tag("line", x1=self.left, x2=self.right, y1=self.bottom, y2=self.bottom, stroke=INK)
        middle = (self.top + self.bottom) / 2
        if x:
            yield label((self.left + self.right) / 2, HEIGHT - 14, x, "middle")
        if y:
            yield label(16, middle, y, "middle", transform=f"rotate(-90 16 {middle:g})")

    def legend(self, names: list[str]) -> Iterator[str]:
        place, width = self.left, self.right - self.left
        fits = sum(wide(name) + 34 for name in names) <= width
        room = width if fits else width / len(names) - 34
        for number, name in enumerate(names):
            text = short(name, room)
            colour = COLOURS[number % len(COLOURS)]
            yield tag("rect", x=place, y=self.top - 20, width=14, height=4, rx=2, fill=colour)
            yield label(place + 20, self.top - 18, text)
            place += wide(text) + 34


def _finite(curve: Curve, log_x: bool) -> list[tuple[float, ...]]:
    """(x, y, error) of the points that can be drawn, by rising x."""
    errors = curve[2] if len(curve) > 2 else [0.0] * len(curve[0])
    points = [(float(x), float(y), float(e)) for x, y, e in zip(curve[0], curve[1], errors, strict=True)]
    return sorted(p for p in points if all(map(math.isfinite, p)) and (p[0] > TINY or not log_x))


def _drawn(run: list[tuple[float, ...]], frame: _Frame, colour: str, stairs: bool) -> Iterator[str]:
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
