"""Rows a second and one-row latency: a fitted library, our state of the same model, a saved predictor."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks._print import by, typical
from benchmarks._tables import generated
from benchmarks.scenario import Job, Options, Record, Row, Scenario

BATCHES, SINGLES, FOLDS, AIM = 5, 50, 3, 10.0
WAYS = ("library", "state", "file")


class Predict(Scenario):
    """A family's defaults, fitted to 10,000 × 30 numbers for 10 s; the file has a bag of three."""

    aim = "a saved predictor is about as fast as the library that fitted its models"

    def jobs(self, options: Options) -> list[Job]:
        from fitwright import models

        names = [name for name in models.catalog.names() if name != "baseline" and options.wants(name)]
        able = [name for name in names if not models.catalog.missing(name)]
        fixed = {"cores": options.cores, "seed": options.seed}
        return [
            Job(f"{name}/{options.cores}c", {**fixed, "family": name}, 600, {"family": name}) for name in able
        ]

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        import numpy as np

        from fitwright import AutoClassifier, load, models
        from fitwright.core.work import Means
        from fitwright.intake import Given, take_in

        family, (X, y) = given["family"], generated()
        intake = take_in(Given(X, y), "classification")
        model = models.catalog.make(family)
        model.fit(intake.table, intake.rows, intake.task, given["seed"], Means(1, AIM))
        restored = models.restore(family, model.state(), allow_pickle=False)
        ones = [intake.table.at(np.array([row])) for row in range(SINGLES)]
        told = _speed("library", model.predict, intake.table, ones)
        told |= _speed("state", restored.predict, intake.table, ones)
        told["largest_difference"] = float(
            np.abs(model.predict(intake.table) - restored.predict(intake.table)).max()
        )
        whole = AutoClassifier(
            max_trials=1,
            trial_time_limit=FOLDS * AIM / 0.8,  # which leaves AIM for each fold
            models=[family],
            cv=FOLDS,
            n_jobs=given["cores"],
            random_state=given["seed"],
            verbose=0,
        )
        whole.fit(X, y)
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            path = Path(folder) / "model.fw"
            whole.save(path)
            told["file_mb"] = round(path.stat().st_size / 1e6, 3)
            loaded = load(path)
        told["fold_models"] = sum(len(bag) for bag in loaded.bags)
        return told | _speed("file", loaded.predict_proba, X, [X[row] for row in range(SINGLES)])

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        rows = []
        for family, ok, bad in by(records, "family"):
            row = {"family": family, "runs": len(ok), "failed": len(bad)}
            for way in WAYS:
                row[f"{way} rows/s"] = typical([one[f"{way}_rows_s"] for one in ok], 0)
                row[f"{way} ms"] = typical([one[f"{way}_row_ms"] for one in ok])
            row["models in the file"] = typical([one["fold_models"] for one in ok], 0)
            rows.append(
                {**row, "largest difference": max((one["largest_difference"] for one in ok), default=None)}
            )
        return {"Predicting: rows a second, and ms for one row": rows}


def _speed(way: str, answer: Callable[[Any], object], whole: Any, ones: Sequence[Any]) -> Record:
    """Medians, after a call that warms up."""
    batch = median([_took(answer, whole) for _ in range(BATCHES + 1)][1:])
    single = median([_took(answer, one) for one in ones][1:])
    return {f"{way}_rows_s": round(len(whole) / batch), f"{way}_row_ms": round(1000 * single, 4)}


def _took(answer: Callable[[Any], object], rows: Any) -> float:
    began = time.perf_counter()
    answer(rows)
    return time.perf_counter() - began
