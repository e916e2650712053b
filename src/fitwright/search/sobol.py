"""Points that fill a space evenly."""

from collections.abc import Iterator

import numpy as np

from fitwright.core.errors import SpaceError
from fitwright.core.history import History
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config
from fitwright.search._fresh import Seen, draw, identity
from fitwright.search.searcher import Searcher
from fitwright.space import Space

MOST = 21201
"""Dimensions for which the numbers of the sequence are known."""
_AHEAD = 8
"""So many points are looked at before one is drawn at random; a power of two keeps SciPy quiet."""


class Sobol(Searcher):
    """A Sobol sequence, shifted at random: like random draws, with fewer gaps and clusters.

    Every name of the space has a dimension of its own, open or not, so that a conditional part is filled
    evenly as well.  A point whose config was proposed before is passed over; where several in a row were, a
    config is drawn at random (Sobol, 1967; Cranley and Patterson, 1976).

    Parameters
    ----------
    space : where to draw from; at most 21201 names.
    seed : of the shift.

    Raises
    ------
    SpaceError
        The space has more names.

    Examples
    --------
    >>> from fitwright.space import Float
    >>> searcher = Sobol(Space(x=Float(0, 1)), seed=0)
    >>> 0 <= searcher.ask(0, History())["x"] <= 1
    True
    """

    def __init__(self, space: Space | None = None, seed: int = 0):
        super().__init__(space, seed)
        if len(self.space) > MOST:
            raise SpaceError(
                f"Expected a space of at most {MOST} names for a Sobol sequence; got {len(self.space)}. Take "
                "search='random'."
            )
        self._seen = Seen()

    def ask(self, number: int, history: History) -> Config | None:
        seen = self._seen.of(history)
        for point in self._points(number):
            config = self.space.at(point)
            if identity(config) not in seen and self.space.allows(config):
                return config
        return draw(self.space, self.seed, number, seen)

    def _points(self, number: int) -> Iterator[dict[str, float]]:
        """The point of this number, and a few that follow it."""
        from scipy.stats import qmc

        names = [name for name, _ in self.space.walk()]
        if not names:
            return
        sequence = qmc.Sobol(len(names), scramble=False)
        if number:
            sequence.fast_forward(number)
        shift = np.random.default_rng(seed_of(self.seed, "sobol")).random(len(names))
        for row in (sequence.random(_AHEAD) + shift) % 1.0:
            yield dict(zip(names, row.tolist(), strict=True))
