"""A study as Optuna's users know it: made first, then optimised, as often as one likes."""

import logging
import math
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fitwright import ledger
from fitwright.core.errors import NothingFinished, SettingError
from fitwright.core.events import Closed, Event
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.frozen import FrozenTrial, TrialState, frozen
from fitwright.growing import suggested
from fitwright.objectives import OPEN, Suggest
from fitwright.optuna._callbacks import MaxTrialsCallback
from fitwright.optuna._frame import frame
from fitwright.optuna.exceptions import DuplicatedStudyError
from fitwright.optuna.pruners import MedianPruner
from fitwright.optuna.samplers import BaseSampler, TPESampler
from fitwright.search import Searcher
from fitwright.search.optuna import OptunaSampler
from fitwright.study import Study as Ours
from fitwright.study import tune

__all__ = ["MaxTrialsCallback", "Study", "create_study", "load_study"]

LOG = logging.getLogger("fitwright")
Callback = Callable[["Study", FrozenTrial], None]


@dataclass(frozen=True)
class _Queued:
    """An objective whose first trials have values of the user's."""

    function: Callable[[Suggest], Any]
    queue: Mapping[int, Config]

    def __call__(self, trial: Suggest) -> Any:
        trial.proposed |= self.queue.get(trial.number, {})
        return self.function(trial)


class Study:
    """What `create_study` gives.

    Trials run by `fitwright.tune`: an objective that raises fails its trial and the study goes on, `n_jobs`
    are processes, and with one job the same script gives the same study each time.

    Attributes
    ----------
    study_name, sampler, pruner, directions : as they were said.
    user_attrs : name to what was noted of the study.
    stopped : was it ended by `stop`?
    """

    def __init__(
        self,
        study_name: str,
        directions: Sequence[str],
        sampler: Any,
        pruner: Any,
        kept: Path | None,
    ):
        self.study_name, self.sampler, self.pruner = study_name, sampler, pruner
        self.directions = tuple(directions)
        self.user_attrs: dict[str, Any] = {}
        self._queue: dict[int, Config] = dict(enumerate(getattr(sampler, "configs", ())))
        self._kept = kept
        self._memory = ledger.catalog.make("memory")
        self._events: list[Event] = [] if kept is None else _read(kept)
        self.stopped = False

    def optimize(
        self,
        func: Callable[[Suggest], Any],
        n_trials: int | None = None,
        timeout: float | None = None,
        n_jobs: int = 1,
        callbacks: Iterable[Callback] | None = None,
        **others: Any,
    ) -> None:
        """Try so many trials more, for so many seconds; without both until `stop` or Ctrl-C.

        Parameters
        ----------
        func : takes a trial, returns a number or several.
        n_trials, timeout : how many more, and seconds.
        n_jobs : processes; -1 for all cores.
        callbacks : functions of the study and the trial that has ended.
        others : `catch`, `gc_after_trial` and `show_progress_bar` are taken, and change nothing.
        """
        if strange := others.keys() - {"catch", "gc_after_trial", "show_progress_bar"}:
            raise TypeError(f"optimize() got an unexpected argument {', '.join(sorted(strange))!r}.")
        known, self.stopped = len(self.trials), False
        ends = [] if n_trials is None else [known + n_trials]
        if getattr(self.sampler, "alone", False):
            ends.append(len(self._queue))
        most = min(ends, default=None)
        if most is not None and most <= known:
            return
        study = tune(
            _Queued(func, dict(self._queue)),
            direction=self.direction if len(self.directions) == 1 else list(self.directions),
            search=_search(self.sampler),
            random_state=getattr(self.sampler, "seed", 0),
            stopping=getattr(self.pruner, "rule", self.pruner),
            max_trials=most,
            time_limit=math.inf if timeout is None else timeout,  # so each trial sees all results there are
            n_jobs=n_jobs,
            callbacks=[self._hear, _Tell(self, tuple(callbacks or ()))],
            run_dir=self._kept or self._memory,
        )
        self._events = list(study.events)

    @property
    def ours(self) -> Ours:
        """The same as `fitwright.tune` returns it: importance, plots, front, `to_optuna`."""
        history = History(OPEN, self._events)
        space = suggested(history)
        return Ours(history, self.stopped, self._goals.signs[0], space, tuple(self._events))

    @property
    def direction(self) -> str:
        """The first one."""
        return self.directions[0]

    @property
    def trials(self) -> list[FrozenTrial]:
        """All, oldest first."""
        return list(frozen(History(OPEN, self._events), self._goals, self._events))

    def get_trials(
        self, deepcopy: bool = True, states: Container[TrialState] | None = None
    ) -> list[FrozenTrial]:
        """Those in one of these states; they are copies in any case."""
        return [trial for trial in self.trials if states is None or trial.state in states]

    @property
    def best_trial(self) -> FrozenTrial:
        """The one with the best value.

        Raises
        ------
        NothingFinished
            None is complete.
        """
        number = self.ours.best.number
        found = next(trial for trial in self.trials if trial.number == number)
        if found.state != TrialState.COMPLETE:
            raise NothingFinished("Expected at least one trial to be complete; all were pruned.")
        return found

    @property
    def best_trials(self) -> list[FrozenTrial]:
        """Those that no other beats in all values."""
        numbers = {trial.number for trial in self.ours.front}
        return [trial for trial in self.trials if trial.number in numbers]

    @property
    def best_params(self) -> Config:
        """Of the best trial."""
        return dict(self.best_trial.params)

    @property
    def best_value(self) -> float:
        """Of the best trial."""
        return float((self.best_trial.values or [math.nan])[0])

    def trials_dataframe(self, attrs: Sequence[str] = ()) -> Any:
        """A pandas frame with a row for each trial.

        Parameters
        ----------
        attrs : what it shows, such as ("number", "value", "params", "state"); all there is where empty.
        """
        return frame(self.trials, attrs, len(self.directions))

    def enqueue_trial(self, params: Mapping[str, Any]) -> None:
        """Try these values next; what they leave open is searched for."""
        self._queue[max(len(self.trials), max(self._queue, default=-1) + 1)] = dict(params)

    def set_user_attr(self, key: str, value: Any) -> None:
        """Note something of the study."""
        self.user_attrs[key] = value

    def stop(self) -> None:
        """End `optimize` when the trial that has just ended is told of, as Ctrl-C would."""
        self.stopped = True

    @property
    def _goals(self) -> Goals:
        return Goals.read(list(self.directions))

    def _hear(self, event: Event) -> None:
        self._events.append(event)


@dataclass(frozen=True)
class _Tell:
    """Tells callbacks of each trial that has ended."""

    study: Study
    callbacks: tuple[Callback, ...]

    def __call__(self, event: Event) -> None:
        if not isinstance(event, Closed) or event.state not in ("done", "stopped", "failed"):
            return
        if event.state == "failed":
            LOG.warning("Trial %d failed: %s", event.trial, event.why)
        if self.callbacks:
            trial = next(trial for trial in self.study.trials if trial.number == event.trial)
            for callback in self.callbacks:
                callback(self.study, trial)
        if self.study.stopped:
            raise KeyboardInterrupt


def create_study(
    *,
    study_name: str | None = None,
    direction: Any = None,
    directions: Sequence[Any] | None = None,
    sampler: Any = None,
    pruner: Any = None,
    storage: str | Path | None = None,
    load_if_exists: bool = False,
) -> Study:
    """A study without trials, or the one that is kept there.

    Parameters
    ----------
    study_name : "study" where None.
    direction, directions : "minimize" or "maximize"; one for each value where there are several.
    sampler : one of `fitwright.optuna.samplers`, a searcher of ours, or a sampler of Optuna's own;
        `TPESampler()` where None.
    pruner : one of `fitwright.optuna.pruners`, or a rule of ours; `MedianPruner()` where None.
    storage : an address such as "sqlite:///study.db", or a path: the study is kept in a folder beside it,
        "study.db.studies"; in memory where None.
    load_if_exists : go on with a study that is kept there.

    Raises
    ------
    DuplicatedStudyError
        A study of this name is kept there already.
    SettingError
        An argument cannot be used.

    Examples
    --------
    >>> from fitwright import optuna
    >>> study = optuna.create_study(direction="maximize", sampler=optuna.samplers.GPSampler(seed=1))
    >>> study.optimize(lambda trial: -(trial.suggest_float("x", -5, 5) ** 2), n_trials=20)
    >>> study.best_value > -0.1
    True
    """
    if direction is not None and directions is not None:
        raise SettingError("Expected direction or directions; got both.")
    words = [direction or "minimize"] if directions is None else list(directions)
    name = study_name or "study"
    kept = _folder(storage, name)
    if kept is not None and _read(kept) and not load_if_exists:
        raise DuplicatedStudyError(
            f"Expected a new study; {name!r} is kept in {kept}. Say load_if_exists=True to go on with it."
        )
    said = [str(getattr(word, "name", word)).lower() for word in words]
    Goals.read(said)
    return Study(
        name,
        said,
        TPESampler() if sampler is None else sampler,
        MedianPruner() if pruner is None else pruner,
        kept,
    )


def load_study(
    *, study_name: str = "study", storage: str | Path, sampler: Any = None, pruner: Any = None
) -> Study:
    """The study of this name that is kept there; the arguments are those of `create_study`.

    Raises
    ------
    SettingError
        There is none.
    """
    kept = _folder(storage, study_name)
    header = History(OPEN, [] if kept is None else _read(kept)).header
    if not header:
        raise SettingError(f"Expected a study that is kept in {kept}; there is none.")
    directions = ["minimize" if sign > 0 else "maximize" for sign in Goals.of(header).signs]
    return create_study(
        study_name=study_name, directions=directions, sampler=sampler, pruner=pruner, storage=storage,
        load_if_exists=True,
    )  # fmt: skip


def _search(sampler: Any) -> Any:
    """The searcher that is meant."""
    if isinstance(sampler, BaseSampler):
        return sampler.search
    return sampler if isinstance(sampler, str | Searcher) else OptunaSampler(sampler)


def _folder(storage: Any, name: str) -> Path | None:
    if storage is None:
        return None
    address = str(storage).removeprefix("sqlite:///")
    if not isinstance(storage, str | Path) or "://" in address or not address:
        raise SettingError(f"Expected storage as 'sqlite:///study.db' or a path; got {storage!r}.")
    return Path(f"{address}.studies") / name


def _read(folder: Path) -> list[Event]:
    """What is kept in a folder; nothing where there is none."""
    if not (folder / "ledger.sqlite").is_file():
        return []
    kept = ledger.catalog.make("sqlite", folder=folder, reading=True)
    try:
        return [event for _, event in kept.since(0)]
    finally:
        kept.close()
