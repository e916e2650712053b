"""One of our own metrics under the sign and the name that scikit-learn gives it."""

from dataclasses import dataclass, replace
from typing import Self

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.metrics.metric import Metric


@dataclass(frozen=True)
class Mirror(Metric):
    """The score of `own`, times -1."""

    own: Metric
    name: str
    kinds: tuple[str, ...]

    higher_is_better = True

    def score(self, rows: Rows, p: Floats) -> float:
        return -self.own.score(rows, p)

    def each(self, rows: Rows, p: Floats) -> Floats | None:
        own = self.own.each(rows, p)
        return None if own is None else -own

    def bind(self, task: Task, rows: Rows) -> Self:
        return replace(self, own=self.own.bind(task, rows))
