"""How often the right label is among the likeliest."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.metrics._means import mean
from fitwright.metrics.metric import Metric


@dataclass(frozen=True)
class TopKAccuracy(Metric):
    """Share of the rows whose label is among the `k` likeliest; 1 is perfect.

    For many classes, where a short list is a good answer.  Of equals the first come first.

    Parameters
    ----------
    k : how long the list is; below the number of classes.

    Examples
    --------
    >>> p = np.array([[0.5, 0.3, 0.2], [0.2, 0.5, 0.3]])
    >>> TopKAccuracy(k=2).score(Rows(np.array([1, 0])), p)
    0.5
    """

    k: int = 2

    kinds = ("multiclass",)
    higher_is_better = True

    def __post_init__(self) -> None:
        if self.k < 1:
            raise SettingError(f"Expected k from 1; got {self.k!r}.")

    def bind(self, task: Task, rows: Rows) -> Self:
        if self.k >= len(task.outputs):
            raise SettingError(
                f"Expected k below the number of classes, {len(task.outputs)}; got {self.k}, with which "
                "every answer is right."
            )
        return self

    def score(self, rows: Rows, p: Floats) -> float:
        return mean(self.each(rows, p), rows)

    def each(self, rows: Rows, p: Floats) -> Floats:
        codes = rows.answers.astype(np.intp)[:, None]
        true = np.take_along_axis(p, codes, axis=1)  # (rows, 1)
        before = (p > true) | ((p == true) & (np.arange(p.shape[1]) < codes))  # (rows, classes)
        return np.asarray(before.sum(axis=1) < self.k, np.float64)
