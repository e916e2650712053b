"""scikit-learn's gradient boosting on histograms."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from fitwright.core.task import Task
from fitwright.models._boosted import Boosted
from fitwright.models._hist_nodes import BINS, Codes, codes_of, read
from fitwright.models._job import Job
from fitwright.models._trees import Trees
from fitwright.models._watch import PROBE, Watch
from fitwright.models.model import Takes
from fitwright.space import Float, Int, Space


@dataclass
class HistGradientBoosting(Boosted):
    """Boosted trees that grow where the loss falls most, on binned columns; needs scikit-learn alone.

    Parameters
    ----------
    learning_rate : what a tree's values are multiplied with.
    max_leaf_nodes : leaves of a tree at most.
    min_samples_leaf : rows of a leaf at least (less on very few rows).
    max_features : share of the columns that a split looks at.
    l2_regularization : what is paid for large values.

    References
    ----------
    Ke et al. (2017), LightGBM: a highly efficient gradient boosting decision tree, whose way it follows.
    """

    learning_rate: float = 0.06
    max_leaf_nodes: int = 31
    min_samples_leaf: int = 20
    max_features: float = 0.7
    l2_regularization: float = 1e-3
    rounds: ClassVar[int] = 2000
    takes: ClassVar[Takes] = Takes(missing=True, categories="codes")
    imports: ClassVar[tuple[str, ...]] = ("sklearn.ensemble",)
    turn: ClassVar[Literal["first", "later", "asked"]] = "later"

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            learning_rate=Float(0.02, 0.2, log=True, default=0.06),
            max_leaf_nodes=Int(4, 127, log=True, default=31),
            min_samples_leaf=Int(2, 100, log=True, default=20),
            max_features=Float(0.3, 1.0, default=0.7),
            l2_regularization=Float(1e-3, 100.0, log=True, default=1e-3),
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        small = {"max_leaf_nodes": 8, "max_features": 0.5, "l2_regularization": 1.0}
        return {}, small

    def each(self, rows: int, columns: int) -> float:
        leaves = min(self.max_leaf_nodes, rows)
        return 2e-3 + leaves * (3e-5 + 1.5e-6 * columns) + 1.5e-9 * rows * columns * math.log2(leaves + 1)

    def grow(self, job: Job, stop: Job | None, watch: Watch) -> Trees:
        from threadpoolctl import threadpool_limits

        codes = codes_of(job)
        x = codes.ordered(job.x)
        core = self._core(job, len(codes.levels))
        going = True
        with threadpool_limits(job.threads):
            while going:
                core.set_params(max_iter=watch.seen + _more(watch), learning_rate=watch.rate)
                core.fit(x, job.y, job.weights)
                for loss in _losses(core, codes, stop, watch.seen):
                    going = watch.goes_on(loss)
                if watch.seen == PROBE:
                    watch.hurry()
        return read(core, codes, watch.at, job.outputs)

    def _core(self, job: Job, categories: int) -> Any:
        from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

        kind = HistGradientBoostingRegressor if job.link == "identity" else HistGradientBoostingClassifier
        return kind(
            max_leaf_nodes=self.max_leaf_nodes,
            min_samples_leaf=max(1, min(self.min_samples_leaf, len(job.y) // 20)),
            max_features=self.max_features,
            l2_regularization=self.l2_regularization,
            max_bins=BINS,
            categorical_features=list(range(categories)) if categories else None,
            early_stopping=False,
            warm_start=True,
            random_state=job.seed,
        )


def _more(watch: Watch) -> int:
    """Rounds until the next look at the clock: each look costs a walk of all rows through all trees."""
    more = max(10, watch.seen // 4) if watch.seen else PROBE
    return min(more, watch.rounds - watch.seen)


def _losses(core: Any, codes: Codes, stop: Job | None, seen: int) -> Iterator[float | None]:
    """After each round that has not been seen."""
    if stop is None:
        yield from [None] * (core.n_iter_ - seen)
        return
    x, y = codes.ordered(stop.x), stop.y
    staged = core.staged_predict(x) if stop.link == "identity" else core.staged_predict_proba(x)
    for p in itertools.islice(staged, seen, None):
        if stop.link == "identity":
            each = (p - y) ** 2
        else:
            each = -np.log(np.maximum(p[np.arange(len(y)), y.astype(np.intp)], 1e-15))
        yield float(np.average(each, weights=stop.weights))
