"""Every config of a grid."""

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.search._fresh import Seen, every, identity
from fitwright.search.searcher import Searcher
from fitwright.space import Space


class Grid(Searcher):
    """Goes through a grid in order, the last name varying fastest, and ends with it.

    For spaces of a few values; below each option of a choice there is a grid of its own.

    Parameters
    ----------
    space : domains of at most `points` values are taken whole; others are cut evenly, on their own scale.
    seed : not used: nothing is drawn.
    points : at most so many values of a number.

    Examples
    --------
    >>> from fitwright.space import Choice, Float
    >>> searcher = Grid(Space(kernel=Choice(["linear", "rbf"]), C=Float(0.01, 100, log=True)), points=3)
    >>> len(list(every(searcher.space, searcher.points)))
    6
    """

    def __init__(self, space: Space | None = None, seed: int = 0, points: int = 10):
        super().__init__(space, seed)
        if points < 1:
            raise SettingError(f"Expected points from 1 on; got {points}.")
        self.points = points
        self._seen = Seen()

    def ask(self, number: int, history: History) -> Config | None:
        seen = self._seen.of(history)
        return next((c for c in every(self.space, self.points) if identity(c) not in seen), None)
