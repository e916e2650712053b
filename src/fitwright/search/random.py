"""Random search: the searcher that needs no reason."""

from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.search._fresh import Seen, draw
from fitwright.search.searcher import Searcher
from fitwright.space import Space


class Random(Searcher):
    """Draws every config anew and none twice; ends when a finite space has been tried out.

    Hard to beat by much in the first dozen trials, and what others are measured against (Bergstra and Bengio,
    2012, Random search for hyper-parameter optimization).

    Parameters
    ----------
    space : where to draw from.
    seed : with the trial's number it decides the draw.

    Examples
    --------
    >>> from fitwright.space import Choice
    >>> searcher = Random(Space(depth=Choice([2])), seed=0)
    >>> searcher.ask(0, History())
    {'depth': 2}
    """

    def __init__(self, space: Space | None = None, seed: int = 0):
        super().__init__(space, seed)
        self._seen = Seen()

    def ask(self, number: int, history: History) -> Config | None:
        return draw(self.space, self.seed, number, self._seen.of(history))
