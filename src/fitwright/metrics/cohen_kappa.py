"""How much better than chance labels agree with the truth."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.rows import Floats, Rows
from fitwright.metrics._labels import confusion
from fitwright.metrics.metric import Metric

WEIGHTS = (None, "linear", "quadratic")


@dataclass(frozen=True)
class CohenKappa(Metric):
    """Agreement beyond chance: 1 is perfect, 0 is chance, below is worse.

    0 where the truth and the labels are all of one class.  Source: Cohen, 1960; weighted, 1968.

    Parameters
    ----------
    weights : for classes with an order, how much a mistake counts: by the distance of the two classes in
        ascending order ("linear"), by its square ("quadratic"), or all the same (None).

    Examples
    --------
    >>> p = np.eye(3)[[0, 1, 2, 1]]
    >>> round(CohenKappa("quadratic").score(Rows(np.array([0, 1, 2, 2])), p), 4)
    0.8
    """

    weights: Literal["linear", "quadratic"] | None = None

    kinds = ("binary", "multiclass")
    higher_is_better = True
    label_based = True

    def __post_init__(self) -> None:
        if self.weights not in WEIGHTS:
            raise SettingError(f"Expected weights to be None, linear or quadratic; got {self.weights!r}.")

    def score(self, rows: Rows, p: Floats) -> float:
        counts = confusion(rows, p)
        counts /= counts.sum()
        chance = counts.sum(axis=1)[:, None] * counts.sum(axis=0)  # (classes, classes)
        codes = np.arange(len(counts))
        apart = np.abs(codes[:, None] - codes).astype(np.float64)
        far = {None: apart > 0, "linear": apart, "quadratic": apart * apart}[self.weights]
        expected = (far * chance).sum()
        return float(1 - (far * counts).sum() / expected) if expected > 1e-15 else 0.0
