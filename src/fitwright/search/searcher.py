"""What to try next."""

import inspect
from abc import ABC, abstractmethod

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.space import Space


class Searcher(ABC):
    """A function from history to the next config: no clock, no disk, no state to lose.

    Randomness comes from (seed, trial number) alone, so that a resumed, a replayed and a parallel run ask
    the same.  What a fresh copy would compute may be memoised.

    Made without a space, a searcher only keeps its settings; a run binds it to its own space and seed.  For
    that it keeps every argument under the argument's name.

    Parameters
    ----------
    space : where to search; None leaves that to the run.
    seed : with the trial's number it decides all draws; 0 is that of the run, where the run gives the space.

    Attributes
    ----------
    lag : without a time limit, the history that it is asked with lacks the results of the last `lag` - 1
        decisions; 1 for a searcher that goes step by step, None where the run may choose.
    chooses : does it go through values of its own choice alone, so that others may be left when it ends?
    """

    lag: int | None = None
    chooses: bool = False

    def __init__(self, space: Space | None = None, seed: int = 0):
        self.space, self.seed = Space() if space is None else space, seed

    @abstractmethod
    def ask(self, number: int, history: History) -> Config | None:
        """The config of trial `number`, or None if there is nothing left to try."""

    def bound(self, space: Space, seed: int) -> "Searcher":
        """A searcher of the same settings for this space; one that was made with a space is taken as it is.

        Raises
        ------
        SettingError
            The searcher does not keep an argument under its name.
        """
        if len(self.space):
            return self
        known = inspect.signature(type(self)).parameters
        try:
            settings = {word: getattr(self, word) for word in known if word not in ("space", "seed")}
        except AttributeError as error:
            raise SettingError(
                f"Expected {type(self).__name__} to keep its argument {error.name!r} under that name, "
                "so that it can be bound to a space; it does not. Give it the space yourself."
            ) from error
        return type(self)(space=space, seed=self.seed or seed, **settings)

    def origin(self, config: Config) -> str:
        """Who proposed `config`, for the ledger: the searcher's own name unless it speaks for others."""
        return type(self).__module__.rpartition(".")[2]

    def __repr__(self) -> str:
        words = [word for word in inspect.signature(type(self)).parameters if word != "space"]
        said = [f"{word}={getattr(self, word)!r}" for word in words if hasattr(self, word)]
        return f"{type(self).__name__}({', '.join(said)})"
