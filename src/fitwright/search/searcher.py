"""What to try next."""

from abc import ABC, abstractmethod

from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.space import Space


class Searcher(ABC):
    """A function from history to the next config: no clock, no disk, no state to lose.

    Randomness comes from (seed, trial number) alone, so that a resumed, a replayed and a parallel run ask
    the same.  What a fresh copy would compute may be memoised.
    """

    def __init__(self, space: Space, seed: int = 0):
        self.space, self.seed = space, seed

    @abstractmethod
    def ask(self, number: int, history: History) -> Config | None:
        """The config of trial `number`, or None if there is nothing left to try."""

    def origin(self, config: Config) -> str:
        """Who proposed `config`, for the ledger: the searcher's own name unless it speaks for others."""
        return type(self).__module__.rpartition(".")[2]
