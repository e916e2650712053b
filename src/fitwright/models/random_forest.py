"""A random forest."""

from dataclasses import dataclass
from typing import Any, ClassVar

from fitwright.models._forest import Forest


@dataclass
class RandomForest(Forest):
    """Averages trees grown on bootstrap samples, with the best threshold of a few columns at each split.

    Steady on small and noisy tables.  The parameters are those of every forest: `n_estimators`,
    `max_features`, `min_samples_leaf`.

    References
    ----------
    Breiman (2001), Random forests.
    """

    pace: ClassVar[float] = 2.8e-8

    @classmethod
    def core(cls, classifies: bool) -> Any:
        from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

        return RandomForestClassifier if classifies else RandomForestRegressor
