"""tune: minimise any function over any space; Study: what it returns."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fitwright import execution, ledger, scheduling, search, stopping
from fitwright.core.budget import Budget
from fitwright.core.errors import NothingFinished, SettingError, SpaceError
from fitwright.core.events import Listener
from fitwright.core.history import History
from fitwright.core.trial import Config, Result, Steps, Trial
from fitwright.core.work import Limits, Work
from fitwright.loop import Loop
from fitwright.space import Domain, Space


@dataclass(frozen=True)
class Study:
    """What a search came to.

    Attributes
    ----------
    history : every trial with its results.
    interrupted : was it ended by Ctrl-C?

    Examples
    --------
    >>> from fitwright import Int, tune
    >>> study = tune(lambda config: abs(config["n"] - 3), {"n": Int(1, 5)}, search="grid", max_trials=5)
    >>> study.best.config, len(study)
    ({'n': 3}, 5)
    """

    history: History
    interrupted: bool = False

    @property
    def best(self) -> Trial:
        """The trial with the lowest loss.

        Raises
        ------
        NothingFinished
            No trial finished; the message has the first reason.
        """
        found = self.history.best(1) or sorted(self.history.scored(), key=lambda t: (t.loss, t.number))
        if not found:
            why = next((t.why for t in self.history.in_state("failed")), "the budget ended before the first")
            raise NothingFinished(f"Expected at least one trial to finish; none did: {why}")
        return found[0]

    @property
    def trials(self) -> list[Trial]:
        """All trials, oldest first."""
        return list(self.history)

    def __len__(self) -> int:
        return len(self.history)

    def __iter__(self) -> Iterator[Trial]:
        return iter(self.history)


@dataclass(frozen=True)
class _Function:
    """A user's function of a config as an objective of one step."""

    function: Callable[[Config], float]

    @property
    def steps(self) -> Steps:
        return Steps()

    def __call__(self, work: Work) -> Result:
        loss = self.function(dict(work.config))
        if isinstance(loss, bool) or not hasattr(loss, "__float__"):
            raise TypeError(f"Expected the objective to return a number; got {type(loss).__name__}.")
        return Result(float(loss))


def tune(
    function: Callable[[Config], float],
    space: Space | Mapping[str, Domain],
    *,
    search: Any = "random",
    scheduling: Any = "inorder",
    stopping: Any = "never",
    max_trials: int | None = None,
    time_limit: float | None = None,
    trial_time_limit: float | None = None,
    memory_limit: int | None = None,
    executor: Any = None,
    n_jobs: int = 1,
    random_state: int = 0,
    first: Sequence[Config] = (),
    callbacks: Sequence[Listener] = (),
    run_dir: str | Path | None = None,
) -> Study:
    """Minimise `function` over `space`.

    Parameters
    ----------
    function : takes a config (dict of name to value), returns a loss; lower is better.
    space : a Space, or a dict of name to domain.
    search, scheduling, stopping, executor : a member of the room, by name or as an object; the function
        runs in this process where `executor` is None, one job is asked for and no limit is hard.
    max_trials, time_limit : trials and seconds in all; one of them is needed.
    trial_time_limit, memory_limit : seconds and bytes a trial may take; they need worker processes.
    n_jobs : trials at a time.
    random_state : seed; with a budget in trials, the same seed gives the same study.
    first : configs to try before any search.
    callbacks : functions that hear every event.
    run_dir : a folder that keeps the ledger; the study goes on from what it holds.

    Raises
    ------
    SettingError
        Neither budget is given, or the space is empty.

    Examples
    --------
    >>> from fitwright import Float, Space, tune
    >>> study = tune(lambda config: (config["x"] - 2) ** 2, Space(x=Float(-5, 5)), max_trials=50)
    >>> abs(study.best.config["x"] - 2) < 1
    True
    """
    if max_trials is None and time_limit is None:
        raise SettingError("Expected max_trials or time_limit; got neither. Say how much there is to spend.")
    whole = space if isinstance(space, Space) else Space(space)
    if not len(whole):
        raise SpaceError("Expected a space with at least one domain; it is empty.")
    loop = Loop(
        _scheduler(scheduling, _searcher(search, whole, random_state, first), max_trials),
        _rule(stopping),
        _executor(executor, n_jobs, hard=trial_time_limit is not None or memory_limit is not None),
        _ledger(run_dir),
        Budget(time_limit, max_trials),
        allow=lambda work, history, left: Limits(trial_time_limit, memory_limit),
        listeners=tuple(callbacks),
    )
    try:
        return Study(loop.run(_Function(function)), loop.interrupted)
    finally:
        loop.ledger.close()


def _searcher(word: Any, space: Space, seed: int, first: Sequence[Config]) -> Any:
    then = search.catalog.make(word, space=space, seed=seed) if isinstance(word, str) else word
    if not first:
        return then
    return search.catalog.make(
        "portfolio", space=space, seed=seed, configs=[space.complete(config) for config in first], then=then
    )


def _scheduler(word: Any, searcher: Any, trials: int | None) -> Any:
    return scheduling.catalog.make(word, searcher=searcher, trials=trials) if isinstance(word, str) else word


def _rule(word: Any) -> Any:
    return stopping.catalog.make(word)


def _executor(word: Any, jobs: int, *, hard: bool) -> Any:
    if word is None:
        word = "processes" if hard or jobs != 1 else "serial"
    if word == "serial" and hard:
        raise SettingError(
            "Expected an executor that can end a trial where trial_time_limit or memory_limit is given; "
            "'serial' cannot. Use executor='processes'."
        )
    count = (os.cpu_count() or 1) if jobs == -1 else jobs
    return (
        execution.catalog.make(word, workers=count) if word == "processes" else execution.catalog.make(word)
    )


def _ledger(run_dir: str | Path | None) -> Any:
    if run_dir is None:
        return ledger.catalog.make("memory")
    Path(run_dir).mkdir(parents=True, exist_ok=True)
    return ledger.catalog.make("sqlite", folder=run_dir)
