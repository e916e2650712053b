"""Ranks of frameworks over data sets: ours beside records of peers."""

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean, median

from benchmarks._print import typical
from benchmarks.scenario import Record, Row

Job = tuple[str, int, float]
"""Data set, fold, time limit."""


def read(paths: Iterable[Path]) -> list[Record]:
    """Records of files with a JSON line a run."""
    return [
        json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()
    ]


def job_of(record: Record) -> Job:
    """What was to be done."""
    return record["dataset"], int(record["fold"]), float(record["time_limit"])


def error(record: Record) -> float:
    """Lower is better, whatever the metric; infinite for a run that failed."""
    score = record.get("score")
    if record["status"] != "ok" or score is None:
        return math.inf
    return 1.0 - score if record["metric"] == "auc" else float(score)


def ranks(errors: Sequence[float]) -> list[float]:
    """From 1, the best; equal ones share the mean of their places."""
    return [
        1.0 + sum(other < one for other in errors) + 0.5 * (sum(other == one for other in errors) - 1)
        for one in errors
    ]


def scores(records: Sequence[Record]) -> list[Row]:
    """A row a data set: the metric, and every framework's score on it."""
    names = list(dict.fromkeys(record["framework"] for record in records))
    rows: list[Row] = []
    for job in dict.fromkeys(map(job_of, records)):
        here = {record["framework"]: record for record in records if job_of(record) == job}
        told = {name: _score(here[name]) if name in here else "" for name in names}
        metric = next((one["metric"] for one in here.values() if one.get("metric")), "")
        rows.append({"set": job[0], "limit s": job[2], "metric": metric, **told})
    return rows


def standing(records: Sequence[Record]) -> list[Row]:
    """A row a framework, the best mean rank first, over the jobs that all of them were given."""
    table: dict[Job, dict[str, Record]] = {}
    for record in records:
        table.setdefault(job_of(record), {})[record["framework"]] = record
    names = sorted({record["framework"] for record in records})
    whole = [here for here in table.values() if len(here) == len(names)]
    errors = [[error(here[name]) for name in names] for here in whole]
    placed = [ranks(line) for line in errors]
    rows: list[Row] = []
    for place, name in enumerate(names):
        own = [line[place] for line in placed]
        gaps = [_gap(line[place], min(line)) for line in errors]
        beaten = [_wins(line, place) for line in errors]
        costs = _costs([here[name] for here in whole])
        rows.append({"framework": name, "sets": len(whole), **_summary(own, gaps, beaten), **costs})
    return sorted(rows, key=lambda row: row["mean rank"] or math.inf)


def _summary(own: Sequence[float], gaps: Sequence[float], beaten: Sequence[float]) -> Row:
    if not own:
        return {"mean rank": None}
    return {
        "mean rank": round(mean(own), 2),
        "firsts": sum(rank < 1.5 for rank in own),
        "win rate %": round(100 * mean(beaten), 1),
        "gap to best, mean %": round(100 * mean(gaps), 1),
        "median %": round(100 * median(gaps), 1),
    }


def _costs(records: Sequence[Record]) -> Row:
    """Failures, time over the limit, speed and size."""
    ok = [record for record in records if record["status"] == "ok"]
    shares = [one["train_seconds"] / one["time_limit"] for one in ok if one.get("train_seconds")]
    late = sum(one.get("train_seconds", 0.0) > 1.02 * one["time_limit"] + 1.0 for one in ok)
    fast = [one["n_test"] / one["predict_test_seconds"] for one in ok if one.get("predict_test_seconds")]
    single = [1000 * one["predict_1row_seconds"] for one in ok if one.get("predict_1row_seconds")]
    return {
        "failed": len(records) - len(ok),
        "wall / limit": typical(shares),
        "worst": max(shares, default=None),
        "over": late,
        "rows/s": typical(fast, 0),
        "one row ms": typical(single, 2),
        "file MB": typical([one.get("model_size_mb") for one in ok], 1),
        "peak MB": typical([one.get("peak_pss_mb") for one in ok], 0),
    }


def _gap(one: float, best: float) -> float:
    """Share of the error that the best one does not make; a failure is all gap."""
    return (one - best) / max(one, 1e-12) if math.isfinite(one) else 1.0


def _wins(line: Sequence[float], place: int) -> float:
    """Share of the others that are worse; equals count half."""
    others = [value for number, value in enumerate(line) if number != place]
    won = [1.0 if line[place] < value else 0.5 if line[place] == value else 0.0 for value in others]
    return mean(won) if won else 0.0


def _score(record: Record) -> str:
    return f"{record['score']:.5g}" if math.isfinite(error(record)) else record["status"]
