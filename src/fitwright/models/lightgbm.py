"""LightGBM."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from fitwright.core.task import Task
from fitwright.models._boosted import Boosted
from fitwright.models._job import Job
from fitwright.models._lightgbm import boosted, leaf_rows
from fitwright.models._trees import Trees
from fitwright.models._watch import Watch
from fitwright.models.model import Takes
from fitwright.space import Choice, Float, Int, Space


@dataclass
class LightGBM(Boosted):
    """Boosted trees that grow where the loss falls most, on binned columns; quick on many rows.

    Parameters
    ----------
    learning_rate : what a tree's values are multiplied with.
    num_leaves : leaves of a tree at most.
    min_data_in_leaf : rows of a leaf at least (less on very few rows).
    feature_fraction, bagging_fraction : shares of the columns and rows that a tree sees.
    lambda_l1, lambda_l2 : what is paid for large values.
    cat_smooth : how far rare categories are drawn to the mean.
    extra_trees : one threshold a column, drawn at random, is looked at: slower to learn, and smoother.

    References
    ----------
    Ke et al. (2017), LightGBM: a highly efficient gradient boosting decision tree.
    """

    learning_rate: float = 0.05
    num_leaves: int = 31
    min_data_in_leaf: int = 20
    feature_fraction: float = 0.8
    bagging_fraction: float = 0.8
    lambda_l1: float = 0.0
    lambda_l2: float = 1e-3
    cat_smooth: float = 10.0
    extra_trees: bool = False
    takes: ClassVar[Takes] = Takes(missing=True, categories="codes")
    imports: ClassVar[tuple[str, ...]] = ("lightgbm",)

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            learning_rate=Float(0.01, 0.2, log=True, default=0.05),
            num_leaves=Int(4, 255, log=True, default=31),
            min_data_in_leaf=Int(2, 100, log=True, default=20),
            feature_fraction=Float(0.4, 1.0, default=0.8),
            bagging_fraction=Float(0.5, 1.0, default=0.8),
            lambda_l2=Float(1e-3, 100.0, log=True, default=1e-3),
            cat_smooth=Float(1.0, 100.0, log=True, default=10.0),
            extra_trees=Choice((False, True)),
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        large = {"learning_rate": 0.03, "num_leaves": 127, "min_data_in_leaf": 5, "feature_fraction": 0.9}
        small = {"num_leaves": 10, "feature_fraction": 0.6, "lambda_l2": 1.0}
        return ({}, {"extra_trees": True}, small, large)

    def each(self, rows: int, columns: int) -> float:
        leaves = min(self.num_leaves, rows)
        return 3e-4 + columns * (9e-7 * leaves + 8e-10 * rows * math.log2(leaves + 1))

    def grow(self, job: Job, stop: Job | None, watch: Watch) -> Trees:
        return boosted(job, stop, watch, self._given(job))

    def _given(self, job: Job) -> dict[str, Any]:
        return {
            "num_leaves": self.num_leaves,
            "min_data_in_leaf": leaf_rows(self.min_data_in_leaf, job),
            "feature_fraction": self.feature_fraction,
            "bagging_fraction": self.bagging_fraction,
            "bagging_freq": int(self.bagging_fraction < 1),
            "lambda_l1": self.lambda_l1,
            "lambda_l2": self.lambda_l2,
            "cat_smooth": self.cat_smooth,
            "extra_trees": self.extra_trees,
        }
