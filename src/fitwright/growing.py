"""A search without a space: it grows by what the objective suggests on its way."""

from collections.abc import Sequence
from typing import Any

from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.search import Searcher, made
from fitwright.space import Space


class Growing(Searcher):
    """Proposes values for all that earlier trials have suggested; nothing before the first."""

    def __init__(self, word: Any, seed: int, first: Sequence[Config] = ()):
        super().__init__(Space(), seed)
        self.word, self.first = word, first
        self._asked: Searcher | None = None

    def ask(self, number: int, history: History) -> Config | None:
        """A config of the space as it has been seen so far."""
        if number < len(self.first):
            return dict(self.first[number])
        space = suggested(history)
        if not len(space):
            return {}
        if self._asked is None or self._asked.space != space:
            self._asked = made(self.word, space, self.seed)
        return self._asked.ask(number, history)

    def origin(self, config: Config) -> str:
        """The searcher behind it."""
        if config in self.first:
            return "warm"
        return self.word if isinstance(self.word, str) else str(self.word.origin(config))


def suggested(history: History) -> Space:
    """The space of all that the trials of an objective that defines its own have asked for."""
    results = (result for trial in history for result in trial.results.values())
    return Space({name: domain for result in results for name, (domain, _) in result.found.items()})
