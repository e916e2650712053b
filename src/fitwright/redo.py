"""Recorded steps, fitted once more: the same configs, folds, seeds and words of the clock."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fitwright import ledger, search, stopping
from fitwright.assemble import Weeder
from fitwright.core.budget import Budget
from fitwright.core.errors import Damaged
from fitwright.core.events import Event
from fitwright.core.goals import Goals
from fitwright.core.history import History, standing
from fitwright.core.interrupt import Interrupt
from fitwright.core.trial import Result, Step, Trial
from fitwright.core.work import Key, Limits, Objective, Work
from fitwright.evaluate import Evaluate
from fitwright.execution import Executor
from fitwright.loop import Allow, Loop
from fitwright.scheduling import Scheduler
from fitwright.space import Space
from fitwright.store import Store

Place = tuple[int, Step]
"""A trial's number and one of its steps."""
LOG = logging.getLogger("fitwright")


class Recorded(Scheduler):
    """Grants a list of work, in its order."""

    def __init__(self, works: Sequence[Work]):
        super().__init__(search.catalog.make("portfolio", space=Space()))
        self.works = works

    def next(self, history: History, room: int, seconds_left: float) -> Work | None:
        place = len(history.granted)
        return self.works[place] if place < len(self.works) else None


@dataclass(frozen=True)
class Redone:
    """What came of it: results by place, and why some have none."""

    results: dict[Place, Result] = field(default_factory=dict)
    failed: dict[Place, str] = field(default_factory=dict)
    interrupted: bool = False


def redo(
    works: Sequence[Work],
    objective: Objective,
    executor: Executor,
    budget: Budget | None = None,
    allow: Allow | None = None,
    interrupt: Interrupt | None = None,
) -> Redone:
    """Do these pieces of work, each once, as far as the budget goes; the executor is closed in the end."""
    if not works:
        return Redone()
    loop = Loop(
        Recorded(works),
        stopping.catalog.make("never"),
        executor,
        ledger.catalog.make("memory"),
        budget or Budget(),
        allow=allow or (lambda work, history, left: Limits()),
        interrupt=interrupt or Interrupt(),
    )
    history = loop.run(objective)
    results = {(trial.number, step): result for trial in history for step, result in trial.results.items()}
    places = [(work.key.trial, work.key.step) for work in works]
    why = {trial.number: trial.why for trial in history if trial.why}
    unreached = loop.trouble or "It was not reached."
    failed = {place: why.get(place[0], unreached) for place in places if place not in results}
    return Redone(results, failed, loop.interrupted)


def work_of(trial: Trial, step: Step, cores: int = 1) -> Work:
    """A recorded step as a piece of work that comes to the same result."""
    result = trial.results[step]
    below = trial.results.get(step._replace(fidelity=step.fidelity - 1))
    checkpoint = None if below is None else below.refs.get("checkpoint")
    key = Key(trial.number, step)
    return Work(key, trial.config, checkpoint, cores=cores, origin=trial.origin, clock=result.clock)


def mend(
    evaluate: Evaluate,
    history: History,
    events: Sequence[Event],
    executor: Callable[[], Executor],
    interrupt: Interrupt,
) -> None:
    """Throw away what nobody refers to, and fit again what a run refers to and is damaged or missing.

    Only while nobody else writes to the store.
    """
    results = {(number, step): history[number].results[step] for number, step in kept(events, history)}
    evaluate.store.keep({ref for result in results.values() for ref in result.refs.values()})
    broken = [place for place, result in results.items() if not _is_whole(result, evaluate.store)]
    if not broken:
        return
    LOG.warning("%d fitted steps are damaged or missing: they are fitted again.", len(broken))
    works = [work_of(history[number], step) for number, step in broken]
    again = redo(works, evaluate, executor(), interrupt=interrupt)
    for place in broken:
        if place not in again.results or again.results[place].refs != results[place].refs:
            why = again.failed.get(place, "it comes out otherwise now")
            LOG.warning("Candidate %d is left out: %s", place[0], why)


def _is_whole(result: Result, store: Store) -> bool:
    """Are its bytes as they were written?  Those that are not are dropped."""
    whole = True
    for ref in result.refs.values():
        try:
            store.get(ref)
        except Damaged:
            store.drop(ref)
            whole = False
    return whole


def kept(events: Sequence[Event], history: History) -> list[Place]:
    """The steps whose fitted states a run holds, in the order in which they came back.

    Those of trials that failed, and of those that fell out of the best, are not among them.
    """
    weeder = Weeder(None, Goals.of(history.header))
    for _, event in standing(events):
        weeder(event)
    whole = [trial for trial in history.scored() if weeder.holds(trial)]
    wanted = {(trial.number, step) for trial in whole for step in needed(trial)}
    return [place for place in weeder.order if place in wanted]


def needed(trial: Trial) -> list[Step]:
    """The latest step of each fold, and those that they were continued from."""
    latest = set(trial.latest)
    return [step for step in sorted(trial.results) if step in latest or _feeds(trial, step)]


def _feeds(trial: Trial, step: Step) -> bool:
    return "checkpoint" in trial.results[step].refs
