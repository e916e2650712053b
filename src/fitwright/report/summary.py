"""From a run's history to plain rows that tables, pages and the command line show."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from fitwright import fronts
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Result, Trial

Row = dict[str, Any]
FEWEST = 3
"""A front is told of at least so many candidates, where there are so many: those with the most folds."""


def leaderboard(history: History, card: Mapping[str, Any] | None = None) -> list[Row]:
    """A row for the ensemble and for every candidate: those judged on all folds first, the best on top.

    Parameters
    ----------
    history : the run; its header says which metric was asked for and whether more is better.
    card : the delivered predictor's, where it is not in the history; with it the ensemble gets a row and
        members their weights.

    Returns
    -------
    Rows with `candidate` (number), `model`, `score` and `error` (its standard error) in the metric's own
    sign, `folds`, `seconds` (all steps), `ms_per_row` (predicting, one fold), `bytes` (one fold), `weight` in
    the ensemble, `front` (no other one beats it in all that was asked for; in score and `ms_per_row` where
    that was the score alone), `state` and `why` (it failed or was stopped; of the ensemble, how well its best
    member did on the same folds, where others were judged on more), `config`.
    """
    sign = -1.0 if history.header.get("higher_is_better") else 1.0
    card = card or history.card
    weights = dict(zip(card.get("trials", ()), card.get("weights", ()), strict=True))
    ahead = _front(history)
    rows = [_row(trial, sign, weights.get(trial.number, 0.0), trial.number in ahead) for trial in history]
    whole = max((row["folds"] for row in rows), default=0)
    rows.sort(key=lambda row: (_place(row, whole), _order(row, sign), row["candidate"]))
    return [_ensemble(card, rows, _aside(history, card, whole)), *rows] if weights else rows


def _place(row: Row, whole: int) -> int:
    """Judged on all folds, on some, on none or failed: a score on a few folds may be luck."""
    if row["score"] is None or row["state"] == "failed":
        return 2
    return 0 if row["folds"] == whole else 1


def _order(row: Row, sign: float) -> float:
    return math.inf if row["score"] is None else sign * row["score"]


def _front(history: History) -> set[int]:
    """Numbers of the candidates that no other beats, of those judged on enough folds to be compared."""
    goals = Goals.of(history.header)
    scored = [trial for trial in history.scored() if trial.state != "stopped"]
    folds = sorted((len(t.best_by_fold) for t in scored if t.origin != "baseline"), reverse=True)
    least = folds[min(len(folds), FEWEST) - 1] if folds else 1
    trials = [t for t in scored if len(t.best_by_fold) >= least and not goals.excess(t)]
    if len(goals.names) > 1:
        points = [goals.losses(trial) for trial in trials]
    else:
        points = [(trial.loss, _ms_of(trial)) for trial in trials]
    ahead = fronts.unbeaten(np.array(points, np.float64).reshape(len(trials), -1)) if trials else []
    return {trials[at].number for at in ahead}


def _ms_of(trial: Trial) -> float:
    found = _mean([_ms_per_row(result) for result in trial.best_by_fold.values()])
    return math.inf if found is None else found


def _row(trial: Trial, sign: float, weight: float, ahead: bool) -> Row:
    folds = list(trial.best_by_fold.values())
    return {
        "candidate": trial.number,
        "model": str(trial.config.get("model", "")),
        "score": sign * trial.loss if folds else None,
        "error": _error(folds),
        "folds": len(folds),
        "seconds": round(trial.seconds, 3),
        "ms_per_row": _mean([_ms_per_row(r) for r in folds]),
        "bytes": _mean([r.values.get("bytes", math.nan) for r in folds]),
        "weight": weight,
        "front": ahead,
        "state": "unfinished" if trial.state == "running" else trial.state,
        "why": f"{trial.fault}: {trial.why}" if trial.fault else trial.why,
        "config": dict(trial.config),
    }


def _aside(history: History, card: Mapping[str, Any], whole: int) -> str:
    """What its score is to be held against, where others were judged on more folds."""
    folds = card["folds"]
    members = [trial.best_by_fold for trial in history if trial.number in card["trials"]]
    losses = [sum(found[f].loss for f in folds) / len(folds) for found in members if found.keys() >= {*folds}]
    if len(folds) >= whole or not losses:
        return ""
    alone = -min(losses) if history.header.get("higher_is_better") else min(losses)
    return f"on these folds its best has {alone:.4g}"


def _ensemble(card: Mapping[str, Any], rows: list[Row], why: str) -> Row:
    """Its time per row and its size are those of all its pipelines."""
    members = [row for row in rows if row["weight"] > 0]
    alone = {row["candidate"] for row in members if card.get("single")} | set(card.get("refitted", ()))
    pipelines = [1 if row["candidate"] in alone else row["folds"] for row in members]
    return {
        "candidate": None,
        "model": "ensemble",
        "score": card["score"],
        "error": card["error"],
        "folds": len(card["folds"]),
        "seconds": round(sum(row["seconds"] for row in members), 3),
        "ms_per_row": sum(row["ms_per_row"] * count for row, count in zip(members, pipelines, strict=True)),
        "bytes": sum(row["bytes"] * count for row, count in zip(members, pipelines, strict=True)),
        "weight": 1.0,
        "front": False,
        "state": "done",
        "why": why,
        "config": {},
    }


def _error(folds: list[Result]) -> float | None:
    """Of a mean over folds: the folds' own errors, taken as independent."""
    errors = [r.values["error"] for r in folds if "error" in r.values]
    return math.sqrt(sum(e * e for e in errors)) / len(errors) if errors else None


def _ms_per_row(result: Result) -> float:
    """Steps and model; of an older run the model alone."""
    if "ms_per_row" in result.values:
        return result.values["ms_per_row"]
    rows = result.values.get("rows_judge", 0.0)
    return 1000.0 * result.values.get("seconds_predict", math.nan) / rows if rows else math.nan


def _mean(values: list[float]) -> float | None:
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else None
