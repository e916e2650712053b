"""A user's own scikit-learn estimator as a candidate; its state is a pickle."""

import copy
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np

from fitwright.core.errors import SettingError, Unsupported
from fitwright.core.fitted import State
from fitwright.core.pickled import from_bytes, to_bytes, what_it_holds
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models.model import Cost, Model, Takes
from fitwright.space import Space


@dataclass
class Own(Model):
    """Wraps an estimator with `fit` and `predict`; classifiers need `predict_proba` or `decision_function`.

    It is cloned and refitted for every fold, on numbers without gaps: categories as 0 and 1, scaled.  What it
    learned is kept as one array of bytes marked as pickle, which lives inside the run; `save` and `load` take
    it only with `allow_pickle=True`.
    """

    estimator: Any = None
    settings_: dict[str, Any] = field(default_factory=dict)
    kinds: ClassVar[tuple[str, ...]] = ("binary", "multiclass", "regression")
    takes: ClassVar[Takes] = Takes(categories="onehot", scaled=True)
    pickled: ClassVar[bool] = True

    @classmethod
    def settings(cls) -> tuple[str, ...]:
        return ("estimator",)

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space()

    def with_settings(self, given: dict[str, Any]) -> "Own":
        """A fresh copy of the estimator with these parameters set."""
        return Own(self.estimator, dict(given))

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = shape
        return Cost(1e-6 * rows * columns * len(task.outputs), 16 * rows * columns)

    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        from sklearn.base import clone
        from sklearn.utils.validation import has_fit_parameter

        core = clone(self.estimator).set_params(**self.settings_)
        if "random_state" in core.get_params() and core.get_params()["random_state"] is None:
            core.set_params(random_state=seed)
        weighed = rows.weights is not None and has_fit_parameter(core, "sample_weight")
        core.fit(table.matrix(), rows.y, **({"sample_weight": rows.weights} if weighed else {}))
        self.core_, self.outputs_ = core, len(task.outputs) if task.classifies else 0
        return self

    def predict(self, table: Table) -> Floats:
        x = table.matrix()
        if not self.outputs_:
            return np.asarray(self.core_.predict(x), np.float64).reshape(len(x), -1)
        p = np.zeros((len(x), self.outputs_))
        p[:, np.asarray(self.core_.classes_, np.int64)] = _shares(self.core_, x)
        return p

    def holds(self) -> str:
        return what_it_holds(self.core_)

    def state(self) -> State:
        return {"pickle": to_bytes(self.core_), "outputs": self.outputs_}

    @classmethod
    def from_state(cls, state: State) -> Self:
        made = cls()
        made.core_, made.outputs_ = from_bytes(state["pickle"]), state["outputs"]
        return made


def own(estimator: Any) -> Own:
    """Take in an estimator of the user's.

    Raises
    ------
    SettingError
        It has no `fit` and `predict`, or cannot be cloned.
    """
    if isinstance(estimator, type) or not all(
        hasattr(estimator, word) for word in ("fit", "predict", "get_params")
    ):
        raise SettingError(
            f"Expected a model's name or a scikit-learn estimator object; got {estimator!r}. "
            "Give an instance with fit, predict and get_params."
        )
    return Own(copy.deepcopy(estimator))


def _shares(core: Any, x: Floats) -> Floats:
    """(rows, classes) probabilities, from decision values where there is nothing better."""
    if hasattr(core, "predict_proba"):
        return np.asarray(core.predict_proba(x), np.float64)
    if not hasattr(core, "decision_function"):
        raise Unsupported(f"{type(core).__name__} has neither predict_proba nor decision_function.")
    z = np.asarray(core.decision_function(x), np.float64)
    z = np.column_stack([-z / 2, z / 2]) if z.ndim == 1 else z
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares: Floats = e / e.sum(axis=1, keepdims=True)
    return shares
