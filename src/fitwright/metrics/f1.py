"""The balance of finding all and finding only those."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.rows import Floats, Rows
from fitwright.metrics._labels import confusion, shares
from fitwright.metrics.metric import Metric

AVERAGES = ("auto", "binary", "macro", "weighted")


@dataclass(frozen=True)
class F1(Metric):
    """Harmonic mean of precision and recall; 1 is perfect, 0 where nothing was found.

    Parameters
    ----------
    average : "binary" looks at the second of two classes; "macro" is the plain mean over the classes that
        were there or were predicted, "weighted" the mean by how frequent they are; "auto" is binary for two
        classes and macro for more.

    Examples
    --------
    >>> p = np.array([[0.9, 0.1], [0.2, 0.8], [0.4, 0.6]])
    >>> F1().score(Rows(np.array([0, 1, 0])), p)
    0.6666666666666666
    """

    average: Literal["auto", "binary", "macro", "weighted"] = "auto"

    kinds = ("binary", "multiclass")
    higher_is_better = True
    label_based = True

    def __post_init__(self) -> None:
        if self.average not in AVERAGES:
            raise SettingError(f"Expected average to be one of {', '.join(AVERAGES)}; got {self.average!r}.")

    def score(self, rows: Rows, p: Floats) -> float:
        counts = confusion(rows, p)
        there, found = counts.sum(axis=1), counts.sum(axis=0)  # (classes,)
        each = shares(2 * np.diagonal(counts), there + found)
        average = self.average
        if average == "auto":
            average = "binary" if len(each) == 2 else "macro"
        if average == "binary":
            return float(each[1])
        if average == "weighted":
            return float((each * there).sum() / there.sum())
        return float(each[there + found > 0].mean())
