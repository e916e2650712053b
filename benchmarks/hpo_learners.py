"""Searchers where a learner is chosen too (suite C): one space with a branch a learner, 100 trials."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks import _hpo
from benchmarks._learners import data_sets
from benchmarks._searching import searches, table
from benchmarks.scenario import Job, Options, Record, Row, Scenario

SEARCHERS = ("auto", "bandit", "evolution", "random", "random_x2", "tpe")
RIVALS = (
    "optuna_tpe", "optuna_tpe_joint", "optuna_gp", "hyperopt_tpe", "smac", "hebo", "flaml_cfo", "flaml_blend",
)  # fmt: skip
SETS = 12
"""Data sets: those that three learners have, and of those with two, spread over the list, the others."""


class HPOLearners(Scenario):
    """A run is some searches of 100 trials; `--only` takes halves and searchers."""

    aim = "auto lowest overall, and significantly behind nobody"

    def jobs(self, options: Options) -> list[Job]:
        searchers = _hpo.wanted(options, SEARCHERS, RIVALS)
        found = _hpo.jobs(options, posed(options), searchers)
        return [
            Job(job.id, job.given, job.patience, {**job.label, "learners": len(job.given["learners"])})
            for job in found
        ]

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record | Iterator[Record]:
        task = _hpo.task_of(given)
        return searches(task, given) if "searcher" in given else _hpo.reference(task)

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        found: dict[str, Sequence[Row]] = {}
        for count in (3, 2):
            of = [record for record in records if record["learners"] == count]
            found |= _hpo.titled(of, table, f"Regret, {count} learners")
        return {**_hpo.titled(records, table, "Regret, all"), **found}


def posed(options: Options) -> list[_hpo.Posed]:
    """Every other data set is published."""
    known = data_sets(options.data / "hpo")
    many = [pair for pair in known if len(pair[1]) > 2]
    few = [pair for pair in known if len(pair[1]) == 2]
    left = min(max(SETS - len(many), 0), len(few))
    spread = [few[place * len(few) // left] for place in range(left)]
    found = [
        _hpo.Posed(
            _hpo.HALVES[place % 2],
            f"{'+'.join(learners)}-{instance}",
            {"folder": str(options.data / "hpo"), "instance": instance, "learners": list(learners)},
        )
        for place, (instance, learners) in enumerate([*many, *spread])
    ]
    return [one for one in found if one.half in _hpo.asked(options, _hpo.HALVES)]
