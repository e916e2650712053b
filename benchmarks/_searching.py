"""Searches in trials: from which start, how they went, and the table of their regret."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from statistics import median
from typing import Any

import numpy as np

from benchmarks import _hpo, _portfolio, _remote
from benchmarks.scenario import Job, Options, Record, Row
from fitwright.core.history import LAG
from fitwright.core.trial import Config

STARTS = ("empty", "portfolio")
"""From an empty history, or from ten configs that did well on other data sets, the same ones for all."""
BEHIND = f"_lag{LAG}"
"""Of a searcher that is told of all trials but the last ones, as where several run at a time."""
TRIALS, AT = 100, (25, 50, 100)


def started(
    options: Options, tasks: Sequence[_hpo.Posed], searchers: Sequence[str], start: str
) -> Iterator[Job]:
    """The jobs of one start; what was learned elsewhere is learned in the process that measures."""
    for one in tasks:
        more = {} if start == "empty" else {"siblings": _hpo.siblings(options, one)}
        for job in _hpo.jobs(options, [one], searchers, **more):
            if job.label["searcher"] == "reference":
                if start == STARTS[0] or STARTS[0] not in _hpo.asked(options, STARTS):
                    yield Job(job.id, dict(one.given), job.patience, job.label)
            else:
                key = job.id if start == "empty" else f"{job.id}/{start}"
                yield Job(key, job.given, job.patience, {**job.label, "start": start})


def searches(task: _hpo.Task, given: Mapping[str, Any], trials: int = TRIALS) -> Iterator[Record]:
    """One search a seed; what is there stands in the record if the next one fails."""
    first = _portfolio.learned(given["siblings"]) if given.get("siblings") else []
    found: dict[str, Record] = {}
    for seed in given["seeds"]:
        found[str(seed)] = search(task, (given["searcher"], seed, given["peers"]), first, trials)
        yield {"runs": found}


def search(task: _hpo.Task, who: tuple[str, int, str], first: Sequence[Config], trials: int) -> Record:
    """The losses in order, and the seconds of each ask; `who` is searcher, seed, and where peers live."""
    name, seed, peers = who
    share, lag = (2 if name.endswith("_x2") else 1), (LAG if name.endswith(BEHIND) else 1)
    losses, seconds = list[float](), list[float]()
    plain = name.removesuffix("_x2").removesuffix(BEHIND)
    with closing(_remote.make(plain, task.space, seed, first, peers)) as rival:
        for number in range(trials * share):
            if number >= lag:
                rival.tell(losses[number - lag], number=number - lag)
            began = time.perf_counter()
            config = rival.ask()
            seconds.append(time.perf_counter() - began)
            losses.append(task(config))
    return {
        "losses": np.reshape(losses, (trials, share)).min(axis=1).round(7).tolist(),
        "ask_ms": round(1000 * sum(seconds) / len(seconds), 3),
        "late_ask_ms": round(1000 * median(seconds[-10:]), 3),
        "longest_ask_ms": round(1000 * max(seconds[-10:]), 3),
    }


def table(records: Sequence[Record]) -> list[Row]:
    """A line a searcher: regret at each budget, and what an ask takes."""
    rows = _hpo.table(_hpo.regrets(records, _reached), [f"after {at}" for at in AT])
    found = _hpo.runs(records)
    return [
        {**row, **_asks([run for key, run in found.items() if key[0] == row["searcher"]])} for row in rows
    ]


def _reached(run: Record, reference: Record) -> list[float]:
    best = np.minimum.accumulate(run["losses"])
    return [float(best[at - 1]) for at in AT]


def _asks(found: Sequence[Record]) -> Row:
    return {
        "runs": len(found),
        "ask ms": median(run["ask_ms"] for run in found),
        "late ask ms": median(run["late_ask_ms"] for run in found),
    }
