"""Every config of a grid."""

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.search._fresh import Seen, Walk
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
    >>> searcher = Grid(Space(kernel=Choice(["linear", "rbf"]), C=Float(1, 100, log=True)), points=3)
    >>> searcher.ask(0, History())
    {'kernel': 'linear', 'C': 1.0}
    """

    chooses = True

    def __init__(self, space: Space | None = None, seed: int = 0, points: int = 10):
        super().__init__(space, seed)
        if points < 1:
            raise SettingError(f"Expected points from 1 on; got {points}.")
        self.points = points
        self._seen = Seen()
        self._walk = Walk(self.space, points)

    def ask(self, number: int, history: History) -> Config | None:
        seen = self._seen.of(history)
        return next((dict(config) for name, config in self._walk if name not in seen), None)
