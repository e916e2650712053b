"""A small posed question and its objective, for tests of the story's files."""

from typing import Any

import numpy as np

from fitwright.evaluate import Evaluate
from fitwright.intake import Given, Intake, take_in
from fitwright.plan import Plan, make_plan
from fitwright.settings import Settings
from fitwright.store.folder import Folder
from fitwright.views import Laid, Views


def mixed(rows: int = 120, seed: int = 0) -> tuple[list[dict[str, object]], list[str]]:
    """A table with numbers, gaps and words, and a target of two labels that follows from it."""
    rng = np.random.default_rng(seed)
    size, city = rng.normal(size=rows), rng.choice(["lima", "oslo", "rome"], rows)
    age = np.where(rng.random(rows) < 0.1, np.nan, rng.integers(18, 80, rows))
    yes = size + (city == "oslo") + rng.normal(0, 0.3, rows) > 0.3
    X = [
        {"size": s, "city": str(c), "age": None if np.isnan(a) else float(a)}
        for s, c, a in zip(size, city, age, strict=True)
    ]
    return X, ["yes" if y else "no" for y in yes]


def posed(**given: Any) -> Intake:
    """The mixed table, taken in."""
    X, y = mixed()
    return take_in(Given(X, y, **given), "classification")


def planned(intake: Intake, **settings: Any) -> Plan:
    """Its plan, with three folds unless told otherwise."""
    given = {"max_trials": 3, "cv": 3, "models": ["linear", "extra_trees"], "random_state": 0, **settings}
    return make_plan(intake.table, intake.rows, intake.task, Settings.of(given), 0)


def objective(intake: Intake, plan: Plan, home) -> Evaluate:
    """What a run would minimise."""
    return Evaluate(
        task=intake.task,
        metric=plan.metric,
        laid=Laid.write(home / "table", intake.table, intake.rows),
        folds=plan.folds,
        store=Folder(home / "store", sync=False),
        views=Views(home / "views", 10**9),
        seed=0,
        class_factors=intake.class_factors,
        own=plan.own,
    )
