"""A quasi-Newton descent within the unit cube: where it goes next, as a function of where it has been."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fitwright.core.trial import Config

Vector = NDArray[np.float64]
FAR = 0.25
"""The longest move of a number in one step, as a share of its domain."""
NEAR = 0.02
"""A move that shows whether the loss really changes so little."""
SHRINK, TRIES = 0.3, 5
"""A step that led nowhere better is tried again, so much shorter each time, so often in all."""


@dataclass(frozen=True)
class Point:
    """A trial, as a descent sees it.

    Attributes
    ----------
    config : whole; `names` of it move, the rest stays.
    place : (names,) where they lie in [0, 1].
    loss, slope : the loss, and (names,) its derivative by each place.
    """

    config: Config
    names: tuple[str, ...]
    place: Vector
    loss: float
    slope: Vector

    def rest(self) -> Config:
        """What does not move."""
        return {name: value for name, value in self.config.items() if name not in self.names}


@dataclass(frozen=True)
class Descent:
    """The point it has come to, and what it has learned of the curvature around it.

    Attributes
    ----------
    inverse : (names, names) of the curvature, after Broyden, Fletcher, Goldfarb and Shanno; None before a
        second point is known.
    reach : the longest move that is tried next; shorter after each that was no better.
    misses : moves from this point that were no better.
    """

    point: Point
    inverse: Vector | None = None
    reach: float = FAR
    misses: int = 0

    def after(self, point: Point) -> "Descent":
        """Goes on from a better point, and takes from any other what it shows of the curvature.

        One where other things differ too shows nothing.  Where the loss does not curve upwards on the way to
        a better point, the next step is longer.
        """
        better = point.loss < self.point.loss
        if point.names != self.point.names or point.rest() != self.point.rest():
            return Descent(point) if better else self
        moved, turned = point.place - self.point.place, point.slope - self.point.slope
        along = float(moved @ turned)
        if along > 1e-10 * float(np.linalg.norm(moved) * np.linalg.norm(turned)):
            inverse: Vector | None = self._updated(moved, turned, along)
        else:
            inverse = 4 * self.inverse if better and self.inverse is not None else self.inverse
        if better:
            return Descent(point, inverse)
        reach = min(self.reach, 0.5 * float(np.abs(moved).max(initial=0.0)))
        return Descent(self.point, inverse, reach, self.misses + 1)

    def _updated(self, moved: Vector, turned: Vector, along: float) -> Vector:
        one = np.eye(len(moved))
        before = one * (along / (turned @ turned)) if self.inverse is None else self.inverse
        left = one - np.outer(moved, turned) / along
        updated: Vector = left @ before @ left.T + np.outer(moved, moved) / along
        return updated

    def places(self, least: float) -> Iterator[Vector]:
        """(names,) where to go, the longest move first; none that promises less than `least`.

        What has hardly moved shows no curvature, so the first step may be short there for no reason: one that
        promises too little is lengthened to NEAR before it is given up.
        """
        step, near = self._step(), min(NEAR, self.reach)
        longest = float(np.abs(step).max(initial=0.0))
        if 0 < longest < near and self._promise(self._moved(step)) <= least:
            step = step * (near / longest)
        for turn in range(TRIES - self.misses):
            place = self._moved(step * SHRINK**turn)
            if self._promise(place) <= least:
                return
            yield place

    def _step(self) -> Vector:
        """(names,) the move that looks best; a number at its end does not move beyond."""
        place, slope = self.point.place, self.point.slope
        free = np.where(slope > 0, place > 0, place < 1)
        slope = np.where(free, slope, 0.0)
        step = -slope if self.inverse is None else np.where(free, -(self.inverse @ slope), 0.0)
        longest = float(np.abs(step).max(initial=0.0))
        if self.inverse is None:
            return step * (self.reach / longest) if longest > 0 else step
        return step * min(1.0, self.reach / longest) if longest > 0 else step

    def _moved(self, step: Vector) -> Vector:
        return np.clip(self.point.place + step, 0.0, 1.0)

    def _promise(self, place: Vector) -> float:
        """How much lower the loss would be there, were the slope the same all the way."""
        return -float(self.point.slope @ (place - self.point.place))
