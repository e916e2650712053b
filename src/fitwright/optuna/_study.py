"""A study as Optuna's users know it: made first, then optimised, as often as one likes."""

import math
import warnings
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fitwright import ledger
from fitwright.core.errors import SettingError
from fitwright.core.events import Closed, Event
from fitwright.frozen import TrialState
from fitwright.ledger import Ledger
from fitwright.optuna._asking import Asking
from fitwright.optuna._hooks import Theirs, begins, configs, wish_of
from fitwright.optuna._kept import Card, card, opened, read, say
from fitwright.optuna._limits import Feasible, Limits
from fitwright.optuna._lines import Lines, tell_of_end
from fitwright.optuna._objective import MARK, Asked, Errors
from fitwright.optuna._queue import Queue, Wish
from fitwright.optuna._reading import Reading
from fitwright.optuna._rules import introduced
from fitwright.optuna._shared import alone, catch_up
from fitwright.optuna._told import Told
from fitwright.optuna._wished import Wished
from fitwright.optuna.pruners import rule_of
from fitwright.optuna.samplers import BaseSampler
from fitwright.optuna.trial import FrozenTrial, Trial
from fitwright.search import Searcher
from fitwright.search.optuna import OptunaSampler
from fitwright.space.reading import domain
from fitwright.stopping import Rule
from fitwright.study import tune

Callback = Callable[["Study", FrozenTrial], None]


class Study(Told):
    """What `create_study` gives.

    Trials run by `fitwright.tune`: `n_jobs` are processes, and with one job the same script gives the same
    study each time.

    Attributes
    ----------
    study_name, sampler, pruner, directions : as they were said.
    user_attrs : name to what was noted of the study.
    stopped : was it ended by `stop`?
    folder : what keeps it; None where it is in memory.
    running : is it under way?
    """

    _queue: Queue
    running = True

    def __init__(
        self,
        study_name: str,
        directions: Sequence[str],
        sampler: Any,
        pruner: Any,
        kept: Path | None,
    ):
        super().__init__(directions, [] if kept is None else read(kept))
        self.study_name, self.sampler, self.pruner = study_name, sampler, pruner
        said = None if kept is None else card(kept)
        self.user_attrs = {} if said is None else said.user_attrs
        self.metric_names = None if said is None else said.metric_names
        self._queue = Queue(kept, self._read().history, configs(sampler))
        self._stands(self._events)
        self.folder = kept
        self._memory = ledger.catalog.make("memory")
        self._asking: Asking | None = None
        self._ruled: tuple[Any, Rule] | None = None
        self.running = False

    def optimize(
        self,
        func: Callable[[Trial], Any],
        n_trials: int | None = None,
        timeout: float | None = None,
        n_jobs: int = 1,
        catch: Iterable[type[Exception]] | type[Exception] = (),
        callbacks: Iterable[Callback] | None = None,
        **others: Any,
    ) -> None:
        """Try so many trials more, for so many seconds; without both until `stop` or Ctrl-C.

        Parameters
        ----------
        func : takes a trial, returns a number or several.
        n_trials, timeout : how many more, and seconds.
        n_jobs : processes; -1 for all cores.
        catch : errors of this class, or of these, fail their trial and the study goes on; any other that the
            objective raises is raised here, once its trial is written down as failed.
        callbacks : functions of the study and the trial that has ended.
        others : `gc_after_trial` and `show_progress_bar` are taken, and change nothing.

        Raises
        ------
        CandidateFailed
            In place of what an objective raised in another process; it says what that was.
        SettingError
            An argument cannot be used, or trials that were asked for are open.
        KeyboardInterrupt
            Ctrl-C ended it; what it has come to is kept.
        """
        errors = Errors.but(catch)
        if strange := others.keys() - {"gc_after_trial", "show_progress_bar"}:
            raise TypeError(f"optimize() got an unexpected argument {', '.join(sorted(strange))!r}.")
        if waiting := [] if self._asking is None else self._asking.waiting:
            raise SettingError(
                f"Expected to be told of the trials that were asked for, before others are run; {waiting} "
                "are open. Call tell(), with state=TrialState.FAIL where there is nothing to tell."
            )
        with alone(self):
            self._optimize(func, n_trials, timeout, _jobs(self.sampler, n_jobs), errors, callbacks or ())

    def _optimize(
        self,
        func: Callable[[Trial], Any],
        n_trials: int | None,
        timeout: float | None,
        n_jobs: int,
        errors: Errors,
        callbacks: Iterable[Callback],
    ) -> None:
        self._queue.first(configs(self.sampler), self._read().history)
        known, self.stopped, self._asking = len(self._read().history), False, None
        ends = [] if n_trials is None else [known + n_trials]
        if getattr(self.sampler, "alone", False):
            ends.append(self._queue.end)
        most = min(ends, default=None)
        if most is not None and most <= known:
            return
        there, words = set(self._queue), [way.word for way in self.directions]
        asked = Asked(func, self._queue, errors, _limits(self.sampler), self, _names(self.sampler))
        with closing(
            _record(self.folder, self._memory)
        ) as record:  # a ledger may go on with another sampler, a folder may not
            study = tune(
                asked,  # one job sees what a callback puts into the queue
                direction=words[0] if len(words) == 1 else words,
                search=Wished(_search(self.sampler), self._queue),
                random_state=getattr(self.sampler, "seed", 0),
                stopping=_rule(self),
                max_trials=most,
                time_limit=math.inf if timeout is None else timeout,  # so each trial sees all that is there
                n_jobs=n_jobs,
                callbacks=[self._events.append, _Tell(self, tuple(callbacks), errors, Lines(self))],
                run_dir=record,
            )
        self._stands(study.events)
        if n_jobs != 1 and (missed := [number for number in self._queue if number not in there]):
            self._queue.again(missed, len(self._read().history))  # other processes did not see it
        errors.let_go()
        if n_trials is not None and most == known + n_trials and not (timeout or study.interrupted):
            tell_of_end(len(study) - known, n_trials)
        if study.interrupted and not self.stopped:
            raise KeyboardInterrupt

    def ask(self, fixed_distributions: Mapping[str, Any] | None = None) -> Trial:
        """A trial for you to run: ask it for values, then `tell` what came of it.

        Parameters
        ----------
        fixed_distributions : name to a distribution; these values are there at once, in `params`.

        Examples
        --------
        >>> from fitwright import optuna
        >>> study = optuna.create_study()
        >>> for _ in range(10):
        ...     trial = study.ask()
        ...     told = study.tell(trial, trial.suggest_float("x", -5, 5) ** 2)
        >>> study.best_value == min(trial.value for trial in study.trials)
        True
        """
        asking = self._asks()
        wish = wish_of(len(asking.history), self.sampler, self._queue, asking.history)
        trial = asking.ask(wish.params, self)
        trial.names = _names(self.sampler)
        _write(self, asking.news())
        begins(trial, self)
        for name, value in wish.notes.items():
            trial.set_user_attr(name, value)
        for name, given in (fixed_distributions or {}).items():
            trial.suggest(name, domain(name, given))
        return trial

    def tell(
        self,
        trial: Trial | int,
        values: Any = None,
        state: TrialState | None = None,
        skip_if_finished: bool = False,
    ) -> FrozenTrial:
        """How a trial ended that was asked for; what was reported of it is written down as well.

        Parameters
        ----------
        trial : the trial, or its number.
        values : a number, or several; None where it was pruned or has failed.
        state : complete where None and there are values, else failed.
        skip_if_finished : say nothing where it has been told of.

        Raises
        ------
        SettingError
            It is not open; or values and state do not go together.
        """
        number = trial if isinstance(trial, int) else trial.number
        asking = self._asks()
        if not (skip_if_finished and number in asking.history and number not in asking.waiting):
            asking.tell(number, values, state)
        _write(self, asking.news())
        return self.trial(number)

    def add_trial(self, trial: Any) -> None:
        """Take in a trial that ended elsewhere: of `create_trial`, another study, or one of Optuna's own."""
        asking = self._asks()
        asking.add(trial)
        _write(self, asking.news())

    def add_trials(self, trials: Iterable[Any]) -> None:
        """Take in several."""
        for trial in trials:
            self.add_trial(trial)

    def enqueue_trial(
        self,
        params: Mapping[str, Any],
        user_attrs: Mapping[str, Any] | None = None,
        skip_if_exists: bool = False,
    ) -> None:
        """Try these values next; what they leave open is searched for.

        Parameters
        ----------
        params : name to value.
        user_attrs : what to note of the trial.
        skip_if_exists : not where a trial has, or is to have, just these values.

        Raises
        ------
        SettingError
            The study is kept, and the values cannot be written down.
        """
        self._queue.first(configs(self.sampler), self._read().history)
        trials = self.get_trials(deepcopy=False) if skip_if_exists else []
        known = [*(trial.params for trial in trials), *(wish.params for wish in self._queue.values())]
        if not (skip_if_exists and dict(params) in known):
            self._queue.add(Wish(dict(params), user_attrs or {}), len(self._read().history))

    def set_user_attr(self, key: str, value: Any) -> None:
        """Note something of the study; kept where it is kept."""
        catch_up(self)
        self._say(user_attrs={**self.user_attrs, key: value})

    def set_metric_names(self, metric_names: Sequence[str]) -> None:
        """Name the values; kept where the study is kept.

        Raises
        ------
        SettingError
            There is not one name for each.
        """
        if len(metric_names) != len(self.directions):
            raise SettingError(f"Expected {len(self.directions)} names; got {list(metric_names)}.")
        self._say(metric_names=list(metric_names))

    def _say(self, **news: Any) -> None:
        """Of the study as a whole."""
        words = [way.word for way in self.directions]
        said = replace(Card(words, self.user_attrs, self.metric_names), **news)
        if self.folder is not None:
            say(self.folder, said)
        self.user_attrs, self.metric_names = said.user_attrs, said.metric_names

    def stop(self) -> None:
        """End `optimize` when the trial that has just ended is told of, as Ctrl-C would."""
        self.stopped = True

    def hear(self, events: Sequence[Event]) -> None:
        """What others have written to the same place since."""
        self._events += events
        if self._asking is not None:
            self._asking.hear(events)
        self._queue.refresh()

    def _read(self) -> Reading:
        """Up to what others have written since, unless this one runs, and writes itself."""
        if not self.running:
            catch_up(self)
        return super()._read()

    def _asks(self) -> Asking:
        catch_up(self)
        if self._asking is None:
            seed = getattr(self.sampler, "seed", 0)
            self._asking = Asking(
                self._events, self._goals, _search(self.sampler), _rule(self), seed, _limits(self.sampler)
            )
        return self._asking


@dataclass(frozen=True)
class _Tell:
    """Tells callbacks of each trial that has ended, unless it ends the study."""

    study: Study
    callbacks: tuple[Callback, ...]
    errors: Errors
    lines: Lines

    def __call__(self, event: Event) -> None:
        if not isinstance(event, Closed) or event.state not in ("done", "stopped", "failed"):
            return
        trial = self.study.trial(event.trial)
        self.lines.tell(trial, event.why.removeprefix(MARK))
        if trial.state is TrialState.FAIL:
            self.errors.hear(event.why)
        if self.errors.raised is not None:
            raise KeyboardInterrupt
        if self.callbacks:
            for callback in self.callbacks:
                callback(self.study, trial)
        if self.study.stopped:
            raise KeyboardInterrupt


def _write(study: Study, events: list[Event]) -> None:
    study._events += events
    with closing(_record(study.folder, study._memory)) as record:
        record.append(events)


def _record(folder: Path | None, memory: Ledger) -> Ledger:
    """What keeps the events of a study, to be closed."""
    return memory if folder is None else opened(folder)


def _rule(study: Study) -> Rule:
    """What the pruner means; the same as long as it is that one, for what it remembers."""
    if study._ruled is None or study._ruled[0] is not study.pruner:
        study._ruled = study.pruner, introduced(rule_of(study.pruner), study)
    return study._ruled[1]


def _search(sampler: Any) -> Any:
    """The searcher that is meant."""
    if isinstance(sampler, BaseSampler) and sampler.draws:
        return Theirs(type(sampler).__name__)
    if isinstance(sampler, BaseSampler):
        return Feasible(sampler.search) if sampler.minds_limits else sampler.search
    return sampler if isinstance(sampler, str | Searcher) else OptunaSampler(sampler)


def _names(sampler: Any) -> Collection[str] | None:
    """What may be suggested; anything where None."""
    return sampler.names if isinstance(sampler, BaseSampler) else None


def _jobs(sampler: Any, n_jobs: int) -> int:
    """How many processes: one for a sampler that sees its study."""
    if n_jobs == 1 or not (isinstance(sampler, BaseSampler) and sampler.hears):
        return n_jobs
    warnings.warn(f"{type(sampler).__name__} sees its study: n_jobs is 1.", stacklevel=3)
    return 1


def _limits(sampler: Any) -> Limits | None:
    """What a sampler of ours asks about each trial that is complete."""
    return sampler.constraints_func if isinstance(sampler, BaseSampler) else None
