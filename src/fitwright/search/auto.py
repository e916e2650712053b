"""The searcher to take when nobody has a better idea."""

from collections.abc import Sequence
from statistics import median

from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.search._fresh import identity
from fitwright.search.searcher import Searcher
from fitwright.space import Choice, Space

MOST = 250
"""Trials beyond which a Gaussian process costs more than it gains."""
FEW, ASK = 100, 0.03
"""So many trials already where one takes fewer seconds than a Gaussian process takes to propose it."""


class Auto(Searcher):
    """Known good configs first; then what suits the space.

    A space with branches is searched by `bandit`, one search a branch; a flat one by `gaussian`, and by `tpe`
    from some 250 trials on, where that is better for its seconds.  With a time limit, 100 trials are enough
    before `tpe` where one takes less than asking for it.

    Parameters
    ----------
    space : where to search.
    seed : of all searches.
    configs : what to try first, best first; none of them is needed.

    Examples
    --------
    >>> from fitwright.space import Float
    >>> searcher = Auto(Space(x=Float(0, 1)), configs=[{"x": 0.25}])
    >>> searcher.ask(0, History())
    {'x': 0.25}
    """

    def __init__(self, space: Space | None = None, seed: int = 0, configs: Sequence[Config] = ()):
        super().__init__(space, seed)
        self.configs = configs
        self._first = [self.space.complete(config) for config in configs if len(self.space)]
        self._chosen: dict[str, Searcher] = {}

    def ask(self, number: int, history: History) -> Config | None:
        tried = {identity(trial.config) for trial in history} if self._first else set()
        for config in self._first:
            if identity(config) not in tried:
                return dict(config)
        return self._search(self._word(history)).ask(number, history)

    def origin(self, config: Config) -> str:
        return "portfolio" if config in self._first else super().origin(config)

    def _word(self, history: History) -> str:
        """Which searcher is asked."""
        if any(_several(self.space.domains[name]) for name in self.space.branches):
            return "bandit"
        return "tpe" if len(history) >= MOST or _are_cheap(history) else "gaussian"

    def _search(self, word: str) -> Searcher:
        from fitwright.search import catalog

        if word not in self._chosen:
            self._chosen[word] = catalog.make(word, space=self.space, seed=self.seed)
        return self._chosen[word]


def _are_cheap(history: History) -> bool:
    """Did the first trials take less than it takes to ask for one?  Without a time limit nobody looks."""
    if not history.header.get("paid") or len(history) < FEW:
        return False
    first = [history[number].seconds for number in range(FEW) if number in history]
    return bool(first) and median(first) < ASK


def _several(domain: object) -> bool:
    return isinstance(domain, Choice) and len(domain.options) > 1
