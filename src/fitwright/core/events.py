"""What can happen in a run.  These are the ledger's records, and all that listeners hear."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fitwright.core.trial import Config, Fault, Result, State, Step


@dataclass(frozen=True)
class Opened:
    """A run begins or goes on."""

    header: dict[str, Any] = field(default_factory=dict)
    """Plain values: task, metric, higher_is_better, rows, roles, notes, folds, lag, seed, fingerprint."""


@dataclass(frozen=True)
class Asked:
    """A searcher proposed a config."""

    trial: int
    config: Config
    origin: str = ""


@dataclass(frozen=True)
class Started:
    """A step of a trial was given to an executor."""

    trial: int
    step: Step
    attempt: int = 0
    decision: int = 0
    seen: int = 0
    """How many results the decision had seen."""
    at: float = 0.0
    """Seconds since the run began."""


@dataclass(frozen=True)
class Stepped:
    """A step came back with a result."""

    trial: int
    step: Step
    result: Result
    at: float = 0.0
    """When it came back, in seconds since the run began; it may be told later, in its turn."""


@dataclass(frozen=True)
class Closed:
    """A trial is over, or paused, or (running again) resumed."""

    trial: int
    state: State
    fault: Fault = ""
    why: str = ""
    at: float = 0.0
    result: Result | None = None
    """What it had found and noted where it ended without a loss; its loss is infinite."""


@dataclass(frozen=True)
class Refitted:
    """A candidate that is delivered was fitted on all rows."""

    trial: int
    result: Result
    at: float = 0.0


@dataclass(frozen=True)
class Weighed:
    """The best candidates became one predictor."""

    card: dict[str, Any] = field(default_factory=dict)
    """Plain values: metric, score, error, folds, trials and their weights, versions."""


@dataclass(frozen=True)
class Warned:
    """Something a user should know; the run goes on."""

    text: str


@dataclass(frozen=True)
class Undone:
    """A run that goes on decides otherwise: of the decisions before this only the earliest stand."""

    kept: int
    """How many events stand with all that they decided; later ones only tell what happened."""


@dataclass(frozen=True)
class Grown:
    """A study goes on in a space that has its own inside it; what came before stands."""

    space: dict[str, Any]
    """Plain values that describe the space from now on."""
    configs: dict[int, Config] = field(default_factory=dict)
    """Trial to its config there, where that is another: it counts as having had the defaults of new names."""


Event = Opened | Asked | Started | Stepped | Closed | Refitted | Weighed | Warned | Undone | Grown
Listener = Callable[[Event], None]
