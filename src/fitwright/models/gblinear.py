"""A weighted sum of the columns, boosted by XGBoost."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np

from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._boosted import REFIT
from fitwright.models._grown import Link, linked
from fitwright.models._scored import Scored, columns_of
from fitwright.models._watch import Watch
from fitwright.models._xgboost import LOSSES, OBJECTIVES, loss_of
from fitwright.models.model import Cost, Takes
from fitwright.space import Float, Space
from fitwright.splits import inner, sample

ROUNDS = 200
"""At most so many."""
USUAL = 60
"""Rounds that are usually needed."""


class _Job(NamedTuple):
    """What XGBoost is given."""

    x: Any
    y: Floats
    weights: Floats | None
    link: Link
    outputs: int

    def at(self, index: Index) -> "_Job":
        weights = None if self.weights is None else self.weights[index]
        return self._replace(x=self.x[index], y=self.y[index], weights=weights)

    def matrix(self) -> Any:
        """As the library wants it; one thread, so that the sums are always made in one order."""
        import xgboost

        return xgboost.DMatrix(self.x, self.y, weight=self.weights, nthread=1)


@dataclass
class GBLinear(Scored):
    """Coefficients of a linear model, moved step by step towards what is left to explain.

    Column after column takes its step in each round; inner rows tell after which round to stop, so that
    stopping early keeps coefficients small beside what the penalties do.

    Parameters
    ----------
    learning_rate : share of each step that is taken.
    reg_lambda, reg_alpha : what is paid for squared and for absolute coefficients, for each row.

    References
    ----------
    Buehlmann and Yu (2003), Boosting with the L2 loss; Chen and Guestrin (2016), XGBoost.
    """

    learning_rate: float = 0.3
    reg_lambda: float = 1e-4
    reg_alpha: float = 1e-5

    takes: ClassVar[Takes] = Takes(categories="onehot", scaled=True, sparse=True)
    needs: ClassVar[Mapping[str, str]] = {"xgboost": "boost"}
    imports: ClassVar[tuple[str, ...]] = ("xgboost",)
    turn: ClassVar[Literal["first", "later", "asked"]] = "asked"

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            learning_rate=Float(0.05, 1.0, log=True, default=0.3),
            reg_lambda=Float(1e-6, 1.0, log=True, default=1e-4),
            reg_alpha=Float(1e-6, 0.1, log=True, default=1e-5),
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        return {}, {"reg_lambda": 1e-2}, {"reg_alpha": 1e-3}

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = max(1, shape[0]), max(1, shape[1])
        outputs = len(task.outputs) if len(task.outputs) > 2 else 1
        return Cost(
            0.01 + 0.26 * USUAL * _round_seconds(rows, columns, outputs), 30 * rows * (columns + outputs)
        )

    def learn(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> None:
        begin = time.monotonic()
        cost = self.cost(task, table.shape).seconds
        if means.seconds is not None:  # a fifth of the usual rounds will do
            kept = sample(rows, max(200, int(5 * means.seconds / cost * len(rows))), seed)
            table, rows = table.at(kept), rows.at(kept)
        job = self._posed(table, rows, task)
        learn, stop = inner(rows, task, seed)
        part, term = job.at(learn), 0.9 * (means.seconds or np.inf)
        if not len(stop) or len(np.unique(part.y)) < 2:
            watch = Watch(USUAL, begin + term, 1.0, means.clock)
            self.coef_, self.intercept_ = _grown(job, None, watch, self._params(job))
            return
        again = len(rows) < REFIT and cost < term
        watch = Watch(ROUNDS, begin + (term / 2 if again else term), 1.0, means.clock)
        found = _grown(part, job.at(stop), watch, self._params(job))
        if again:
            watch = Watch(watch.at, begin + term, 1.0, means.clock)
            found = _grown(job, None, watch, self._params(job))
        self.coef_, self.intercept_ = found  # (columns, logits), (logits,)

    def answers(self, table: Table) -> Floats:
        z = np.asarray(_matrix(table) @ self.coef_ + self.intercept_)  # (rows, logits)
        if not len(self.target_.present):
            return z
        return linked(z, "logistic" if z.shape[1] == 1 else "softmax")

    def _posed(self, table: Table, rows: Rows, task: Task) -> _Job:
        """Scaled numbers, or the classes that are there; one logit is enough for two."""
        known = self.target_.known
        link: Link = "identity" if not task.classifies else "logistic" if known == 2 else "softmax"
        y = self.target_.posed(rows)
        return _Job(_matrix(table), y, rows.weights, link, known if link == "softmax" else 1)

    def _params(self, job: _Job) -> dict[str, Any]:
        return {
            "booster": "gblinear",
            "updater": "coord_descent",
            "feature_selector": "cyclic",
            "objective": OBJECTIVES[job.link],
            "eval_metric": LOSSES[job.link],
            "base_score": 0.5 if job.link == "logistic" else 0.0,  # the intercepts alone say it
            "eta": self.learning_rate,
            "lambda": self.reg_lambda,
            "alpha": self.reg_alpha,
            "nthread": 1,
            "verbosity": 0,
        } | ({"num_class": job.outputs} if job.link == "softmax" else {})


def _grown(job: _Job, stop: _Job | None, watch: Watch, params: Mapping[str, Any]) -> tuple[Floats, Floats]:
    """(columns, logits) coefficients and (logits,) intercepts after the round that `watch` keeps."""
    import xgboost

    learn = job.matrix()
    booster = xgboost.Booster(dict(params), [learn])
    watched = [] if stop is None else [(stop.matrix(), "stop")]
    kept, going = "", True
    while going:
        booster.update(learn, watch.seen)
        going = watch.goes_on(loss_of(booster.eval_set(watched, watch.seen)) if watched else None)
        if watch.at == watch.seen and (watched or not going):
            kept = booster.save_raw("json").decode()
    found = json.loads(kept)["learner"]["gradient_booster"]["model"]["weights"]
    weights = np.array(found, np.float64).reshape(-1, job.outputs)
    return weights[:-1], weights[-1]


def _matrix(table: Table) -> Any:
    """(rows, columns) in the form in which the table has it; a column of 0 where there is none."""
    return table.sparse() if table.is_sparse else columns_of(table)


def _round_seconds(rows: int, columns: int, outputs: int) -> float:
    return outputs * (1e-4 + rows * (6e-9 * columns + 3e-8))
