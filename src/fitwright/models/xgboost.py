"""XGBoost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from fitwright.core.task import Task
from fitwright.models._boosted import Boosted
from fitwright.models._job import Job
from fitwright.models._trees import Trees, single
from fitwright.models._watch import PROBE, Watch
from fitwright.models._xgboost import LOSSES, OBJECTIVES, loss_of
from fitwright.models._xgboost_json import read
from fitwright.models.model import Takes
from fitwright.space import Float, Int, Space


@dataclass
class XGBoost(Boosted):
    """Boosted trees that grow level by level, on binned columns, with second derivatives of the loss.

    Parameters
    ----------
    learning_rate : what a tree's values are multiplied with.
    max_depth : levels of a tree at most.
    min_child_weight : weight (second derivative) of a leaf at least.
    subsample, colsample_bytree : shares of the rows and columns that a tree sees.
    reg_lambda, reg_alpha : what is paid for large values.
    gamma : loss that a split has to save at least.

    References
    ----------
    Chen and Guestrin (2016), XGBoost: a scalable tree boosting system.
    """

    learning_rate: float = 0.05
    max_depth: int = 6
    min_child_weight: float = 1.0
    subsample: float = 0.8
    colsample_bytree: float = 0.8
    reg_lambda: float = 1.0
    reg_alpha: float = 1e-3
    gamma: float = 0.0
    takes: ClassVar[Takes] = Takes(missing=True, categories="codes")
    needs: ClassVar[Mapping[str, str]] = {"xgboost": "boost"}
    imports: ClassVar[tuple[str, ...]] = ("xgboost",)

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            learning_rate=Float(0.01, 0.2, log=True, default=0.05),
            max_depth=Int(3, 10, default=6),
            min_child_weight=Float(0.1, 20.0, log=True, default=1.0),
            subsample=Float(0.5, 1.0, default=0.8),
            colsample_bytree=Float(0.4, 1.0, default=0.8),
            reg_lambda=Float(1e-2, 100.0, log=True, default=1.0),
            reg_alpha=Float(1e-3, 10.0, log=True, default=1e-3),
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        small = {"max_depth": 4, "colsample_bytree": 0.6, "reg_lambda": 5.0}
        large = {"max_depth": 9, "min_child_weight": 4.0, "colsample_bytree": 0.6, "learning_rate": 0.03}
        return ({}, small, large)

    def each(self, rows: int, columns: int) -> float:
        return 3e-4 + columns * (1.3e-6 * min(1 << self.max_depth, rows) + 5e-10 * rows * self.max_depth)

    def grow(self, job: Job, stop: Job | None, watch: Watch) -> Trees:
        import xgboost

        types = ["c" if i in job.categories else "q" for i in range(job.x.shape[1])]
        given: dict[str, Any] = {"feature_types": types, "enable_categorical": True, "nthread": job.threads}
        learn = xgboost.QuantileDMatrix(single(job.x), job.y, weight=job.weights, max_bin=256, **given)
        booster = xgboost.Booster(self._params(job) | {"learning_rate": watch.rate}, [learn])
        watched = []
        if stop is not None:
            watched = [(xgboost.DMatrix(single(stop.x), stop.y, weight=stop.weights, **given), "stop")]
        going = True
        while going:
            booster.update(learn, watch.seen)
            going = watch.goes_on(loss_of(booster.eval_set(watched, watch.seen)) if watched else None)
            if watch.seen == PROBE:
                booster.set_param({"learning_rate": watch.hurry()})
        return read(booster[: watch.at].save_raw("json").decode(), job.link, job.outputs)

    def _params(self, job: Job) -> dict[str, Any]:
        return {
            "objective": OBJECTIVES[job.link],
            "eval_metric": LOSSES[job.link],
            "tree_method": "hist",
            "max_depth": self.max_depth,
            "min_child_weight": self.min_child_weight,
            "subsample": self.subsample,
            "colsample_bytree": self.colsample_bytree,
            "lambda": self.reg_lambda,
            "alpha": self.reg_alpha,
            "gamma": self.gamma,
            "seed": job.seed,
            "nthread": job.threads,
            "verbosity": 0,
        } | ({"num_class": job.outputs} if job.link == "softmax" else {})
