"""The public core sets, one fold held out: score, time, speed, size, memory; beside records of peers."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import _ranks
from benchmarks._print import by, typical
from benchmarks._tables import Public, core_sets, fold_of, read
from benchmarks._witness import BOOSTERS, Witness, families_of, installed
from benchmarks.scenario import Job, Options, Record, Row, Scenario

if TYPE_CHECKING:
    import polars as pl

FOLDS, LIMIT, SINGLES = 5, 60.0, 20
ASKED: Mapping[str, tuple[str, str]] = {  # task: our metric, its name in the records of peers
    "binary": ("roc_auc", "auc"),
    "multiclass": ("log_loss", "logloss"),
    "regression": ("rmse", "rmse"),
}


class CoreSuite(Scenario):
    """One fit a set; records have the keys of the peers' records, so that both can be ranked together."""

    aim = "no failure, and a mean rank among the first three with [boost]"

    def jobs(self, options: Options) -> list[Job]:
        found = []
        fixed = {"cores": options.cores, "seed": options.seed, "fold": options.fold}
        for entry in core_sets(options):
            for limit in options.limits or (LIMIT,):
                for word in installed(options.models):
                    key = (
                        f"{entry['name']}/f{options.fold}/{limit:g}s/{options.cores}c/{word}/s{options.seed}"
                    )
                    label = {
                        "framework": f"fitwright_{word}",
                        "dataset": entry["name"],
                        "task": entry["task"],
                    }
                    label |= {
                        "nfolds": FOLDS,
                        "time_limit": limit,
                        "metric": ASKED[entry["task"]][1],
                        **fixed,
                    }
                    given = {**fixed, "entry": entry, "limit": limit, "models": word}
                    found.append(Job(key, given, 2 * limit + 120, label))
        return found

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        began = time.perf_counter()
        from fitwright import AutoClassifier, AutoRegressor, load

        imported = time.perf_counter() - began
        task, table, witness = given["entry"]["task"], read(given["entry"]), Witness()
        fold = fold_of(table.y, task, FOLDS, given["seed"])
        learn, judge = np.flatnonzero(fold != given["fold"]), np.flatnonzero(fold == given["fold"])
        kind = AutoRegressor if task == "regression" else AutoClassifier
        model = kind(
            time_limit=given["limit"],
            metric=ASKED[task][0],
            models=families_of(given["models"]),
            n_jobs=given["cores"],
            random_state=given["seed"],
            verbose=0,
            callbacks=[witness],
        )
        X, y = table.X[learn], table.y[learn]
        witness.restart()
        began = time.perf_counter()
        model.fit(X, y)
        told: Record = {"train_seconds": round(time.perf_counter() - began, 3)}
        told |= {"import_seconds": round(imported, 3), "n_train": len(learn), "n_test": len(judge)}
        told |= _search(model, witness, given["limit"])
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            path = Path(folder) / "model.fw"
            model.save(path)
            told["model_size_mb"] = round(path.stat().st_size / 1e6, 3)
            told |= _served(model, load(path), table, judge)
        return told

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        found: dict[str, Sequence[Row]] = {"Runs": [_run(record) for record in records]}
        found["Ours"] = [_medians(name, ok, bad) for name, ok, bad in by(records, "framework")]
        asked = {_ranks.job_of(record) for record in records}
        peers = [peer for peer in _ranks.read(options.compare) if _ranks.job_of(peer) in asked]
        found["Scores"] = _ranks.scores([*records, *peers])
        for name in dict.fromkeys(record["framework"] for record in records) if peers else ():
            own = [record for record in records if record["framework"] == name]
            found[f"{name} among peers"] = _ranks.standing([*own, *peers])
        return found


def _search(model: Any, witness: Witness, limit: float) -> Record:
    """What was tried, and when the first models were there."""
    trials = [trial for trial in model.history_ if trial.config["model"] != "baseline"]
    failed = [trial for trial in trials if trial.state == "failed"]
    return {
        "first_model_seconds": witness.first(),
        "first_booster_seconds": witness.first(BOOSTERS),
        "n_models": len(trials),
        "n_done": sum(trial.state == "done" for trial in trials),
        "n_failed": len(failed),
        "why_failed": sorted(
            {f"{trial.config['model']}: {trial.fault}: {trial.why}"[:300] for trial in failed}
        ),
        "steps": len(witness.steps),
        "families": witness.families(),
        "families_in_a_third": witness.families(limit / 3),
        "members": [config["model"] for config in model.predictor_.card["members"]],
        "own_estimate": model.predictor_.card["score"],
    }


def _served(model: Any, loaded: Any, table: Public, judge: NDArray[np.int64]) -> Record:
    """Score and speed on the judged rows, in memory and from the file."""
    X, y = table.X[judge], table.y[judge]
    answer, from_file = _answers(model, table), _answers(loaded, table)
    began = time.perf_counter()
    p = answer(X)
    first = time.perf_counter() - began
    began = time.perf_counter()
    same = np.array_equal(p, from_file(X))
    again = time.perf_counter() - began
    return {
        "score": judged(y, p, table.classes),
        "predict_test_seconds": round(first, 4),
        "predict_1row_seconds": _single(answer, X),
        "file_test_seconds": round(again, 4),
        "file_1row_seconds": _single(from_file, X),
        "file_predicts_the_same": bool(same),
    }


def _answers(model: Any, table: Public) -> Callable[["pl.DataFrame"], NDArray[np.float64]]:
    """(rows,) of numbers, or (rows, classes) with a column for every class of the whole table."""

    def numbers(X: "pl.DataFrame") -> NDArray[np.float64]:
        return np.asarray(model.predict(X), np.float64).reshape(-1)

    def probabilities(X: "pl.DataFrame") -> NDArray[np.float64]:
        p = np.zeros((len(X), len(table.classes)))
        p[:, np.asarray(model.classes_, np.int64)] = model.predict_proba(X)
        return p

    return probabilities if table.classes else numbers


def _single(answer: Callable[[Any], object], X: "pl.DataFrame") -> float:
    """Median seconds of one row, the first call left out."""
    took = []
    for row in range(SINGLES + 1):
        one = X[row % len(X)]
        began = time.perf_counter()
        answer(one)
        took.append(time.perf_counter() - began)
    return round(median(took[1:]), 5)


def judged(y: NDArray[Any], p: NDArray[np.float64], classes: Sequence[str]) -> float:
    """RMSE of numbers, ROC AUC of two classes, log loss of more."""
    if not classes:
        return float(np.sqrt(np.mean((y - p) ** 2)))
    if len(classes) == 2:
        from sklearn.metrics import roc_auc_score

        return float(roc_auc_score(y, p[:, 1]))
    p = np.clip(p, 1e-15, 1.0)
    p = p / p.sum(axis=1, keepdims=True)
    return float(-np.log(np.clip(p[np.arange(len(y)), y], 1e-15, 1.0)).mean())


def _run(record: Record) -> Row:
    keys = ("dataset", "framework", "status", "metric", "score", "train_seconds", "first_model_seconds")
    more = ("n_models", "n_failed", "predict_1row_seconds", "model_size_mb", "peak_pss_mb", "foreign_cores")
    found = {key: record.get(key) for key in keys + more}
    third = record.get("families_in_a_third")
    return {**found, "families in a third": None if third is None else len(third)}


def _medians(name: Any, ok: Sequence[Record], bad: Sequence[Record]) -> Row:
    rows = [one["n_test"] / one["predict_test_seconds"] for one in ok]
    return {
        "framework": name,
        "sets": len(ok) + len(bad),
        "failed": len(bad),
        "wall / limit": typical([one["train_seconds"] / one["time_limit"] for one in ok]),
        "first model s": typical([one["first_model_seconds"] for one in ok]),
        "first booster s": typical([one["first_booster_seconds"] for one in ok]),
        "candidates": typical([one["n_models"] for one in ok]),
        "rows/s": typical(rows, 0),
        "one row ms": typical([1000 * one["predict_1row_seconds"] for one in ok]),
        "file MB": typical([one["model_size_mb"] for one in ok]),
        "peak MB": typical([one["peak_pss_mb"] for one in ok]),
    }
