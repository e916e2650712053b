"""Searches with a sampler of Optuna's."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, ClassVar

from fitwright.core.errors import MissingExtra, SettingError
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.search._replay import Replay, course, takes
from fitwright.search.searcher import Searcher
from fitwright.space import Space


class OptunaSampler(Searcher):
    """Any sampler of Optuna's, in runs of ours: with processes, hard limits, conditions and resuming.

    A fresh copy of the sampler looks at a study that stands where the history does, and its random numbers
    follow from the seed and the number of the trial; so resumed and parallel runs ask the same.  What is open
    in the space is suggested name by name, parents first.  A proposal that is forbidden or was tried before
    is made anew a few times, then drawn at random.  Optuna's samplers learn nothing from failed trials, and
    priors of the space are not told.  Several losses are several to a sampler that takes them, as most do;
    others, and all where there are limits, see one loss as our own searchers do, and take longer to ask.

    Parameters
    ----------
    sampler : such as `optuna.samplers.CmaEsSampler()`; its own seed does not count, save that of a scrambled
        `QMCSampler`, which is its sequence: give one there.  `TPESampler()` where None.
    space : where to search.
    seed : with the trial's number it decides the draws.

    Raises
    ------
    MissingExtra
        Optuna is not installed.
    SettingError
        It is no sampler; or, once it is asked, it cannot search the space.

    Examples
    --------
    >>> from optuna.samplers import RandomSampler
    >>> from fitwright import Float, tune
    >>> study = tune(
    ...     lambda config: config["x"] ** 2,
    ...     {"x": Float(-5, 5)},
    ...     search=OptunaSampler(RandomSampler()),
    ...     max_trials=20,
    ... )
    >>> study.best_value < 1
    True

    References
    ----------
    Akiba et al. (2019), Optuna: a next-generation hyperparameter optimization framework.
    """

    needs: ClassVar[Mapping[str, str]] = {"optuna": "optuna"}

    def __init__(self, sampler: Any = None, space: Space | None = None, seed: int = 0):
        super().__init__(space, seed)
        if sampler is not None and (isinstance(sampler, type) or not hasattr(sampler, "sample_relative")):
            raise SettingError(f"Expected a sampler of Optuna's, such as TPESampler(); got {sampler!r}.")
        self.sampler = sampler
        self._replay: Replay | None = None
        self._takes: dict[int, bool] = {}

    def ask(self, number: int, history: History) -> Config | None:
        goals = self._goals(history)
        losses = 1 if goals is None else len(goals.names)
        if self._replay is None or self._replay.losses != losses:
            self._replay = Replay(self._meant(), self.space, self.seed, losses)
        timed = history.header.get("timed", False)
        lag = 1 if timed else int(history.header.get("lag", 1))
        return self._replay.ask(number, course(list(history), lag, goals))

    def to_dict(self) -> dict[str, Any]:
        """What it was made with, so that two runs can tell whether they search alike."""
        return {"sampler": self.sampler, "seed": self.seed}

    def _goals(self, history: History) -> Goals | None:
        """The losses that the sampler sees one by one; None where it sees one."""
        goals = Goals.of(history.header)
        count = len(goals.names)
        if count == 1 or goals.limits:
            return None
        if count not in self._takes:
            self._takes[count] = takes(self._meant(), count)
        return goals if self._takes[count] else None

    def _meant(self) -> Any:
        if find_spec("optuna") is None:
            raise MissingExtra("A sampler of Optuna's needs the library 'optuna': pip install optuna.")
        from optuna.samplers import TPESampler

        return TPESampler() if self.sampler is None else self.sampler
