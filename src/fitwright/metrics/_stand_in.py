"""Predictions that look like a fitted scikit-learn estimator, for scorers that want one."""

from functools import cache
from typing import Any

from numpy.typing import NDArray

from fitwright.core.rows import Floats


def stand_in(p: Floats, classes: NDArray[Any] | None) -> Any:
    """An estimator that answers with `p` (rows, outputs), whatever it is asked about.

    Parameters
    ----------
    classes : (outputs,) labels, or None for numbers.
    """
    return _kind(classes is not None)(p, classes)


@cache
def _kind(classifies: bool) -> Any:
    """Made on first use: scikit-learn is not imported before a scorer needs it."""
    from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

    class Numbers(RegressorMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no annotations
        def __init__(self, p: Floats, classes: None) -> None:
            self.p = p

        def __sklearn_is_fitted__(self) -> bool:
            return True

        def predict(self, X: Any) -> Any:
            return self.p[:, 0]

    class Labels(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # as above
        def __init__(self, p: Floats, classes: NDArray[Any]) -> None:
            self.p, self.classes_, self.asked = p, classes, set[str]()

        def __sklearn_is_fitted__(self) -> bool:
            return True

        def predict(self, X: Any) -> Any:
            self.asked.add("labels")
            return self.classes_[self.p.argmax(axis=1)]

        def predict_proba(self, X: Any) -> Any:
            self.asked.add("proba")
            return self.p

    return Labels if classifies else Numbers
