"""Functions that define their space as they go, as Optuna's objectives do."""

import math
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Future
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from queue import SimpleQueue
from threading import Thread
from typing import Any

import numpy as np

from fitwright.core.describe import is_plain
from fitwright.core.errors import SettingError, TrialPruned, is_pruned
from fitwright.core.goals import Goals
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import STEP, Result, Steps
from fitwright.core.work import Broken, Work
from fitwright.returned import number, outcome
from fitwright.space import Choice, Domain, Float, Int
from fitwright.space.domains import settled

OPEN = Steps(open_ended=True)
ONE = Goals()
FEW = 1000
"""So many trials at most take turns through more values than these."""
MANY = 10 * FEW
"""So many draws look for them."""


@dataclass(frozen=True)
class Defining:
    """A function of a `Suggest` that asks for values as it goes, as Optuna's objectives do."""

    function: Callable[["Suggest"], Any]
    goals: Goals = ONE
    seed: int = 0

    @property
    def steps(self) -> Steps:
        """Nobody knows before how many."""
        return OPEN

    def __call__(self, work: Work) -> Generator[Result, None, Result | Broken]:
        """A step for each report, and one for what it returns; it runs in a thread, so that it can wait.

        What it had suggested and noted before it raised is told with the error.
        """
        talk = _Talk()
        trial = Suggest(work.key.trial, work.config, self.seed, talk.hear, self.goals)
        thread, future = talk.begin(self.function, trial)
        began = time.perf_counter()
        try:
            while (told := talk.told.get()) is not None:
                yield self._result(told[0], trial, began, {STEP: told[1]})
                began = time.perf_counter()
                talk.verdicts.put("go")
        except KeyboardInterrupt:  # nobody can end a thread: it is left alone, and ends when it reports
            talk.verdicts.put("leave")
            raise
        except GeneratorExit:
            talk.verdicts.put("stop")
            thread.join()
            raise
        thread.join()
        if isinstance(error := future.exception(), Exception | SystemExit):
            told_last = trial.waiting if is_pruned(error) else []
            for value, step in [(value, step) for value, step in told_last if not _is_lost(value)]:
                yield self._result(value, trial, began, {STEP: step})  # what it has come to
            return Broken(error, _so_far(trial, math.inf, {}, began))
        try:
            result = self._result(future.result(), trial, began, {})
        except (TypeError, ValueError) as wrong:  # it returned no number
            return Broken(wrong, _so_far(trial, math.inf, {}, began))
        return replace(result, reports=trial.unjudged)

    def _result(self, value: Any, trial: "Suggest", began: float, step: dict[str, float]) -> Result:
        loss, values = outcome(self.goals, value)
        return _so_far(trial, loss, {**step, **values}, began)


def _is_lost(value: Any) -> bool:
    """Is it a report that nothing can be compared with?"""
    return isinstance(value, float) and not math.isfinite(value)


def _so_far(trial: "Suggest", loss: float, values: dict[str, float], began: float) -> Result:
    """What a trial has found and noted by now."""
    seconds = time.perf_counter() - began
    beside = {**trial.measured, **values}
    return Result(loss, beside, seconds, found=dict(trial.found), notes=dict(trial.user_attrs))


@dataclass
class _Talk:
    """Between the thread of a function and the step it runs in."""

    told: "SimpleQueue[Any]" = field(default_factory=SimpleQueue)
    verdicts: "SimpleQueue[str]" = field(default_factory=SimpleQueue)

    def begin(self, function: Callable[["Suggest"], Any], trial: "Suggest") -> "tuple[Thread, Future[Any]]":
        """The thread of a function, in the context of this one, and what it comes to."""
        future: Future[Any] = Future()
        future.add_done_callback(lambda _: self.told.put(None))

        def run() -> None:
            with _Kept(future):
                future.set_result(function(trial))

        thread = Thread(target=copy_context().run, args=(run,), name="objective", daemon=True)
        thread.start()
        return thread, future

    def hear(self, value: Any, step: float) -> bool:
        """Tell a report, and wait for the verdict: is the trial to end?

        Raises
        ------
        TrialPruned
            Nobody waits for it any more.
        """
        self.told.put((value, step))
        verdict = self.verdicts.get()
        if verdict == "leave":
            raise TrialPruned("The search was ended.")
        return verdict != "go"


@dataclass(frozen=True)
class _Kept:
    """What is raised within goes to a future, for whoever waits for it."""

    future: "Future[Any]"

    def __enter__(self) -> None:
        """Nothing to do."""

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> bool:
        if error is not None:
            self.future.set_exception(error)
        return True


class Suggest:
    """What a function that defines its space as it goes is given.

    Parameters
    ----------
    number : of the trial.
    proposed : as below.
    seed : of the draws for what was not proposed.
    hear : told of each report (value, step), it says whether the trial is to end; None lets it go on.
    goals : what the reports are, one value or several.
    apart : is it asked for one name only, whatever else its trial has?  Then no turns are taken.

    Attributes
    ----------
    number : of the trial.
    proposed : name to the value that the searcher has in mind; it counts where it fits what is suggested.
    params : name to value of what was suggested so far.
    found : name to (domain, value), the same with the domains.
    reports : what was reported so far, in the function's own sign.
    waiting : (value, step) of reports that no rule has seen: nobody has asked `should_prune` since.
    stopped : has a rule ended the trial?
    user_attrs : name to what was noted of the trial.
    measured : name to what else was measured of it.
    """

    def __init__(
        self,
        number: int,
        proposed: Mapping[str, Any],
        seed: int,
        hear: Callable[[Any, float], bool] | None = None,
        goals: Goals = ONE,
        *,
        apart: bool = False,
    ):
        self.number, self._rank = number, None if apart else number
        self.found: dict[str, tuple[Domain, Any]] = {}
        self.reports: list[Any] = []
        self.waiting: list[tuple[Any, float]] = []
        self.user_attrs: dict[str, Any] = {}
        self.measured: dict[str, float] = {}
        self._goals = goals
        self.stopped = False
        self.proposed, self._seed, self._hear = dict(proposed), seed, hear

    @property
    def params(self) -> dict[str, Any]:
        """Name to value."""
        return {name: value for name, (_, value) in self.found.items()}

    @property
    def unjudged(self) -> dict[int, float]:
        """Step to what was reported there and no rule has seen; nothing of several values."""
        told = self.waiting if self._goals.plain else []
        return {int(step): value for value, step in told if not _is_lost(value)}

    @property
    def distributions(self) -> dict[str, Domain]:
        """Name to the domain it was suggested from."""
        return {name: domain for name, (domain, _) in self.found.items()}

    def __getitem__(self, name: str) -> Any:
        """Not here: this is no config.

        Raises
        ------
        SettingError
            Always.
        """
        raise SettingError(
            f"Expected a space for a function that takes a config, as in tune(f, {{{name!r}: ...}}); there "
            "is none, so it was given a trial. Name the space, or ask the trial by suggest_float and its kin."
        )

    def suggest(self, name: str, domain: Domain) -> Any:
        """A value of a domain: what the searcher proposed, where it fits; else a draw.

        A draw follows from seed, trial and name; where nothing at all was proposed, as for the first trials,
        few values come in turns, by the trial's number.

        Raises
        ------
        SettingError
            The name was suggested from another domain before.
        """
        if name not in self.found:
            proposed = settled(domain, self.proposed.get(name))
            fits = name in self.proposed and domain.holds(proposed)
            self.found[name] = (domain, proposed if fits else self._drawn(name, domain))
        known, value = self.found[name]
        if known != domain:
            raise SettingError(f"Expected {name!r} to be suggested from {known} again; got {domain}.")
        return value

    def _drawn(self, name: str, domain: Domain) -> Any:
        """A draw.

        Trials that nothing is proposed for know nothing of each other.  They take turns through few values,
        in the order in which draws come to them, and those that come to the same one through the values of
        what is asked for next: as far as branches are of equal size, no two come to the same in all.
        """
        prior: Any = getattr(domain, "prior", ())
        few = domain.size <= FEW or (self.number < FEW and math.isfinite(domain.size))
        if self._rank is None or self.proposed or not few or prior:
            return domain.at(np.random.default_rng(seed_of(self._seed, self.number, name)).random())
        alike = isinstance(domain, Choice) and len(set(map(repr, domain.options)))
        self._rank, turn = divmod(self._rank, int(alike or domain.size))
        before = repr([known.place(value) for known, value in self.found.values()])
        rng = np.random.default_rng(seed_of(self._seed, "turns", name, before))
        values: dict[str, Any] = {}
        for _ in range(MANY):
            if len(values) > turn:
                break
            value = domain.at(rng.random())
            values.setdefault(repr(value), value)
        return list(values.values())[turn % len(values)]

    def suggest_float(
        self, name: str, low: float, high: float, *, step: float | None = None, log: bool = False
    ) -> float:
        """A number from `low` to `high`."""
        return float(self.suggest(name, Float(low, high, log=log, step=step)))

    def suggest_int(self, name: str, low: int, high: int, *, step: int = 1, log: bool = False) -> int:
        """A whole number from `low` to `high`, both included."""
        return int(self.suggest(name, Int(low, high, log=log, step=step)))

    def suggest_categorical(self, name: str, choices: Sequence[Any]) -> Any:
        """One of `choices`."""
        return self.suggest(name, Choice(tuple(choices)))

    def suggest_uniform(self, name: str, low: float, high: float) -> float:
        """Optuna's older word for `suggest_float`."""
        return self.suggest_float(name, low, high)

    def suggest_loguniform(self, name: str, low: float, high: float) -> float:
        """Optuna's older word for `suggest_float` with `log`."""
        return self.suggest_float(name, low, high, log=True)

    def suggest_discrete_uniform(self, name: str, low: float, high: float, q: float) -> float:
        """Optuna's older word for `suggest_float` with a step."""
        return self.suggest_float(name, low, high, step=q)

    def report(self, value: Any, step: int) -> None:
        """Tell an intermediate value, or all of them where there are several; steps rise.

        A rule sees it when `should_prune` is asked; who never asks is not judged.
        """
        outcome(self._goals, value)
        self.reports.append(number(value) if self._goals.plain else value)
        self.waiting.append((self.reports[-1], float(step)))

    def set_user_attr(self, key: str, value: Any) -> None:
        """Note something of the trial: plain values, which stand in `Trial.notes`.

        Raises
        ------
        SettingError
            JSON cannot hold it.
        """
        plain = value.tolist() if isinstance(value, np.generic | np.ndarray) else value
        if not is_plain(plain):
            raise SettingError(
                f"Expected {key!r} to be text, numbers, lists or dicts of these; got {type(value).__name__}. "
                "Keep objects in files of your own, and note their names."
            )
        self.user_attrs[str(key)] = plain

    def should_prune(self) -> bool:
        """Has a rule ended the trial, now that it sees what was reported?

        What is no number, or infinite, as of a training that diverged, is not shown to it.
        """
        while self._hear is not None and self.waiting and not self.stopped:
            value, step = self.waiting.pop(0)
            self.stopped = not _is_lost(value) and self._hear(value, step)
        return self.stopped
