"""Trainings that may be cut (suite B): regret of the best whole one after the work of 5, 10 and 20."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks import _hpo
from benchmarks._searching import STARTS, started
from benchmarks._training import by_seconds, by_training, measured
from benchmarks.scenario import Job, Options, Record, Row, Scenario

OURS, RULES = ("tpe", "gaussian", "auto", "random"), ("never", "median", "halving", "hyperband")
SEARCHERS = (*(f"{who}+{rule}" for who in OURS for rule in RULES), "random_x2")
RIVALS = (
    "optuna_tpe", "optuna_tpe+median", "optuna_tpe+hyperband", "optuna_tpe_joint+hyperband", "smac_fidelity",
    "optuna_gp", "hyperopt_tpe", "smac", "hebo", "flaml_cfo", "flaml_blend",
)  # fmt: skip
FAMILIES = ("lcbench", "hpobench", "hpolib", "nasbench201")


class HPOFidelity(Scenario):
    """A run is some searches; `--only` takes halves, families, searchers with their rules, and starts.

    A training of LCBench is cut into epochs; an entry of a table, which has no epochs, into its repeats.
    """

    aim = "LCBench, whole trainings: a regret of at most .10 where the best sketch had .111"

    def jobs(self, options: Options) -> list[Job]:
        tasks, searchers = _hpo.posed(options, FAMILIES), _hpo.wanted(options, SEARCHERS, RIVALS)
        return [
            job for start in _hpo.asked(options, STARTS) for job in started(options, tasks, searchers, start)
        ]

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record | Iterator[Record]:
        return measured(given)

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        found: dict[str, Sequence[Row]] = {}
        for start in STARTS:
            for cut, families in (("epochs", FAMILIES[:1]), ("repeats", FAMILIES[1:])):
                of = [r for r in records if r["searcher"] == "reference" or r["start"] == start]
                of = [r for r in of if r["task"].startswith(families)]
                found |= _hpo.titled(of, by_training, f"Regret by {cut}, start {start}")
                found |= _hpo.titled(of, by_seconds, f"Regret by seconds, cut in {cut}, start {start}")
        return found
