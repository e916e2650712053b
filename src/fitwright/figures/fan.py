"""Many curves of a few kinds: the runs of a search."""

import math
from collections.abc import Mapping, Sequence

from fitwright.figures._frame import HEIGHT, WIDTH, Frame
from fitwright.figures._scale import said
from fitwright.figures._svg import COLOURS, hint, nothing, page, tag
from fitwright.figures.figure import Figure

Run = tuple[str, Sequence[float], Sequence[float]]
"""What a curve is called, its x and its y, of equal length."""


def fan(kinds: Mapping[str, Sequence[Run]], title: str = "", x: str = "", y: str = "") -> Figure:
    """A thin curve for each run, in the colour of its kind.

    Parameters
    ----------
    kinds : what runs have in common, to the runs; later kinds lie on top.  Points that are not finite are
        left out; a run of one point is a dot.
    title, x, y : what is shown, and what the axes are, with units.

    Examples
    --------
    >>> fan({"stopped": [("7", [1, 2], [0.9, 0.8])], "done": [("3", [1, 2, 3], [0.5, 0.3, 0.2])]}, "Losses")
    Figure('Losses')
    """
    drawn = {
        kind: [(name, _finite(run, height)) for name, run, height in runs] for kind, runs in kinds.items()
    }
    points = [(a, b, 0.0) for runs in drawn.values() for _, run in runs for a, b in run]
    if not points:
        return Figure(nothing(WIDTH, HEIGHT / 2, title), title)
    frame = Frame.around(points, False, bool(title), legend=len(kinds) > 1)
    parts = [*frame.drawn(x, y), *(frame.legend(list(kinds)) if len(kinds) > 1 else [])]
    for number, runs in enumerate(drawn.values()):
        colour = COLOURS[number % len(COLOURS)]
        parts += [_curve(name, run, frame, colour) for name, run in runs if run]
    return Figure(page(WIDTH, HEIGHT, title, parts), title)


def _finite(x: Sequence[float], y: Sequence[float]) -> list[tuple[float, float]]:
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True) if math.isfinite(a) and math.isfinite(b)]


def _curve(name: str, run: list[tuple[float, float]], frame: Frame, colour: str) -> str:
    places = [frame.at(x, y) for x, y in run]
    told = hint(f"{name}: {said(run[-1][0])}: {run[-1][1]:.5g}")
    (x, y), path = places[-1], " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    curve = tag("polyline", told, points=path, fill="none", stroke=colour, stroke_linejoin="round")
    return tag("g", curve + tag("circle", told, cx=x, cy=y, r=2.5, fill=colour), opacity=0.65)
