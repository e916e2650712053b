"""A sum of one curve a column, by LightGBM."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._boosted import Boosted
from fitwright.models._curves import Curve, Part, parts_of
from fitwright.models._grown import Link, weighed
from fitwright.models._job import Job
from fitwright.models._lightgbm import boosted, leaf_rows
from fitwright.models._trees import Trees
from fitwright.models._watch import Watch
from fitwright.models.model import Takes
from fitwright.space import Float, Int, Space


@dataclass
class Additive(Boosted):
    """Boosted trees that ask for one column each: exactly a sum of one step curve a column, to be read.

    No column acts through another, so what a column does to the answer is one picture: `curves` gives it.

    Parameters
    ----------
    learning_rate : what a tree's values are multiplied with.
    num_leaves : leaves of a tree at most.
    min_data_in_leaf : rows of a leaf at least (less on very few rows).
    feature_fraction, bagging_fraction : shares of the columns and rows that a tree sees.
    lambda_l2 : what is paid for large values.
    cat_smooth : how far rare categories are drawn to the mean.

    References
    ----------
    Lou, Caruana and Gehrke (2012), Intelligible models for classification and regression.
    """

    learning_rate: float = 0.1
    num_leaves: int = 3
    min_data_in_leaf: int = 10
    feature_fraction: float = 0.5
    bagging_fraction: float = 0.8
    lambda_l2: float = 1.0
    cat_smooth: float = 10.0

    takes: ClassVar[Takes] = Takes(missing=True, categories="codes")
    imports: ClassVar[tuple[str, ...]] = ("lightgbm",)
    turn: ClassVar[Literal["first", "later", "asked"]] = "later"
    readable: ClassVar[bool] = True
    reach: ClassVar[Mapping[Link, float]] = {"identity": 18.0, "logistic": 12.0, "softmax": 6.0}

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            learning_rate=Float(0.01, 0.2, log=True, default=0.1),
            num_leaves=Int(2, 32, log=True, default=3),
            min_data_in_leaf=Int(2, 100, log=True, default=10),
            feature_fraction=Float(0.2, 1.0, default=0.5),
            bagging_fraction=Float(0.5, 1.0, default=0.8),
            lambda_l2=Float(1e-3, 100.0, log=True, default=1.0),
            cat_smooth=Float(1.0, 100.0, log=True, default=10.0),
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        smooth = {"min_data_in_leaf": 50, "lambda_l2": 10.0}
        fine = {"num_leaves": 8, "learning_rate": 0.05, "feature_fraction": 0.3}
        return {}, smooth, fine

    def each(self, rows: int, columns: int) -> float:
        leaves = min(self.num_leaves, rows)
        seen = max(1.0, self.feature_fraction * columns)
        return 2e-4 + columns * 1.3e-6 * leaves + 8e-10 * seen * rows * math.log2(leaves + 1)

    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        table, rows = weighed(table, rows)
        super().fit(table, rows, task, seed, means)
        self.names_ = list(table.names)
        self.levels_ = [list(table.levels(n)) if n in table.having("category") else [] for n in table.names]
        self.centre_ = self._centre(table.matrix(), rows.weights)
        return self

    def grow(self, job: Job, stop: Job | None, watch: Watch) -> Trees:
        return boosted(job, stop, watch, self._given(job))

    @property
    def intercept(self) -> Floats:
        """(outputs,) what every row begins with: the sum where each column adds what it does on average."""
        alone = self.trees_.sums(np.full((1, self.columns_), np.nan))[0]
        missing = sum((part.sums[-1] for part in self._parts()), np.zeros_like(alone))
        return np.asarray(alone - missing + self.centre_.sum(axis=0))

    def curves(self) -> dict[str, Curve]:
        """What each column adds to a row's sum; over the rows learned from it adds 0 on average.

        The sum of all curves and `intercept` is the prediction of a number, the logarithm of the odds of the
        second of two classes, or of each class up to a constant.
        """
        found = {}
        for name, part, levels, centre in zip(
            self.names_, self._parts(), self.levels_, self.centre_, strict=True
        ):
            x = tuple(levels) if levels else part.points[:-1]
            found[name] = Curve(x, part.sums[:-1] - centre, part.sums[-1] - centre)
        return found

    def _parts(self) -> list[Part]:
        return parts_of(self.trees_, self.columns_, [len(levels) for levels in self.levels_])

    def _centre(self, x: Floats, weights: Floats | None) -> Floats:
        """(columns, outputs) what each column adds on average."""
        means = [
            np.average(part.sums[part.at(x[:, i])], axis=0, weights=weights)
            for i, part in enumerate(self._parts())
        ]
        return np.array(means).reshape(self.columns_, len(self.trees_.base))

    def _given(self, job: Job) -> dict[str, Any]:
        return {
            "interaction_constraints": [[column] for column in range(job.x.shape[1])],
            "num_leaves": self.num_leaves,
            "min_data_in_leaf": leaf_rows(self.min_data_in_leaf, job),
            "feature_fraction": self.feature_fraction,
            "bagging_fraction": self.bagging_fraction,
            "bagging_freq": int(self.bagging_fraction < 1),
            "lambda_l2": self.lambda_l2,
            "cat_smooth": self.cat_smooth,
        }
