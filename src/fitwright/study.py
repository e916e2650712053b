"""tune: minimise any function over any space; Study: what it returns."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from fitwright import execution, ledger, plots, scheduling, search, stopping
from fitwright.core.budget import Budget
from fitwright.core.describe import describe, differences
from fitwright.core.errors import NothingFinished, SettingError, SpaceError, Unsupported
from fitwright.core.events import Event, Listener
from fitwright.core.history import History
from fitwright.core.trial import Config, Trial
from fitwright.core.work import Limits, Objective, Work
from fitwright.figures import Figure
from fitwright.loop import Loop
from fitwright.objectives import as_objective, number, signed
from fitwright.plots import Plot, Told
from fitwright.scheduling import Scheduler
from fitwright.search import Searcher
from fitwright.space import Space, read


@dataclass(frozen=True)
class Study:
    """What a search came to.

    Attributes
    ----------
    history : every trial with its results; losses, lower is better.
    interrupted : was it ended by Ctrl-C?
    sign : 1 where the function was minimised, -1 where it was maximised.
    space : where the configs come from.
    events : what happened, in order.

    Examples
    --------
    >>> from fitwright import Int, tune
    >>> study = tune(lambda config: abs(config["n"] - 3), {"n": Int(1, 5)}, search="grid", max_trials=5)
    >>> study.best_params, study.best_value, len(study)
    ({'n': 3}, 0.0, 5)
    """

    history: History
    interrupted: bool = False
    sign: float = 1.0
    space: Space = field(default_factory=Space, repr=False)
    events: Sequence[Event] = field(default=(), repr=False)

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
    def best_params(self) -> Config:
        """The best trial's config."""
        return dict(self.best.config)

    @property
    def best_value(self) -> float:
        """What the function gave for it, in its own sign."""
        return signed(self.best.loss, self.sign)

    @property
    def trials(self) -> Any:
        """A polars frame: number, state, value, seconds, steps, why, and a column for each name."""
        from fitwright.core.frames import frame_like

        names = sorted({name for trial in self for name in trial.config})
        columns = {f"params_{name}": _column([t.config.get(name) for t in self]) for name in names}
        rows = [self._told(trial) for trial in self]
        for name, column in columns.items():
            for row, value in zip(rows, column, strict=True):
                row[name] = value
        return frame_like(None, rows)

    def _told(self, trial: Trial) -> dict[str, Any]:
        return {
            "number": trial.number,
            "state": trial.state,
            "value": signed(trial.loss, self.sign) if trial.results else None,
            "seconds": trial.seconds,
            "steps": len(trial.results),
            "origin": trial.origin,
            "why": trial.why,
        }

    @property
    def importance(self) -> dict[str, float]:
        """Name to how much the value depends on it, the most important first; the shares sum to 1."""
        shares = plots.importances(self.history, self.space)
        return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0])))

    def plot(self, kind: Any = "history", **given: Any) -> Figure:
        """A picture that notebooks show, and that `save` writes as SVG.

        Parameters
        ----------
        kind : "history", "slices", "contours", "parallel", "importance", "pareto", "rungs", "timeline", or a
            Plot.
        given : settings of that plot.
        """
        plot: Plot = plots.catalog.make(kind, **given)
        return plot.draw(Told(self.history, self.space, self.sign, self.events))

    def _repr_html_(self) -> str:
        head = f"<p>{len(self)} trials, best {self.best_value:.6g} with {escape(str(self.best_params))}</p>"
        return head + self.plot("history").svg

    def __len__(self) -> int:
        return len(self.history)

    def __iter__(self) -> Iterator[Trial]:
        return iter(self.history)


def tune(
    function: Callable[..., Any] | Objective,
    space: Any = None,
    *,
    direction: str = "minimize",
    search: Any = "random",
    scheduling: Any = "inorder",
    stopping: Any = "never",
    max_trials: int | None = None,
    time_limit: float | None = None,
    target: float | None = None,
    patience: int | None = None,
    trial_time_limit: float | None = None,
    memory_limit: int | None = None,
    executor: Any = None,
    n_jobs: int = 1,
    random_state: int = 0,
    first: Sequence[Config] = (),
    callbacks: Sequence[Listener] = (),
    run_dir: str | Path | None = None,
) -> Study:
    """Minimise (or maximise) `function` over `space`.

    Parameters
    ----------
    function : takes a config (dict of name to value) and returns a number, or yields one after each epoch, so
        that a rule can end it early.  Without a `space` it takes a trial, as in Optuna: it asks for values by
        `suggest_float`, `suggest_int`, `suggest_categorical`, may `report`, and asks `should_prune`.
    space : a Space, or a dict of name to domain, to a list of values, or to a distribution of scipy.stats.
    direction : "minimize" or "maximize".
    search, scheduling, stopping, executor : a member of the room, by name or as an object; the function
        runs in this process where `executor` is None, one job is asked for and no limit is hard.
    max_trials, time_limit : trials and seconds in all; one of them is needed.
    target : a value of the function's that is good enough; the study ends when a trial has reached it.
    patience : the study ends when so many trials were done since the best one.
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
    sign = _sign(direction)
    whole = None if space is None else read(space)
    if whole is not None and not len(whole):
        raise SpaceError("Expected a space with at least one domain; it is empty.")
    words = {"direction": direction, "search": search, "scheduling": scheduling, "stopping": stopping}
    told = describe({**words, "space": whole, "random_state": random_state, "first": list(first)})
    enough = _Enough(None if target is None else sign * number(target), patience)
    loop = Loop(
        _Until(_scheduler(scheduling, _searcher(search, whole, random_state, first), max_trials), enough),
        _rule(stopping),
        _executor(executor, n_jobs, hard=trial_time_limit is not None or memory_limit is not None),
        _ledger(run_dir, told),
        Budget(time_limit, max_trials),
        allow=lambda work, history, left: Limits(trial_time_limit, memory_limit),
        listeners=tuple(callbacks),
        header={"study": told, "metric": "value", "higher_is_better": sign < 0},
    )
    objective = as_objective(function, defines=whole is None, sign=sign, seed=random_state)
    try:
        history = loop.run(objective)
        events = tuple(event for _, event in loop.ledger.since(0))
        return Study(history, loop.interrupted, sign, whole or _suggested(history), events)
    finally:
        loop.ledger.close()


@dataclass(frozen=True)
class _Enough:
    """Is what a study has good enough to end it?"""

    loss: float | None
    patience: int | None

    def __post_init__(self) -> None:
        if self.patience is not None and self.patience < 1:
            raise SettingError(f"Expected patience as a number of trials from 1; got {self.patience!r}.")

    def __call__(self, history: History) -> bool:
        best = history.best(1)
        if not best:
            return False
        reached = self.loss is not None and best[0].loss <= self.loss
        later = sum(trial.number > best[0].number for trial in history.in_state("done", "stopped", "failed"))
        return reached or (self.patience is not None and later >= self.patience)


class _Until(Scheduler):
    """Another scheduler, until it is enough."""

    def __init__(self, inner: Scheduler, enough: _Enough):
        super().__init__(inner.searcher, inner.trials)
        self.inner, self.enough = inner, enough

    def next(self, history: History, room: int, seconds_left: float) -> Work | None:
        """Nothing more when it is enough."""
        return None if self.enough(history) else self.inner.next(history, room, seconds_left)


class _Grown(Searcher):
    """Proposes values for all that earlier trials have suggested; nothing before the first."""

    def __init__(self, word: Any, seed: int):
        super().__init__(Space(), seed)
        self.word = word

    def ask(self, number: int, history: History) -> Config | None:
        """A config of the space as it has been seen so far."""
        space = _suggested(history)
        return _named(self.word, space, self.seed).ask(number, history) if len(space) else {}

    def origin(self, config: Config) -> str:
        """The searcher behind it."""
        return self.word if isinstance(self.word, str) else super().origin(config)


def _suggested(history: History) -> Space:
    """All that the trials have asked for."""
    results = (result for trial in history for result in trial.results.values())
    return Space({name: domain for result in results for name, (domain, _) in result.found.items()})


def _sign(direction: str) -> float:
    if direction not in ("minimize", "maximize"):
        raise SettingError(f"Expected direction as 'minimize' or 'maximize'; got {direction!r}.")
    return 1.0 if direction == "minimize" else -1.0


def _column(values: list[Any]) -> list[Any]:
    """Values of one kind: numbers, or text where they are mixed."""
    kinds = {type(value) for value in values if value is not None}
    plain = kinds <= {int, float} or kinds <= {str} or kinds <= {bool}
    return values if plain else [None if value is None else str(value) for value in values]


def _searcher(word: Any, space: Space | None, seed: int, first: Sequence[Config]) -> Any:
    if space is None:
        if first:
            raise SpaceError("Expected a space where there are first configs; the function defines its own.")
        return _Grown(word, seed)
    then = _named(word, space, seed)
    if not first:
        return then
    return search.catalog.make(
        "portfolio", space=space, seed=seed, configs=[space.complete(config) for config in first], then=then
    )


def _named(word: Any, space: Space, seed: int) -> Any:
    return search.catalog.make(word, space=space, seed=seed) if isinstance(word, str) else word


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


def _ledger(run_dir: str | Path | None, told: dict[str, Any]) -> Any:
    """In memory, or where the study was kept: one that was told the same."""
    if run_dir is None:
        return ledger.catalog.make("memory")
    try:
        Path(run_dir).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unsupported(
            f"{run_dir}: expected a folder that can be written to; {error.strerror}."
        ) from error
    made = ledger.catalog.make("sqlite", folder=run_dir)
    header = History(events=[event for _, event in made.since(0)]).header
    if found := differences(header.get("study", told), told):
        made.close()
        raise SettingError(
            f"{run_dir}: a study goes on with what it began with; {'; '.join(found)}.  Say the same, or "
            "choose another folder."
        )
    return made
