"""Extremely randomised trees."""

from dataclasses import dataclass
from typing import Any, ClassVar

from fitwright.models._forest import Forest


@dataclass
class ExtraTrees(Forest):
    """Averages trees whose thresholds are drawn at random, each grown on all rows.

    Quick, and wrong in other places than boosted trees are: a good partner for them.  The parameters are
    those of every forest: `n_estimators`, `max_features`, `min_samples_leaf`.

    References
    ----------
    Geurts, Ernst and Wehenkel (2006), Extremely randomized trees.
    """

    pace: ClassVar[float] = 1.2e-8

    @classmethod
    def core(cls, classifies: bool) -> Any:
        from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

        return ExtraTreesClassifier if classifies else ExtraTreesRegressor
