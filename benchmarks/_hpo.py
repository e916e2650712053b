"""What the suites of searchers share: their tasks, blocks of seeds, what counts as regret, and its tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks import _grids
from benchmarks._grids import Grid
from benchmarks._learners import Learners
from benchmarks._rivals import there
from benchmarks._surrogates import Surrogate, instances
from benchmarks.scenario import Job, Options, Record, Row
from fitwright.space import Space

Array = NDArray[np.float64]
HALVES = ("chosen", "published")
"""Defaults are chosen on every other data set; the others are what is published."""
COUNTS: Mapping[str, int] = {"lcbench": 8, "rbv2_xgboost": 8, "rbv2_rpart": 4, "iaml_glmnet": 2}
"""Data sets a family of surrogates, spread over its list; of tables there are all."""
SEEDS, BLOCK, DRAWS, BATCH = 10, 5, 10_000, 2_000
MEASURES = ("optuna_tpe", "random_x2")
"""Who all others are paired with."""


class Task(Protocol):
    """What is minimised."""

    @property
    def space(self) -> Space:
        """Where to search."""

    def __call__(self, config: Mapping[str, Any]) -> float:
        """The loss of one config."""

    def many(self, configs: Sequence[Mapping[str, Any]]) -> Array:
        """(configs,) losses."""


@dataclass(frozen=True)
class Posed:
    """A task by name: its half, and plain values for the process that measures."""

    half: str
    name: str
    given: Mapping[str, Any]


def task_of(given: Mapping[str, Any]) -> Task:
    """The task that plain values describe."""
    if "learners" in given:
        return Learners(Path(given["folder"]), given["instance"], tuple(given["learners"]))
    if given["family"] in _grids.GRIDS:
        return Grid(given["family"], given["instance"])
    return Surrogate(Path(given["folder"]), given["family"], given["instance"])


def posed(options: Options, families: Sequence[str]) -> list[Posed]:
    """The tasks of these families that were asked for, of both halves unless one was."""
    found = []
    for family in asked(options, families):
        listed = _listed(options, family)
        count = COUNTS.get(family, len(listed))
        for place in range(count if listed else 0):
            instance = listed[place * len(listed) // count]
            given = {"folder": str(options.data / "hpo"), "family": family, "instance": instance}
            found.append(Posed(HALVES[place % 2], f"{family}-{instance}", given))
    return [one for one in found if one.half in asked(options, HALVES)]


def siblings(options: Options, one: Posed, most: int = 30) -> list[Mapping[str, Any]]:
    """Tasks of the same family that may be learned from: neither this one nor one that is published."""
    family, own = one.given["family"], Options(data=options.data, only=("published",))
    kept = {other.given["instance"] for other in posed(own, (family,))} | {one.given["instance"]}
    names = [name for name in _listed(options, family) if name not in kept]
    return [{**one.given, "instance": name} for name in names[:: -(-len(names) // most) or 1]]


def jobs(options: Options, tasks: Sequence[Posed], searchers: Sequence[str], **more: Any) -> list[Job]:
    """For each task a job for its reference, and for each searcher one a block of seeds."""
    found = []
    for one in tasks:
        label = {"half": one.half, "task": one.name}
        given = {**one.given, **more}
        found.append(Job(f"{one.name}/reference", given, 600, {**label, "searcher": "reference"}))
        for searcher in searchers:
            for seeds in blocks(options):
                key = f"{one.name}/{searcher}/s{seeds[0]}-{seeds[-1]}"
                told = {**given, "searcher": searcher, "seeds": seeds, "peers": str(options.peers or "")}
                found.append(Job(key, told, 900.0 * len(seeds), {**label, "searcher": searcher}))
    return found


def blocks(options: Options) -> list[list[int]]:
    """Seeds, a few to a process: starting one takes longer than many a search."""
    seeds = list(range(options.seed, options.seed + (options.seeds or SEEDS)))
    return [seeds[at : at + BLOCK] for at in range(0, len(seeds), BLOCK)]


def wanted(options: Options, ours: Sequence[str], rivals: Sequence[str]) -> Sequence[str]:
    """Searchers that were asked for; of rivals that live elsewhere only those that have their environment."""
    return asked(options, (*ours, *there(rivals, options.peers)))


def asked(options: Options, names: Sequence[str]) -> Sequence[str]:
    """Those of these names that the command line has; all where it has none of them."""
    return [name for name in names if name in options.only] or names


def draws(task: Task, count: int = DRAWS) -> Iterator[list[dict[str, Any]]]:
    """Batches of random configs, always the same."""
    rng = np.random.default_rng(0)
    for _ in range(-(-count // BATCH)):
        yield [task.space.sample(rng) for _ in range(min(BATCH, count))]


def reference(task: Task, count: int = DRAWS) -> Record:
    """The best and the median loss: of the whole table, or of so many random configs."""
    if isinstance(task, Grid):
        losses = [task(config) for config in task.every()]
    else:
        losses = [loss for batch in draws(task, count) for loss in task.many(batch).tolist()]
    return {"best": min(losses), "median": median(losses)}


def runs(records: Sequence[Record]) -> dict[tuple[str, str, int], Record]:
    """(searcher, task, seed) to what was measured of that search."""
    return {
        (record["searcher"], record["task"], int(seed)): run
        for record in records
        if record["status"] == "ok" and record["searcher"] != "reference"
        for seed, run in record["runs"].items()
    }


def common(found: Mapping[tuple[str, str, int], Any]) -> list[tuple[str, int]]:
    """(task, seed) that all searchers have."""
    names = {name for name, _, _ in found}
    pairs = dict.fromkeys((task, seed) for _, task, seed in found)
    return [pair for pair in pairs if all((name, *pair) in found for name in names)]


def references(records: Sequence[Record]) -> dict[str, Record]:
    """Task to its reference."""
    return {r["task"]: r for r in records if r["searcher"] == "reference" and r["status"] == "ok"}


def regrets(
    records: Sequence[Record], values: Callable[[Record, Record], Sequence[float]]
) -> dict[str, Array]:
    """Searcher to (tasks, budgets): 0 is the best known, 1 the median random config, the mean over seeds.

    `values` gives the best loss at each budget, of a run and its task's reference.  Only tasks and seeds that
    all searchers have are compared.
    """
    found, known = runs(records), references(records)
    pairs = [(task, seed) for task, seed in common(found) if task in known]
    losses = {
        key: np.asarray(values(run, known[key[1]]), np.float64)
        for key, run in found.items()
        if (key[1], key[2]) in pairs
    }
    names, table = {name for name, _, _ in losses}, dict[str, list[Array]]()
    for task in dict.fromkeys(task for task, _ in pairs):
        best = min(known[task]["best"], *(float(run.min()) for (_, t, _), run in losses.items() if t == task))
        span = max(known[task]["median"] - best, 1e-12)
        for name in names:
            seeds = np.array([losses[name, t, seed] for t, seed in pairs if t == task])
            table.setdefault(name, []).append(((seeds - best) / span).mean(axis=0))
    return {name: np.array(rows) for name, rows in table.items()}


def table(found: Mapping[str, Array], heads: Sequence[str], lower: bool = True) -> list[Row]:
    """A line a searcher, the best first: means, the middle 95 % over tasks, rank, and beside two others.

    `found` is searcher to (tasks, budgets); of `lower` values the lowest are best.
    """
    if not found:
        return []
    sign = 1.0 if lower else -1.0
    names = sorted(found, key=lambda name: sign * float(found[name][:, -1].mean()))
    last = sign * np.array([found[name][:, -1] for name in names])  # (searchers, tasks)
    rows: list[Row] = []
    for place, name in enumerate(names):
        low, high = bootstrap(found[name][:, -1])
        means = found[name].mean(axis=0)
        rows.append(
            {
                "searcher": name,
                **{head: float(mean) for head, mean in zip(heads, means, strict=True)},
                "95 %": f"{low:.3f} to {high:.3f}",
                "rank": float(_ranks(last)[place].mean()),
                **{
                    f"beside {other}": _beside(last, (place, names.index(other)), sign)
                    for other in MEASURES
                    if other in found
                },
                "tasks": len(found[name]),
            }
        )
    return rows


def bootstrap(values: Array, count: int = 2000) -> tuple[float, float]:
    """The middle 95 % of means over tasks that are drawn with replacement."""
    rng = np.random.default_rng(0)
    means = rng.choice(values, (count, len(values))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def titled(
    records: Sequence[Record], make: Callable[[Sequence[Record]], Sequence[Row]], title: str
) -> dict[str, Sequence[Row]]:
    """A table for each half that has records."""
    found = {half: [record for record in records if record["half"] == half] for half in HALVES}
    return {f"{title}, {half} half": make(of) for half, of in found.items() if of}


def _ranks(last: Array) -> Array:
    """(searchers, tasks) from 1 on; equal ones share the middle."""
    below = (last[None] < last[:, None]).sum(axis=1)
    equal = (last[None] == last[:, None]).sum(axis=1)
    found: Array = below + (equal + 1) / 2
    return found


def _beside(last: Array, pair: tuple[int, int], sign: float) -> str:
    """The first of a pair beside the second: the mean difference, its middle 95 %, and tasks won."""
    if pair[0] == pair[1]:
        return ""
    gaps = last[pair[0]] - last[pair[1]]  # (tasks,) below 0 is better
    low, high = bootstrap(sign * gaps)
    won = float((gaps < 0).sum() + (gaps == 0).sum() / 2)
    return f"{sign * gaps.mean():+.3f} ({low:+.3f} to {high:+.3f}), {won:g} of {len(gaps)}"


def _listed(options: Options, family: str) -> list[str]:
    return _grids.names(family) if family in _grids.GRIDS else instances(options.data / "hpo", family)
