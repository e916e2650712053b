"""Uses the toy members by their names, as a user would, and writes what it found as JSON."""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np

import fitwright
from fitwright import audit, features, metrics, models, search, stopping, tasks
from fitwright.brief import Brief
from fitwright.intake import Given, take_in
from fitwright.plan import make_plan
from fitwright.run import Run
from fitwright.settings import Settings

ROOMS = {
    "toy_short": audit,
    "toy": models,
    "toy_sum": features,
    "toy_brier": metrics,
    "toy_grades": tasks,
    "toy_draws": search,
    "toy_last": stopping,
}
STEPS = ["impute_median", "toy_sum", "standard"]
WORDS = {"models": ["toy"], "steps": STEPS, "search": "toy_draws", "stopping": "toy_last"}


def found():
    """Is each listed, and is the class that its name gives called by that name?"""
    return {
        name: name in room.catalog.names() and room.catalog.name_of(room.catalog.get(name)) == name
        for name, room in ROOMS.items()
    }


def fitted():
    """A search with toys in every room, saved and opened again."""
    X, y = _table(2)
    model = fitwright.AutoClassifier(
        **WORDS, metric="toy_brier", max_trials=3, random_state=0, verbose=0, n_jobs=1
    ).fit(X, y)
    with tempfile.TemporaryDirectory() as folder:
        model.save(Path(folder, "model"))
        loaded = fitwright.load(Path(folder, "model"))
        same = bool(np.array_equal(loaded.predict_proba(X), model.predict_proba(X)))
    return {
        "score": float(model.score(X, y)),
        "same": same,
        "origins": sorted({trial.origin for trial in model.history_}),
        "metric": model.history_.header["metric"],
        "models": sorted({trial.config["model"] for trial in model.history_}),
    }


def checked():
    """What the toy audit says of a table."""
    report = fitwright.check({"size": [1.5, 2.5, 3.5]})
    return [finding.seen for finding in report.findings if finding.audit == "toy_short"]


def graded():
    """A search for a task of the toy's own, by its name."""
    X, y = _table(4)
    settings = Settings.of(
        {**WORDS, "max_trials": 2, "random_state": 0, "verbose": 0, "n_jobs": 1, "executor": "serial"}
    )
    intake = take_in(Given(X, y), "toy_grades")
    plan = make_plan(intake.table, intake.rows, intake.task, settings, settings.seed)
    predictor = Run(Brief(intake, plan, settings, settings.seed), settings.budget()).predictor()
    answers = predictor.answers(X)
    return {"task": predictor.task.kind, "off": float(np.abs(answers - y).mean()), "type": answers.dtype.kind}


def _table(classes):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 3))
    y = np.digitize(X[:, 0] + 0.1 * rng.normal(size=200), np.linspace(-0.5, 0.5, classes + 1)[1:-1])
    return X, y + 1


if __name__ == "__main__":
    sys.stdout.write(
        json.dumps({"found": found(), "fitted": fitted(), "graded": graded(), "checked": checked()})
    )
