"""What metrics of hits among classes share: one number a class, and the ways to average them."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.metrics._labels import confusion
from fitwright.metrics.metric import Metric

Average = Literal["auto", "binary", "macro", "micro", "weighted"]
AVERAGES = ("auto", "binary", "macro", "micro", "weighted")


@dataclass(frozen=True)
class Averaged(Metric):
    """A number for each class, averaged.

    Parameters
    ----------
    average : "binary" looks at the second of two classes; "macro" is the plain mean over the classes that
        were there or were predicted, "weighted" the mean by how frequent they are; "micro" adds up the rows
        of all classes first; "auto" is binary for two classes and macro for more.
    """

    average: Average = "auto"

    kinds = ("binary", "multiclass")
    higher_is_better = True
    label_based = True

    def __post_init__(self) -> None:
        if self.average not in AVERAGES:
            raise SettingError(f"Expected average to be one of {', '.join(AVERAGES)}; got {self.average!r}.")

    def bind(self, task: Task, rows: Rows) -> Self:
        if self.average == "binary" and len(task.outputs) > 2:
            raise SettingError(
                f"Expected two classes for average='binary'; the task has {len(task.outputs)}. "
                "Use macro, micro or weighted."
            )
        return self

    def score(self, rows: Rows, p: Floats) -> float:
        counts = confusion(rows, p)
        hits, there, found = np.diagonal(counts), counts.sum(axis=1), counts.sum(axis=0)  # (classes,) each
        average = self.average
        if average == "auto":
            average = "binary" if len(hits) == 2 else "macro"
        if average == "micro":
            return float(self._each(*(np.atleast_1d(part.sum()) for part in (hits, there, found)))[0])
        each = self._each(hits, there, found)
        if average == "binary":
            return float(each[1])
        if average == "weighted":
            return float((each * there).sum() / there.sum())
        return float(each[there + found > 0].mean())

    @abstractmethod
    def _each(self, hits: Floats, there: Floats, found: Floats) -> Floats:
        """(classes,) from the weight of its rows that were found, of its rows, of what was taken for it."""
