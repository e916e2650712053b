"""One piece of work, and what comes back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from fitwright.core.clock import Answers, Clock
from fitwright.core.trial import Config, Fault, Ref, Result, Step, Steps

Verdict = Literal["go", "pause", "stop"]


class Key(NamedTuple):
    """Which step of which trial, at which attempt: a late twin is known by it."""

    trial: int
    step: Step
    attempt: int = 0


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one piece of work may use; None is no limit."""

    seconds: float | None = None
    """Wall time, hand-over included, of all steps that it goes through; past it, it is killed where the
    executor can; waiting for a verdict does not count."""
    memory: int | None = None
    """Bytes of anonymous memory the step may add."""
    aim: float | None = None
    """Seconds within which the step should end by itself; no executor enforces them."""
    spent: float = 0.0
    """Seconds of those that earlier pieces of work for the trial took already."""

    @property
    def left(self) -> float | None:
        """Seconds that this piece of work may take; None is no limit."""
        return None if self.seconds is None else self.seconds - self.spent


@dataclass(frozen=True)
class Means:
    """What a fit may use: it plans with these, the executor's `Limits` enforce them."""

    cores: int = 1
    seconds: float | None = None
    """Aim to end within this many seconds (rounds are cut, not results); None is no aim."""
    checkpoint: Ref | None = None
    clock: Clock = field(default_factory=Clock, compare=False)
    """Whatever the fit takes from the time goes through `clock.says`."""


@dataclass(frozen=True)
class Work:
    """A step to run, with its limits."""

    key: Key
    config: Config
    checkpoint: Ref | None = None
    limits: Limits = field(default_factory=Limits)
    cores: int = 1
    number: int = 0
    """The decision that granted it: rising, the same in every run that decides alike."""
    origin: str = ""
    clock: Answers | None = None
    """What the clock said in a fit that is to be had again, bit for bit; None asks the time."""


@dataclass(frozen=True)
class Done:
    """A step that ended: a result, or whose fault it was that there is none."""

    key: Key
    result: Result | None = None
    """With a fault, what the step had found and noted before; its loss is infinite."""
    fault: Fault = ""
    """Empty is none; exception: its own; signal, memory, time: it was killed; lost: the machine's."""
    why: str = ""
    """One sentence, with the last lines of output where there are some."""
    more: bool = False
    """The trial goes on by itself and waits for the verdict (`Executor.answer`)."""


@dataclass(frozen=True)
class Broken:
    """What an objective that goes through steps may return where it raised: so that less is lost.

    Attributes
    ----------
    error : what was raised.
    result : what it had found and noted by then; its loss is infinite.
    """

    error: BaseException
    result: Result


class Objective(Protocol):
    """What `tune` minimises, step by step."""

    @property
    def steps(self) -> Steps:
        """How it is cut."""

    def __call__(self, work: Work) -> Result | Iterator[Result]:
        """Do one step; or go through several, and be told after each whether to go on."""
