"""CatBoost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from fitwright.core.task import Task
from fitwright.models._boosted import Boosted
from fitwright.models._catboost_json import NAMELESS, name_of, read
from fitwright.models._grown import Link
from fitwright.models._job import Job
from fitwright.models._trees import Trees, single
from fitwright.models._watch import Watch
from fitwright.models.model import Takes
from fitwright.space import Float, Int, Space

LOSSES: Mapping[str, str] = {"identity": "RMSE", "logistic": "Logloss", "softmax": "MultiClass"}


@dataclass
class CatBoost(Boosted):
    """Boosted trees that ask one question a level, with categories as the mean of the target before them.

    The best of the boosters without tuning, and slow.

    Parameters
    ----------
    learning_rate : what a tree's values are multiplied with.
    depth : levels of a tree.
    l2_leaf_reg : what is paid for large values.
    random_strength : how far the choice of splits is left to chance.
    rsm : share of the columns that a tree sees.
    bagging_temperature : how far the weights of rows are left to chance.
    one_hot_max_size : categories with at most so many levels are split by level.

    References
    ----------
    Prokhorenkova et al. (2018), CatBoost: unbiased boosting with categorical features.
    """

    learning_rate: float = 0.06
    depth: int = 6
    l2_leaf_reg: float = 3.0
    random_strength: float = 1.0
    rsm: float = 1.0
    bagging_temperature: float = 1.0
    one_hot_max_size: int = 10

    rounds: ClassVar[int] = 2000
    takes: ClassVar[Takes] = Takes(missing=True, categories="codes")
    needs: ClassVar[Mapping[str, str]] = {"catboost": "boost"}
    imports: ClassVar[tuple[str, ...]] = ("pandas",)
    promise: ClassVar[float] = 4.0
    reach: ClassVar[Mapping[Link, float]] = {"identity": 25.0, "logistic": 6.0, "softmax": 20.0}

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            learning_rate=Float(0.02, 0.2, log=True, default=0.06),
            depth=Int(4, 8, default=6),
            l2_leaf_reg=Float(0.5, 30.0, log=True, default=3.0),
            random_strength=Float(0.1, 10.0, log=True, default=1.0),
            one_hot_max_size=Int(2, 50, log=True, default=10),
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        large = {"depth": 8, "l2_leaf_reg": 5.0, "learning_rate": 0.05}
        small = {"depth": 4, "learning_rate": 0.08, "random_strength": 3.0}
        return ({}, large, small)

    def each(self, rows: int, columns: int) -> float:
        return 5e-4 + columns * (2e-6 * (1 << self.depth) + 1.3e-9 * rows * self.depth)

    def grow(self, job: Job, stop: Job | None, watch: Watch) -> Trees:
        import catboost

        watch.hurry(self.each(*job.x.shape) * job.outputs / job.threads)  # it keeps its rate to the end
        core = catboost.CatBoost(self._params(job, watch))
        told = _Told(watch, LOSSES[job.link])
        core.fit(pool(job), eval_set=None if stop is None else pool(stop), callbacks=[told])
        core.shrink(watch.at)
        return read_of(core, job)

    def _params(self, job: Job, watch: Watch) -> dict[str, Any]:
        return {
            "loss_function": LOSSES[job.link],
            "iterations": watch.rounds,
            "learning_rate": watch.rate,
            "depth": self.depth,
            "l2_leaf_reg": self.l2_leaf_reg,
            "random_strength": self.random_strength,
            "rsm": self.rsm,
            "bootstrap_type": "Bayesian",
            "bagging_temperature": self.bagging_temperature,
            "one_hot_max_size": self.one_hot_max_size,
            "max_ctr_complexity": 1,
            "use_best_model": False,
            "random_seed": job.seed,
            "thread_count": job.threads,
            "logging_level": "Silent",
            "allow_writing_files": False,
        }


class _Told:
    """Passes what CatBoost says after each round on to the watch."""

    def __init__(self, watch: Watch, loss: str):
        self.watch, self.loss = watch, loss

    def after_iteration(self, info: Any) -> bool:
        losses = info.metrics.get("validation")
        return self.watch.goes_on(None if losses is None else losses[self.loss][-1])


def pool(job: Job) -> Any:
    """The rows as CatBoost takes them: categories by names of one length (see `name_of`)."""
    import catboost

    values = single(job.x)
    if not job.categories:
        return catboost.Pool(values, job.y, weight=job.weights)
    import pandas as pd

    columns: dict[int, Any] = {}
    for i in range(values.shape[1]):
        if i not in job.categories:
            columns[i] = values[:, i]
            continue
        codes = codes_of(values[:, i])
        names = [NAMELESS, *(name_of(code) for code in range(int(codes.max(initial=-1)) + 1))]
        columns[i] = pd.Categorical.from_codes(codes + 1, names)
    return catboost.Pool(pd.DataFrame(columns), job.y, weight=job.weights, cat_features=list(job.categories))


def codes_of(column: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    """(rows,) codes, below 0 where missing."""
    codes: NDArray[np.int64] = np.where(np.isnan(column), -1, column).astype(np.int64)
    return codes


def read_of(core: Any, job: Job) -> Trees:
    """The trees of a fitted model of the library."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        core.save_model(str(path), format="json")
        text = path.read_text(encoding="utf-8")
    return read(text, {i: 1 + int(codes_of(job.x[:, i]).max(initial=-1)) for i in job.categories})
