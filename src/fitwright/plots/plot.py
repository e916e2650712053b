"""A picture of a search."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field

from fitwright.core.events import Event
from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.figures import Figure
from fitwright.space import Space


@dataclass(frozen=True)
class Told:
    """What there is to draw from.

    Attributes
    ----------
    history : every trial with its results.
    space : where the configs come from.
    sign : 1 where the function was minimised, -1 where it was maximised.
    events : what happened, in order; empty where nobody kept it.
    """

    history: History
    space: Space
    sign: float = 1.0
    events: Sequence[Event] = field(default=(), repr=False)

    @property
    def metric(self) -> str:
        """What the value is called."""
        return str(self.history.header.get("metric", "value"))

    @property
    def scored(self) -> list[Trial]:
        """Trials with a value, oldest first."""
        return self.history.scored()

    @property
    def whole(self) -> list[Trial]:
        """Trials that came to their end, oldest first; one that was stopped has the value of a part."""
        return self.history.in_state("done")

    def value(self, trial: Trial) -> float:
        """In the function's own sign."""
        return self.sign * trial.loss


class Plot(ABC):
    """Draws one aspect; where there is nothing to draw it says so in the picture."""

    @abstractmethod
    def draw(self, told: Told) -> Figure:
        """The picture."""
