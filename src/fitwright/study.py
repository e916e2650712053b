"""tune: minimise any function over any space; Study: what it returns."""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from fitwright import allowed, fronts, plots, scheduling, search, stopping
from fitwright.core.catalog import Catalog, text_of
from fitwright.core.describe import describe
from fitwright.core.errors import NothingFinished, SettingError, SpaceError
from fitwright.core.events import Event, Grown, Listener
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Config, Trial
from fitwright.core.work import Limits, Objective
from fitwright.earlier import Before, Warm, WarmStart
from fitwright.enough import Enough, Until
from fitwright.figures import Figure
from fitwright.growing import Growing, kept, suggested
from fitwright.ledger import Ledger
from fitwright.loop import Loop
from fitwright.objectives import Timed, as_objective
from fitwright.optuna_study import exported
from fitwright.plots import Plot, Told
from fitwright.returned import signed
from fitwright.scalar import Scalar, in_front
from fitwright.space import Space, read
from fitwright.unlucky import Unlucky


@dataclass(frozen=True)
class Study:
    """What a search came to.

    Attributes
    ----------
    history : every trial with its results; losses, lower is better, the first one where there are several.
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
    def goals(self) -> Goals:
        """The losses by name, and the limits."""
        return Goals.of(self.history.header)

    @property
    def best(self) -> Trial:
        """The trial with the lowest loss, the first one of several; those that break a limit come last.

        Raises
        ------
        NothingFinished
            No trial finished; the message has the first reason.
        """
        scored = sorted(self.history.scored(), key=lambda t: (t.loss, t.number))
        found = fronts.best(self.goals, self.history) or next(iter(scored), None)
        if found is None:
            over = [trial.why for trial in self.history.in_state("failed", "stopped")]
            why = next(filter(None, over), "the budget ended before the first")
            raise NothingFinished(f"Expected at least one trial to finish; none did: {why}")
        return found

    @property
    def best_params(self) -> Config:
        """The best trial's config."""
        return dict(self.best.config)

    @property
    def best_value(self) -> float:
        """What the function gave for it, in its own sign."""
        return signed(self.best.loss, self.sign)

    def values(self, trial: Trial) -> dict[str, float]:
        """What was measured of a trial, by name, in its own sign: all losses, and all that has a limit."""
        return {name: self.goals.value(trial, name) for name in self.goals.measures}

    @property
    def front(self) -> list[Trial]:
        """The feasible trials that no other beats in all losses, those with the lowest first loss first."""
        return fronts.front(self.goals, self.history)

    @property
    def knee(self) -> Trial | None:
        """The trial of the front from which a little of one loss costs most of another."""
        return fronts.knee(self.goals, self.history)

    def cheapest(self, within: float = 0.02, by: str | None = None) -> Trial | None:
        """The trial that costs least of those whose first loss is about as good as the best.

        Parameters
        ----------
        within : by how much worse it may be, as a share of the best value: 0.02 is 2 %.
        by : what counts as cost, a name of a loss or of another value that was measured; the second loss, or
            "seconds" where there is one loss, if None.
        """
        return fronts.cheapest(self.goals, self.history, within, by)

    def hypervolume(self, reference: fronts.Reference = None) -> float:
        """The volume of losses that the front beats, up to a reference; exact, for any number of losses.

        Parameters
        ----------
        reference : a value for each loss, in its own sign, that just does not count any more; somewhat beyond
            the worst of the trials where None.  Studies are compared with one reference.
        """
        rows = fronts.volumes(self.goals, self.history, self.events, reference)
        return float(rows[-1]["hypervolume"]) if rows else 0.0

    def hypervolumes(self, reference: fronts.Reference = None) -> Any:
        """The same over time, a polars frame: trial by trial its number, the seconds so far, the volume."""
        from fitwright.core.frames import frame_like

        rows = fronts.volumes(self.goals, self.history, self.events, reference)
        return frame_like(None, rows, ("number", "seconds", "hypervolume"))

    @property
    def trials(self) -> Any:
        """A polars frame: number, state, value, seconds, steps, why, and a column for each name.

        With several losses or limits, `values_` and the name for each beyond the first loss, and `feasible`.
        """
        from fitwright.core.frames import frame_like

        names = sorted({name for trial in self for name in trial.config})
        columns = {f"params_{name}": _column([t.config.get(name) for t in self]) for name in names}
        rows = [_told(trial, self.goals, self.sign) for trial in self]
        for name, column in columns.items():
            for row, value in zip(rows, column, strict=True):
                row[name] = value
        return frame_like(None, rows)

    @property
    def importance(self) -> dict[str, float]:
        """Name to how much the value depends on it, the most important first; the shares sum to 1.

        All are 0 where all values are the same, and there are none with fewer than five trials that came to
        their end.
        """
        shares = plots.importances(self.history, self.space)
        return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0])))

    def plot(self, kind: Any = "history", **given: Any) -> Figure:
        """A picture that notebooks show, and that `save` writes as SVG.

        Parameters
        ----------
        kind : "history", "slices", "contours", "rank", "parallel", "importance", "edf", "pareto",
            "hypervolume", "rungs", "timeline", or a Plot.
        given : settings of that plot.
        """
        plot: Plot = plots.catalog.make(kind, **given)
        return plot.draw(Told(self.history, self.space, self.sign, self.events))

    def to_optuna(self, storage: Any = None, name: str | None = None) -> Any:
        """The same as an `optuna.Study`, for its dashboard and plots, or to go on there.

        Parameters
        ----------
        storage : an address such as "sqlite:///study.db", or a storage of Optuna's; in memory where None.
        name : of the study there.
        """
        return exported(self.history, self.space, self.goals, self.events, storage, name)

    def __repr__(self) -> str:
        scored = self.history.scored()
        best = f"best {self.best_value:.6g} with {self.best_params}" if scored else "none finished"
        return f"Study({len(self)} {'trial' if len(self) == 1 else 'trials'}, {best})"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self)[len('Study(') : -1])}</p>" + self.plot("history").svg

    def __len__(self) -> int:
        return len(self.history)

    def __iter__(self) -> Iterator[Trial]:
        return iter(self.history)


def tune(
    function: Callable[..., Any] | Objective,
    space: Any = None,
    *,
    direction: str | Sequence[str] | Mapping[str, str] | Goals = "minimize",
    constraints: Mapping[str, str] | None = None,
    search: Any = "auto",
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
    lag: int | None = None,
    random_state: int = 0,
    first: Sequence[Config] = (),
    warm_start: Any = (),
    callbacks: Sequence[Listener] = (),
    run_dir: str | Path | Ledger | Study | None = None,
) -> Study:
    """Minimise (or maximise) `function` over `space`.

    Parameters
    ----------
    function : takes a config (dict of name to value) and returns a number, or yields one after each epoch, so
        that a rule can end it early.  Without a `space` it takes a trial, as in Optuna: it asks for values by
        `suggest_float`, `suggest_int`, `suggest_categorical`, may `report`, and asks `should_prune`.
    space : a Space, or a dict of name to domain, to a list of values, or to a distribution of scipy.stats.
    direction : "minimize" or "maximize"; where the function returns several numbers a list with one for each,
        where it returns a dict a dict of name to one.  The first is the most important.
    constraints : name to a bound, as in {"ms_per_row": "<= 0.1"}; the function returns it beside its losses,
        and a trial that breaks one ranks behind every other.
    search, scheduling, stopping, executor : a member of the room, by name, with settings as in
        "tpe(startup=20)", or as an object, such as `Halving(factor=4)` of `fitwright.stopping`; "auto" takes
        the searcher that suits the space.  The function runs in this process where `executor` is None, one
        job is asked for and no limit is hard.
    max_trials, time_limit : trials and seconds in all; one of them is needed.
    target : a value of the function's (its first) that is good enough; the study ends when a trial has it.
    patience : the study ends when so many trials were done since the best one (the last on the front).
    trial_time_limit : seconds a trial may take, all of its steps together; it needs worker processes.
    memory_limit : bytes a trial may take, each of its steps where it is cut into several; needs them too.
    n_jobs : trials at a time.
    lag : without a time limit, a trial is chosen by what became of all but the last `lag` - 1 before it, so
        that so many run at a time at most; None is 1 with one job, so that each sees all before it, and else
        4, or as many as there are jobs.
    random_state : seed; with a budget in trials, the same seed and lag give the same study, whatever the
        number of jobs.  Of a function that yields or reports as it goes, only one job gives it again: with
        several each is judged by what is there when it reports; of an objective cut into `steps` any number.
    first : configs to try before any search.
    warm_start : earlier studies, or the folders (`run_dir`) or files that keep them.  Their best configs come
        first, fitted into this space; where an earlier study had the same losses, in this space or in one
        inside it, the searcher learns from its trials too.
    callbacks : functions that hear every event; an error of theirs ends the search, and has its `study`.
    run_dir : a folder that keeps the ledger, a ledger, or a study in memory; it goes on from what that holds.
        The space may have grown since: by new names, whose defaults earlier trials count as having had, by
        wider ranges, by more options and branches.  Else a folder and a study go on with what they were told
        at first, "tpe(startup=3)" being the same as `TPE(startup=3)`; a ledger may go on with another search,
        but not with another direction, nor with an objective that is cut into other steps.

    Raises
    ------
    SettingError
        Neither budget is given, the space is empty, the searcher cannot work in it, or a study that goes on
        was told otherwise before; what was evaluated before is in the error's `study`.

    Examples
    --------
    >>> from fitwright import Float, Space, tune
    >>> study = tune(lambda config: (config["x"] - 2) ** 2, Space(x=Float(-5, 5)), max_trials=50)
    >>> abs(study.best.config["x"] - 2) < 1
    True
    """
    budget, random_state = allowed.budget(time_limit, max_trials), allowed.seed(random_state)
    limits, aim = allowed.for_a_trial(trial_time_limit, memory_limit), allowed.target(target)
    _check(callbacks, callable, "callbacks as functions of an event")
    _check(first, lambda one: isinstance(one, Mapping), "first as configs, dicts of name to value")
    goals = Goals.read(direction, constraints)
    whole = None if space is None else _filled(read(space))
    objective = as_objective(function, defines=whole is None, goals=goals, seed=random_state)
    words = {"search": search, "scheduling": scheduling, "stopping": stopping}
    fixed = {"space": whole, "random_state": random_state, "first": list(first)}
    told = describe({"direction": goals.aims, **_meant(words), **fixed, "steps": _cut(objective)})
    told |= {"question": function.question} if hasattr(function, "question") else {}
    warm = WarmStart.of(warm_start, whole, told)
    told |= {"warm_start": warm.fingerprint} if warm.fingerprint else {}
    scalar = Scalar(goals, random_state, Before(warm.trials, goals) if warm.trials else None)
    enough = Enough(goals, None if aim is None else goals.signs[0] * aim, patience)
    order = _scheduler(scheduling, _searcher(search, whole, first, warm, scalar), max_trials)
    order, rule = in_front(scalar, order, _rule(stopping))
    engine = allowed.executor(executor, n_jobs, hard=limits != Limits())
    record, growth = kept(run_dir, told, whole)
    loop = Loop(
        Until(order, enough), rule, engine, record, budget,
        lag=allowed.lag(lag, engine.room), allow=allowed.shared(limits),
        listeners=(Unlucky(lambda: loop.history), *callbacks),
        header={"study": told, "began": time.time(), **goals.header()},
    )  # fmt: skip
    return _run(loop, Timed(objective), goals.signs[0], whole, growth)


def _check(given: Any, fits: Callable[[Any], bool], what: str) -> None:
    """Is it a list of what is meant?"""
    listed = isinstance(given, Sequence) and not isinstance(given, str | bytes)
    if not listed or not all(map(fits, given)):
        raise SettingError(f"Expected {what}, in a list; got {given!r:.100}.")


def _filled(space: Space) -> Space:
    """The space, where there is something in it."""
    if not len(space):
        raise SpaceError("Expected a space with at least one domain; it is empty. Name what may vary.")
    return space


def _run(loop: Loop, objective: Objective, sign: float, space: Space | None, growth: Grown | None) -> Study:
    """What the loop comes to, once it is told that its space has grown; its ledger is closed."""
    try:
        if growth is not None:
            loop.ledger.append([growth])
            for listener in loop.listeners:
                listener(growth)
        history = loop.run(objective)
        events = tuple(event for _, event in loop.ledger.since(0))
        return Study(history, loop.interrupted, sign, space or suggested(history), events)
    except Exception as error:  # whatever it is, it is raised again, and takes along what was evaluated
        if found := loop.history.results:
            vars(error)["study"] = Study(loop.history, True, sign, space or suggested(loop.history))
            error.add_note(
                f"What was found before it is kept in the `study` of this error; results: {found}."
            )
        raise
    finally:
        loop.ledger.close()


def _told(trial: Trial, goals: Goals, sign: float) -> dict[str, Any]:
    """A row of the frame of trials."""
    beside = {f"values_{name}": goals.value(trial, name) for name in goals.measures[1:]}
    return {
        "number": trial.number,
        "state": trial.state,
        "value": signed(trial.loss, sign) if trial.results else None,
        **{name: None if math.isnan(value) else value for name, value in beside.items()},
        **({"feasible": bool(trial.results) and not goals.excess(trial)} if goals.limits else {}),
        "seconds": trial.seconds,
        "steps": len(trial.results),
        "origin": trial.origin,
        "why": trial.why,
    }


def _column(values: list[Any]) -> list[Any]:
    """Values of one kind: numbers, or text where they are mixed."""
    kinds = {type(value) for value in values if value is not None}
    plain = kinds <= {int, float} or kinds <= {str} or kinds <= {bool}
    return values if plain else [None if value is None else str(value) for value in values]


def _searcher(
    word: Any, space: Space | None, first: Sequence[Config], warm: WarmStart, scalar: Scalar
) -> Any:
    seed = scalar.seed
    if space is None:
        if first:
            raise SpaceError("Expected a space where there are first configs; the function defines its own.")
        search.made(word, Space(), seed)  # what is no searcher is said before anything is spent
        return Growing(word, seed, warm.first)
    then = search.made(word, space, seed)
    if warm.trials:
        then = Warm(then, scalar.known)
    if not first and not warm.first:
        return then
    configs = [*(space.complete(config) for config in first), *warm.first]
    origins = ["portfolio"] * len(first) + ["warm"] * len(warm.first)
    return search.catalog.make(
        "portfolio", space=space, seed=seed, configs=configs, origins=origins, then=then
    )


def _scheduler(word: Any, searcher: Any, trials: int | None) -> Any:
    return scheduling.catalog.make(word, searcher=searcher, trials=trials) if isinstance(word, str) else word


def _rule(word: Any) -> Any:
    return stopping.made(word)


def _cut(objective: Objective) -> dict[str, Any]:
    """The steps it is cut into, as a record tells of them."""
    return {word: value for word, value in asdict(objective.steps).items() if value}


def _meant(words: Mapping[str, Any]) -> dict[str, Any]:
    """Members as a record tells of them: the same for a name, for a text and for an object."""
    rooms: dict[str, Catalog[Any]] = {
        "search": search.catalog, "scheduling": scheduling.catalog, "stopping": stopping.catalog,
    }  # fmt: skip
    return {room: text_of(rooms[room], word) for room, word in words.items()}
