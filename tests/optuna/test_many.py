"""What a trial costs does not grow with the trials before it: counted, not timed."""

from collections import Counter

import pytest

from fitwright import optuna
from fitwright.core.history import History
from fitwright.optuna import _reading

TRIALS = 80
SAMPLERS = {"tpe": optuna.samplers.TPESampler, "random": optuna.samplers.RandomSampler}


@pytest.fixture
def looked(monkeypatch):
    """How many trials were handed out by histories that were gone through, and how many were frozen."""
    counts, all_of_them, freeze = Counter(), History.__iter__, _reading.freeze
    monkeypatch.setattr(
        History, "__iter__", lambda self: counts.update({"trial": len(self)}) or all_of_them(self)
    )
    monkeypatch.setattr(_reading, "freeze", lambda *given: counts.update(["frozen"]) or freeze(*given))
    return counts


def objective(trial):
    x = trial.suggest_float("x", -5, 5)
    return x * x + (
        trial.suggest_int("n", 1, 9) if trial.suggest_categorical("kind", ["a", "b"]) == "a" else 0
    )


@pytest.mark.parametrize("name", SAMPLERS)
def test_a_study_that_is_optimised_looks_at_few_trials(name, looked):
    study, heard = optuna.create_study(sampler=SAMPLERS[name](seed=0)), []
    study.optimize(objective, n_trials=TRIALS, callbacks=[lambda study, trial: heard.append(trial.number)])
    assert heard == list(range(TRIALS))
    assert looked["trial"] <= 5 * TRIALS
    assert looked["frozen"] <= 2 * TRIALS


@pytest.mark.parametrize("name", SAMPLERS)
def test_a_study_that_is_asked_and_told_looks_at_few_trials(name, looked):
    study = optuna.create_study(sampler=SAMPLERS[name](seed=0))
    for _ in range(TRIALS):
        trial = study.ask()
        study.tell(trial, objective(trial))
    assert len(study.trials) == TRIALS
    assert looked["trial"] <= 5 * TRIALS
    assert looked["frozen"] <= 2 * TRIALS
