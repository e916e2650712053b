"""Two losses at a time (suite D): the share of the best known hypervolume after 25, 50 and 100 trials."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import _hpo, _remote
from benchmarks._searching import AT, TRIALS
from benchmarks._surrogates import FAMILIES, Surrogate
from benchmarks.scenario import Job, Options, Record, Row, Scenario
from fitwright.fronts import hypervolume, unbeaten

SEARCHERS = ("auto", "evolution", "gaussian", "random", "random_x2", "tpe")
RIVALS = ("optuna_tpe", "optuna_tpe_joint", "optuna_nsga2", "optuna_gp", "smac")
PAIRS: Mapping[str, tuple[tuple[str, float], tuple[str, float]]] = {
    "lcbench": (("val_accuracy", -1.0), ("time", 1.0)),
    "rbv2_xgboost": (("acc", -1.0), ("timetrain", 1.0)),
    "rbv2_rpart": (("acc", -1.0), ("memory", 1.0)),
    "iaml_glmnet": (("mmce", 1.0), ("nf", 1.0)),
}
"""What a family minimises, with the sign that makes it a loss."""


class HPOFronts(Scenario):
    """A run is some searches of 100 trials; `--only` takes halves, families and searchers.

    Volumes are measured up to the medians of random configs, and told as shares of what all runs and the
    reference cover together.
    """

    aim = "auto significantly behind nobody"

    def jobs(self, options: Options) -> list[Job]:
        tasks = _hpo.posed(options, tuple(PAIRS))
        return _hpo.jobs(options, tasks, _hpo.wanted(options, SEARCHERS, RIVALS))

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record | Iterator[Record]:
        task = Surrogate(Path(given["folder"]), given["family"], given["instance"])
        return searches(task, given) if "searcher" in given else reference(task)

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        found = dict(_hpo.titled(records, table, "Hypervolume"))
        for family in PAIRS:
            of = [record for record in records if record["task"].startswith(family)]
            found |= _hpo.titled(of, table, f"Hypervolume of {family}")
        return found


def losses(task: Surrogate, configs: Sequence[Mapping[str, Any]]) -> _hpo.Array:
    """(configs, 2)"""
    outputs, measured = FAMILIES[task.family].outputs, task.measured(configs)
    columns = [sign * measured[:, outputs.index(name)] for name, sign in PAIRS[task.family]]
    return np.stack(columns, axis=1)


def reference(task: Surrogate) -> Record:
    """The front of many random configs, and the medians."""
    points = np.concatenate([losses(task, batch) for batch in _hpo.draws(task)])
    return {"front": points[unbeaten(points)].tolist(), "corner": np.median(points, axis=0).tolist()}


def searches(task: Surrogate, given: Mapping[str, Any]) -> Iterator[Record]:
    """One search a seed: the losses in order."""
    name, found = given["searcher"], dict[str, Record]()
    share = 2 if name.endswith("_x2") else 1
    for seed in given["seeds"]:
        rival = _remote.make(name.removesuffix("_x2"), task.space, seed, peers=given["peers"], losses=2)
        points: list[list[float]] = []
        with closing(rival):
            for _ in range(TRIALS * share):
                [told] = losses(task, [rival.ask()]).tolist()
                rival.tell(*told)
                points.append(told)
        found[str(seed)] = {"points": points, "share": share}
        yield {"runs": found}


def table(records: Sequence[Record]) -> list[Row]:
    """A line a searcher."""
    return _hpo.table(volumes(records), [f"after {at}" for at in AT], lower=False)


def volumes(records: Sequence[Record]) -> dict[str, _hpo.Array]:
    """Searcher to (tasks, budgets) shares of the best known volume, the mean over seeds."""
    runs, known = _hpo.runs(records), _hpo.references(records)
    pairs = [(task, seed) for task, seed in _hpo.common(runs) if task in known]
    found: dict[str, list[_hpo.Array]] = {}
    for task in dict.fromkeys(task for task, _ in pairs):
        corner = np.array(known[task]["corner"])
        points = [np.array(run["points"]) for (_, t, _), run in runs.items() if t == task]
        whole = max(_volume(np.concatenate([np.array(known[task]["front"]), *points]), corner), 1e-300)
        for name in {name for name, _, _ in runs}:
            seeds = [runs[name, t, seed] for t, seed in pairs if t == task]
            shares = [
                [_volume(np.array(r["points"][: at * r["share"]]), corner) / whole for at in AT]
                for r in seeds
            ]
            found.setdefault(name, []).append(np.mean(shares, axis=0))
    return {name: np.array(rows) for name, rows in found.items()}


def _volume(points: _hpo.Array, corner: _hpo.Array) -> float:
    return hypervolume(points[unbeaten(points)], corner)
