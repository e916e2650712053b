"""Searchers beside their peers on black boxes (suite A): regret after 25, 50 and 100 trials."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks import _hpo
from benchmarks._searching import STARTS, searches, started, table
from benchmarks.scenario import Job, Options, Record, Row, Scenario

SEARCHERS = (
    "auto", "auto_lag4", "cmaes", "evolution", "gaussian", "local", "random", "random_x2", "sobol", "tpe",
    "tpe_lag4",
)  # fmt: skip
RIVALS = (
    "optuna_tpe", "optuna_tpe_joint", "optuna_gp", "hyperopt_tpe", "smac", "hebo", "flaml_cfo", "flaml_blend",
)  # fmt: skip
FAMILIES = ("lcbench", "rbv2_xgboost", "rbv2_rpart", "iaml_glmnet", "hpobench", "hpolib", "nasbench201")


class HPOBlackBox(Scenario):
    """A run is some searches of 100 trials; `--only` takes halves, families, searchers and starts.

    It needs onnxruntime, and what of the rivals' libraries is asked for; `--peers` names the folder of those
    that have an environment of their own.
    """

    aim = "tpe at most the regret of Optuna's TPE, gaussian at most .9 × that of its GP; ask ≤ 5 and ≤ 50 ms"

    def jobs(self, options: Options) -> list[Job]:
        tasks = _hpo.posed(options, FAMILIES)
        searchers = _hpo.wanted(options, SEARCHERS, RIVALS)
        return [
            job for start in _hpo.asked(options, STARTS) for job in started(options, tasks, searchers, start)
        ]

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record | Iterator[Record]:
        task = _hpo.task_of(given)
        if "searcher" not in given:
            return _hpo.reference(task)
        return searches(task, given)

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        found: dict[str, Sequence[Row]] = {}
        for start in STARTS:
            of = [r for r in records if r["searcher"] == "reference" or r["start"] == start]
            found |= _hpo.titled(of, table, f"Regret, start {start}")
        return found
