"""A run in miniature: a scheduler and a rule against losses that are made up, ending in random order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from fitwright.checks._expect import expect
from fitwright.core.events import Asked, Closed, Event, Started, Stepped
from fitwright.core.history import History
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config, Result, Step, Steps
from fitwright.core.work import Work
from fitwright.scheduling import Scheduler
from fitwright.space import Choice, Float, Int, Space
from fitwright.stopping import Rule

MOST = 500
"""Pieces of work after which a run is said not to end."""

Loss = Callable[[Config, Step], float | None]
"""What a step of a config comes to; None fails the trial."""


def bowl(config: Config, step: Step) -> float:
    """Lowest in the middle of every domain; a little higher on later folds, lower at higher fidelities."""
    far = sum(_distance(name, value) for name, value in sorted(config.items()))
    return far + 0.01 * step.fold + 0.3 / (1 + step.fidelity)


def slopes(config: Config) -> dict[str, float]:
    """The derivative of `bowl` by each real number of a config."""
    found = {}
    for name, value in config.items():
        if isinstance(value, float):
            side = np.sign(value) * np.sign(np.log10(abs(value) + 1e-6) - 0.5)
            found[name] = float(side / (10 * np.log(10) * (abs(value) + 1e-6)))
    return found


def failing(config: Config, step: Step) -> float | None:
    """As `bowl`; one config of four fails, at its first step or later."""
    fate = seed_of(*map(repr, sorted(config.items()))) % 8
    return None if (fate == 0 or (fate == 1 and step.fold > 0)) else bowl(config, step)


def spaces() -> dict[str, Space]:
    """Numbers and words; a tree of branches; conditions and what is forbidden; few configs; one."""
    flat = Space(
        rate=Float(1e-4, 1.0, log=True, default=0.1),
        leaves=Int(4, 256, log=True),
        share=Float(0.2, 1.0, step=0.2),
        size=Choice((8, 16, 32), ordered=True),
        chain=Choice((["one"], ["one", "two"], [])),
    )
    tenths = Float(0.1, 0.3, step=0.1, default=0.3, prior=(0.1, 0.12, 0.3))
    few = Space(share=tenths, kind=Choice(("a", "b"), prior=(1, 9)))
    tree = Space.one_of("model", {"forest": flat, "linear": Space(strength=Float(0.0, 1.0)), "mean": Space()})
    ruled = Space(kernel=Choice(("linear", "rbf")), strength=Float(0.0, 1.0), width=Float(0.0, 1.0))
    ruled = ruled.when({"kernel": "rbf"}, "width").forbid({"kernel": "linear", "strength": Float(0.5, 1.0)})
    single = Space(depth=Choice((2,)))
    return {"flat": flat, "tree": tree, "ruled": ruled, "few": few, "single": single}


def scripted(space: Space, results: int, steps: Steps | None = None, seed: int = 0) -> list[Event]:
    """A run's events: configs at random, some failed, some stopped, some paused, the last under way."""
    cut, events = steps or Steps(), list[Event]()
    for number in range(results):
        config = space.sample(np.random.default_rng([seed, number]))
        events += [Asked(number, config, "random"), Started(number, Step())]
        if number % 7 == 3:
            events.append(Closed(number, "failed", "exception", "it did not work"))
        elif number < results - 2:
            events += _results(number, config, cut)
    return events


def _results(number: int, config: Config, steps: Steps) -> list[Event]:
    """All steps and the end; or one step, and then stopped, paused or going on."""
    first: list[Event] = [Stepped(number, Step(), told(config, Step()))]
    if len(steps) > 1 and number % 3:
        states: dict[int, list[Event]] = {1: [Closed(number, "stopped")], 2: [Closed(number, "paused")]}
        return first + states[number % 3]
    for step in in_order(steps)[1:]:
        first += [Started(number, step), Stepped(number, step, told(config, step))]
    return [*first, Closed(number, "done")]


def told(config: Config, step: Step) -> Result:
    """All that an objective may tell of a step."""
    return Result(bowl(config, step), seconds=1.0, gradient=slopes(config))


def in_order(steps: Steps) -> list[Step]:
    """All steps, fold by fold."""
    return [Step(fold, fidelity) for fold in range(steps.folds) for fidelity in range(len(steps.fidelities))]


@dataclass
class Play:
    """Grants, runs and folds work like the loop does, without a clock.

    Attributes
    ----------
    slots : pieces of work under way at once; they end in an order drawn from `seed`.
    granted : every piece of work that was granted, in order.
    events : all that has happened; `history` is their fold.
    """

    scheduler: Scheduler
    rule: Rule
    loss: Loss = bowl
    steps: Steps = field(default_factory=Steps)
    slots: int = 1
    seed: int = 0
    seconds_left: float = float("inf")
    events: list[Event] = field(default_factory=list)
    granted: list[Work] = field(default_factory=list)
    history: History = field(default_factory=History)

    def __post_init__(self) -> None:
        self.history = History(self.steps)

    def run(self) -> History:
        """Until nothing is under way and nothing is granted any more."""
        for _ in self._turns():
            pass
        return self.history

    def decisions(self) -> Iterator[tuple[History, Work]]:
        """Runs, and gives every piece of work that is granted, with the history as it then stood."""
        for work in self._turns():
            yield History(self.steps, self.events), work

    def _turns(self) -> Iterator[Work]:
        """Every piece of work that is granted, before it begins."""
        rng, under_way = np.random.default_rng(self.seed), list[Work]()
        while True:
            while len(under_way) < self.slots and (work := self._next(self.slots - len(under_way))):
                yield work
                self._begin(work)
                under_way.append(work)
            if not under_way:
                return
            expect(
                len(self.granted) < MOST, f"Expected a run to end; it did not within {MOST} pieces of work."
            )
            self._end(under_way.pop(int(rng.integers(len(under_way)))), under_way)

    def _next(self, room: int) -> Work | None:
        """What the scheduler grants; paused trials are offered to the rule before."""
        for trial in self.history.in_state("paused"):
            if self.rule.judge(trial, self.history) == "go":
                self._say(Closed(trial.number, "running"))
        return self.scheduler.next(self.history, room, self.seconds_left)

    def _begin(self, work: Work) -> None:
        self.granted.append(work)
        if work.key.trial not in self.history:
            self._say(Asked(work.key.trial, work.config, work.origin))
        self._say(Started(work.key.trial, work.key.step))

    def _end(self, work: Work, under_way: list[Work]) -> None:
        """What the made-up loss says of it, taken in; then the rule has its say."""
        number, step = work.key.trial, work.key.step
        loss = self.loss(work.config, step)
        if loss is None:
            self._say(Closed(number, "failed", "exception", "it did not work"))
        else:
            self._say(Stepped(number, step, Result(loss, seconds=1.0)))
            if len(self.history[number].results) == len(self.steps):
                self._say(Closed(number, "done"))
            else:
                self._judge(number)
        if self.history[number].state in ("failed", "stopped"):
            under_way[:] = [other for other in under_way if other.key.trial != number]

    def _judge(self, number: int) -> None:
        match self.rule.judge(self.history[number], self.history):
            case "pause":
                self._say(Closed(number, "paused"))
            case "stop":
                self._say(Closed(number, "stopped"))

    def _say(self, event: Event) -> None:
        self.events.append(event)
        self.history.add(event)


def _distance(name: str, value: object) -> float:
    """How far a value is from what is best for its name, from 0 on."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return (seed_of(name, repr(value)) % 100) / 1000
    return abs(float(np.log10(abs(value) + 1e-6)) - 0.5) / 10
