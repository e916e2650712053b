"""How candidates become one answer."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.fitted import State
from fitwright.core.rows import Floats, Rows
from fitwright.metrics import Metric, cheapest


@dataclass(frozen=True)
class Blend:
    """The simplest one: weights that add up to 1.  A stack or a calibrated blend is another.

    Attributes
    ----------
    weights : (candidates,) shares, 0 for what is not used.
    scales : (outputs,) factors on the probabilities before the likeliest class is chosen, for metrics that
        look at labels; None where plain probabilities decide.
    costs : (outputs, outputs) what it costs to take a class (row) for a class (column): the class of least
        expected cost is chosen; None where mistakes cost the same.
    """

    weights: Floats
    scales: Floats | None = None
    costs: Floats | None = None

    @property
    def used(self) -> NDArray[np.intp]:
        """Positions of the candidates that are needed."""
        return np.flatnonzero(self.weights)

    def narrow(self) -> Self:
        """The same blend for the used candidates alone."""
        return replace(self, weights=self.weights[self.used])

    def apply(self, predictions: Floats) -> Floats:
        """(candidates, rows, outputs) to (rows, outputs)."""
        # One after the other: the same to the last bit for any number of rows and threads, and what has no
        # weight is not looked at.
        blended = np.zeros(predictions[0].shape)
        for k in self.used:
            blended += self.weights[k] * predictions[k]
        return blended

    def decide(self, p: Floats) -> NDArray[Any] | None:
        """(rows, outputs) to class codes, or None where the task decides."""
        if self.costs is not None:
            return cheapest(p, self.costs)
        return None if self.scales is None else (p * self.scales).argmax(axis=1)

    def state(self) -> State:
        """Plain values and arrays."""
        return {"weights": self.weights, "scales": self.scales, "costs": self.costs}

    @classmethod
    def from_state(cls, state: State) -> Self:
        """The blend that `state` describes."""
        return cls(**state)


class Combiner(ABC):
    """Learns a blend from predictions that were made for unseen rows."""

    blend: ClassVar[type[Blend]] = Blend
    """What it makes, so that a file can be read back."""

    @abstractmethod
    def fit(self, predictions: Floats, rows: Rows, metric: Metric, seed: int) -> Blend:
        """Weigh `predictions` (candidates, rows, outputs) of models that had not seen `rows`."""
