"""How good a prediction is."""

import inspect
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import SettingError
from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.metrics._stand_in import stand_in

Needs = Literal["labels", "proba", "estimator"]
KINDS = ("binary", "multiclass", "regression")


class Metric(ABC):
    """Scores predictions; `loss` turns any score so that lower is better.

    `rows.y` carries class codes or numbers, `rows.weights` weigh the rows.  `p` is (rows, outputs) on the
    task's scale: probabilities of all classes, or numbers.

    Examples
    --------
    >>> from fitwright.metrics import catalog
    >>> catalog.make("mae").score(Rows(np.array([1.0, 3.0])), np.array([[1.5], [3.0]]))
    0.25
    """

    kinds: tuple[str, ...]
    """Kinds of tasks it can judge."""
    higher_is_better: bool = False
    label_based: bool = False
    """Does it look at labels only?  Then a threshold on the probabilities is worth learning."""
    usual: bool = False
    """Does `evaluate` show it beside the metric that was asked for?"""
    costs: Sequence[Sequence[float]] | None = None
    """(classes, classes) what it costs to take a class (row) for a class (column): then labels are those of
    least expected cost, here and in `predict`."""
    costly: bool = False
    """Does a call take much longer than the sums that it is made of?  Then it is asked less often."""

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

    @staticmethod
    def of(
        function: Callable[..., float],
        needs: Needs | None = None,
        higher_is_better: bool = True,
        name: str | None = None,
        kinds: tuple[str, ...] = KINDS,
    ) -> "Metric":
        """A metric from a function, or from a scorer as scikit-learn makes them.

        Parameters
        ----------
        function : called as function(y_true, y_pred), with `sample_weight` too where it takes that and the
            rows have weights; or as scorer(estimator, X, y), where X is only zeros.
        needs : what y_pred is.  "labels": the user's labels, or numbers.  "proba": (rows,) the probability of
            the second of two classes, (rows, classes) where there are more.  "estimator": the function is a
            scorer.  None: "estimator" where it asks for three arguments, else "labels".
        higher_is_better : False for errors and losses.
        name : for the reader; the function's own where None.
        kinds : tasks it can judge.

        Examples
        --------
        >>> worst = Metric.of(lambda y, found: float(abs(y - found).max()), higher_is_better=False)
        >>> worst.score(Rows(np.array([1.0, 3.0])), np.array([[1.5], [1.0]]))
        2.0
        """
        if not callable(function):
            raise SettingError(f"Expected a function of (y_true, y_pred); got {function!r}.")
        asked, takes_weights = _signature(function)
        needs = needs or ("estimator" if asked == 3 else "labels")
        if needs not in ("labels", "proba", "estimator"):
            raise SettingError(f"Expected needs to be labels, proba or estimator; got {needs!r}.")
        called = name or str(getattr(function, "__name__", type(function).__name__))
        return Outside(
            function, needs, called, tuple(kinds), takes_weights, higher_is_better, needs == "labels"
        )


@dataclass(frozen=True)
class Outside(Metric):
    """Somebody else's function, called as it wants to be called."""

    function: Callable[..., float]
    needs: Needs
    name: str
    kinds: tuple[str, ...]
    takes_weights: bool
    higher_is_better: bool = True
    label_based: bool = False
    coded: bool = False
    """Is it shown class codes rather than the user's labels?"""
    task: Task | None = None

    costly = True

    def score(self, rows: Rows, p: Floats) -> float:
        with warnings.catch_warnings():  # that a fold lacks a class is no news, thousands of times
            warnings.simplefilter("ignore")
            return float(self._ask(rows, p))

    def _ask(self, rows: Rows, p: Floats) -> float:
        classes = p.shape[1] > 1
        true = self._shown(rows.answers, classes)
        more = {"sample_weight": rows.weights} if self.takes_weights and rows.weights is not None else {}
        if self.needs == "estimator":
            outputs = self._shown(np.arange(p.shape[1]), classes) if classes else None
            return self.function(stand_in(p, outputs), np.zeros((len(rows), 1)), true, **more)
        if not classes:
            return self.function(true, p[:, 0], **more)
        if self.needs == "labels":
            return self.function(true, self._shown(p.argmax(axis=1), classes), **more)
        return self.function(true, p[:, 1] if p.shape[1] == 2 else p, **more)

    def bind(self, task: Task, rows: Rows) -> Self:
        return replace(self, task=task, label_based=self.label_based and task.classifies)

    def _shown(self, codes: NDArray[Any], classes: bool) -> NDArray[Any]:
        """Class codes, or the labels that they stand for; numbers as they are."""
        return codes if self.coded or self.task is None or not classes else self.task.decode(codes)


def _signature(function: Callable[..., float]) -> tuple[int, bool]:
    """How many arguments it must be given, and whether it can be given weights."""
    try:
        given = inspect.signature(function).parameters
    except (TypeError, ValueError):  # a built-in that tells nothing
        return 2, False
    must = [
        p
        for p in given.values()
        if p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
    ]
    return len(must), "sample_weight" in given
