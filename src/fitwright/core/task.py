"""What is to be predicted.  The members stand in tasks/; this is the word that all rooms speak."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.core.table import BESIDE, Table


class Task(ABC):
    """Turns a table into a question, and predictions into the user's own answers.

    `p` is (rows, len(outputs)) everywhere: probabilities of classes in the order of `outputs`, or numbers.
    """

    kind: ClassVar[str]
    like: ClassVar[str | None] = None
    """A kind whose models, metrics and splits serve this task too."""
    metric: ClassVar[str]
    splitter: ClassVar[str] = "kfold"
    basic: ClassVar[bool] = False
    """May `tasks.infer` choose it without being told?"""
    outputs: tuple[Any, ...]
    """One entry for each column of the predictions."""

    @classmethod
    @abstractmethod
    def fits(cls, y: NDArray[Any]) -> bool:
        """Does this target, as the user gave it, look like one of mine?"""

    @classmethod
    @abstractmethod
    def of(cls, y: NDArray[Any]) -> Self:
        """The task for this target; `DataError` where it cannot be one."""

    @abstractmethod
    def encode(self, y: NDArray[Any]) -> NDArray[Any]:
        """The user's labels or numbers to class codes (int64 from 0) or floats."""

    @abstractmethod
    def decode(self, answers: NDArray[Any]) -> NDArray[Any]:
        """(rows,) class codes or numbers back to the user's labels or numbers, in their own type."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Its own kind and the one it is like."""
        return (self.kind,) if self.like is None else (self.kind, self.like)

    @property
    def classifies(self) -> bool:
        """Are the outputs classes?"""
        return any(kind in ("binary", "multiclass") for kind in self.kinds)

    def pose(self, table: Table) -> tuple[Table, Rows]:
        """The columns to learn from, and what is asked of each row."""
        inputs = table.keep([name for name, role in table.roles.items() if role not in BESIDE])
        beside = {role: table.raw(names[0]) for role in BESIDE if (names := table.having(role))}
        groups, time, weights = beside.get("group"), beside.get("time"), beside.get("weight")
        return inputs, Rows(
            y=self.encode(beside["target"]) if "target" in beside else None,
            weights=None if weights is None else weights.astype(np.float64),
            groups=None if groups is None else np.unique(groups, return_inverse=True)[1].astype(np.int64),
            time=None if time is None else _moments(time),
        )

    def decide(self, p: Floats) -> NDArray[Any]:
        """(rows, outputs) to class codes (the likeliest) or numbers."""
        return p.argmax(axis=1) if self.classifies else p[:, 0]

    def tidy(self, p: Floats) -> Floats:
        """What must hold after weighing: probabilities add up, quantiles rise."""
        return p

    @abstractmethod
    def state(self) -> dict[str, Any]:
        """What `from_state` needs: plain values and arrays."""

    @classmethod
    @abstractmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The task that `state` describes."""


def _moments(time: NDArray[Any]) -> Floats:
    """Numbers or moments as floats that rise with time."""
    if time.dtype.kind == "M":
        return time.astype("datetime64[us]").astype(np.int64).astype(np.float64)
    return time.astype(np.float64)
