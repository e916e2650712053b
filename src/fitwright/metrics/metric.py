"""How good a prediction is."""

from abc import ABC, abstractmethod
from typing import ClassVar, Self

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task


class Metric(ABC):
    """Scores predictions; `loss` turns any score so that lower is better.

    `rows.y` carries class codes or numbers, `rows.weights` weigh the rows.  `p` is (rows, outputs) on the
    task's scale: probabilities of all classes, or numbers.
    """

    kinds: ClassVar[tuple[str, ...]]
    """Kinds of tasks it can judge."""
    higher_is_better: bool = False
    label_based: bool = False
    """Does it look at labels only?  Then a threshold on the probabilities is worth learning."""

    @abstractmethod
    def score(self, rows: Rows, p: Floats) -> float:
        """The metric's own number, in its own sign."""

    def loss(self, rows: Rows, p: Floats) -> float:
        """The number that the search minimises."""
        score = self.score(rows, p)
        return -score if self.higher_is_better else score

    def each(self, rows: Rows, p: Floats) -> Floats | None:
        """(rows,) what each row adds, where the score is their weighted mean; None where it is not."""
        return None

    def bind(self, task: Task, rows: Rows) -> Self:
        """The metric with what it learns once from the rows to learn from (scales, costs)."""
        return self
