"""Searchers beside their peers on black boxes: how far from the best after 25, 50 and 100 trials."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._surrogates import FAMILIES, Surrogate, instances
from benchmarks.scenario import Job, Options, Record, Row, Scenario

SEARCHERS = ("auto", "bandit", "evolution", "gaussian", "local", "random", "sobol", "tpe")
RIVALS = ("optuna_tpe", "optuna_tpe_joint", "optuna_gp", "hyperopt_tpe")
TASKS: Mapping[str, int] = {"lcbench": 8, "rbv2_xgboost": 8, "rbv2_rpart": 4, "iaml_glmnet": 2}
"""Data sets a family, spread over its list."""
HALVES = ("chosen", "published")
"""Defaults are chosen on every other data set; the others are what is published."""
TRIALS, SEEDS, DRAWS, BATCH = 100, 10, 20_000, 2_000
AT = (25, 50, 100)


class HPO(Scenario):
    """A run is one search of 100 trials; `--only` takes halves, families and searchers.

    It needs onnxruntime, and the rivals' libraries, in the environment that it runs in.
    """

    aim = "tpe at most the regret of Optuna's TPE, gaussian at most .9 × that of its GP; ask ≤ 5 and ≤ 50 ms"

    def jobs(self, options: Options) -> list[Job]:
        folder, found = str(options.data / "hpo"), []
        seeds = range(options.seed, options.seed + (options.seeds or SEEDS))
        for half, family, instance in _tasks(options):
            task = {"folder": folder, "family": family, "instance": instance}
            label = {"half": half, "task": f"{family}/{instance}"}
            found.append(
                Job(f"A/{family}-{instance}/reference", task, 600, {**label, "searcher": "reference"})
            )
            for searcher in _asked(options, (*SEARCHERS, *RIVALS)):
                for seed in seeds:
                    key = f"A/{family}-{instance}/{searcher}/{TRIALS}/s{seed}"
                    given = {**task, "searcher": searcher, "seed": seed}
                    found.append(Job(key, given, 900, {**label, "searcher": searcher, "seed": seed}))
        return found

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        task = Surrogate(Path(given["folder"]), given["family"], given["instance"])
        if "searcher" not in given:
            return reference(task)
        return search(task, given["searcher"], given["seed"])

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        ok = [record for record in records if record["status"] == "ok"]
        return {f"Regret, {half} half": table([r for r in ok if r["half"] == half]) for half in HALVES}


def reference(task: Surrogate) -> Record:
    """The best and the median of many random configs."""
    rng, losses = np.random.default_rng(0), list[float]()
    for _ in range(DRAWS // BATCH):
        losses += task.many([task.space.sample(rng) for _ in range(BATCH)]).tolist()
    return {"best": min(losses), "median": median(losses)}


def search(task: Surrogate, searcher: str, seed: int) -> Record:
    """The losses in order, and the seconds of each ask."""
    from benchmarks import _rivals

    rival, losses, seconds = _rivals.make(searcher, task.space, seed), list[float](), list[float]()
    for _ in range(TRIALS):
        began = time.perf_counter()
        config = rival.ask()
        seconds.append(time.perf_counter() - began)
        losses.append(task(config))
        rival.tell(losses[-1])
    late = seconds[-10:]
    return {
        "losses": [round(loss, 7) for loss in losses],
        "ask_ms": round(1000 * sum(seconds) / len(seconds), 3),
        "late_ask_ms": round(1000 * median(late), 3),
        "longest_ask_ms": round(1000 * max(late), 3),
    }


def table(records: Sequence[Record]) -> list[Row]:
    """A line a searcher: mean regret (0 the best known, 1 the median random config), rank, seconds."""
    regrets = _regrets(records)
    names = sorted(regrets, key=lambda name: float(np.nanmean(regrets[name][:, -1])))
    if not names:
        return []
    last = np.array([regrets[name][:, -1] for name in names])  # (searchers, tasks)
    ranks = last.argsort(axis=0).argsort(axis=0).mean(axis=1) + 1
    rows: list[Row] = []
    for name, rank in zip(names, ranks, strict=True):
        runs = [record for record in records if record["searcher"] == name]
        low, high = bootstrap(regrets[name][:, -1])
        rows.append(
            {
                "searcher": name,
                **{f"after {at}": float(np.nanmean(regrets[name][:, i])) for i, at in enumerate(AT)},
                "95 %": f"{low:.3f} to {high:.3f}",
                "rank": float(rank),
                "tasks": regrets[name].shape[0],
                "runs": len(runs),
                "ask ms": median(run["ask_ms"] for run in runs),
                "late ask ms": median(run["late_ask_ms"] for run in runs),
            }
        )
    return rows


def bootstrap(values: NDArray[np.float64], draws: int = 2000) -> tuple[float, float]:
    """The middle 95 % of means over tasks that are drawn with replacement."""
    rng = np.random.default_rng(0)
    means = rng.choice(values, (draws, len(values))).mean(axis=1)
    low, high = np.nanquantile(means, [0.025, 0.975])
    return float(low), float(high)


def _regrets(records: Sequence[Record]) -> dict[str, NDArray[np.float64]]:
    """Searcher to (tasks, budgets), the mean over seeds; only tasks and seeds that all searchers have."""
    searches = [record for record in records if record["searcher"] != "reference"]
    references = {record["task"]: record for record in records if record["searcher"] == "reference"}
    names = {record["searcher"] for record in searches}
    by = {(r["searcher"], r["task"], r["seed"]): np.minimum.accumulate(r["losses"]) for r in searches}
    pairs = sorted({(task, seed) for _, task, seed in by if all((n, task, seed) in by for n in names)})
    tasks = [task for task in dict.fromkeys(task for task, _ in pairs) if task in references]
    found: dict[str, list[NDArray[np.float64]]] = {name: [] for name in names}
    for task in tasks:
        best = min(references[task]["best"], *(float(run[-1]) for (_, t, _), run in by.items() if t == task))
        span = max(references[task]["median"] - best, 1e-12)
        for name in names:
            runs = np.array([by[name, task, seed] for t, seed in pairs if t == task])
            found[name].append(((runs[:, [at - 1 for at in AT]] - best) / span).mean(axis=0))
    return {name: np.array(rows) for name, rows in found.items() if rows}


def _tasks(options: Options) -> list[tuple[str, str, str]]:
    """(half, family, instance) of what was asked for."""
    found = []
    for family in _asked(options, tuple(FAMILIES)):
        names = instances(options.data / "hpo", family)
        for place in range(TASKS[family]):
            half = HALVES[place % 2]
            if half in _asked(options, HALVES):
                found.append((half, family, names[place * len(names) // TASKS[family]]))
    return found


def _asked(options: Options, names: Sequence[str]) -> Sequence[str]:
    """Those of these names that the command line has; all where it has none of them."""
    return [name for name in names if name in options.only] or names
