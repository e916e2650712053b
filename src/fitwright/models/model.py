"""What learns."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple, Self

from fitwright.core.fitted import Fitted
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.space import Space


@dataclass(frozen=True)
class Takes:
    """What a model can work with; the plan puts the steps before it that turn a table into this."""

    missing: bool = False
    """NaN in numbers and codes below 0."""
    categories: Literal["codes", "ordinal", "onehot"] = "onehot"
    """Category columns as they are; as ranks that carry meaning; or as columns of 0 and 1."""
    scaled: bool = False
    """Wants numbers of like size."""
    robust: bool = False
    """Outliers do no harm, and the shape of a distribution is better kept."""
    sparse: bool = False
    """Can take `table.sparse()`."""
    text: bool = False
    """Text columns as they are."""


class Cost(NamedTuple):
    """What a fit and the predictions for as many rows will take, on one core."""

    seconds: float
    bytes: int


class Model(Fitted, ABC):
    """Subclass as a dataclass: the fields are the hyperparameters, what is learned ends in "_".

    A fitted model and the one that `from_state` makes predict alike to 1e-6, the latter with NumPy and SciPy
    alone.  Libraries are imported inside `fit`.  No model splits off judged rows by itself: early stopping
    takes its rows from `splits.inner`.
    """

    kinds: ClassVar[tuple[str, ...]]
    takes: ClassVar[Takes]
    needs: ClassVar[Mapping[str, str]] = {}
    """Library to the extra that brings it."""
    imports: ClassVar[tuple[str, ...]] = ()
    """Modules that `fit` imports: the workers' server has them ready."""
    joint: ClassVar[bool] = False
    """Can it fit several targets at once?"""
    turn: ClassVar[Literal["first", "later", "asked"]] = "first"
    """When a search over all families turns to it: from the first round on; with single settings after two
    rounds of those, where it is cheap; only where it is asked for by name or preset."""
    promise: ClassVar[float] = 1.0
    """So many times dearer than others it is still tried before them: above 1 for what often leads."""
    readable: ClassVar[bool] = False
    """Can a person read from what was learned what each column does?"""

    @classmethod
    @abstractmethod
    def space(cls, task: Task) -> Space:
        """Which hyperparameters are worth searching, with defaults."""

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        """Settings worth trying before any search, the best first; what is left open keeps its default."""
        return ({},)

    @abstractmethod
    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        """An estimate for `shape` (rows, columns) as the model gets them; no data is seen."""

    @abstractmethod
    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        """Learn from all rows of `table`, weighed by `rows.weights`; same seed, same model.

        What follows from the time goes through `means.clock.says`: so the same fit can be had again.
        """

    @abstractmethod
    def predict(self, table: Table) -> Floats:
        """(rows, outputs) on the task's scale."""

    def warm(self) -> None:
        """Get ready for many predictions, where that takes something."""
