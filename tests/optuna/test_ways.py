"""A finite space that an objective defines as it goes is tried out, each config once."""

import math

import pytest

from fitwright import TrialPruned, optuna
from fitwright.core.errors import SettingError
from fitwright.optuna.samplers import BruteForceSampler


def ranges(trial):
    a = trial.suggest_int("a", 1, 4)
    return a + trial.suggest_int("b", a, 4)


def branches(trial):
    if trial.suggest_categorical("kind", ["float", "int", None]) == "float":
        return trial.suggest_float("x", 1, 3, step=0.5)
    a = trial.suggest_int("a", 1, 8, log=True)
    return a * trial.suggest_int("b", 1, a, step=2)


def failing(trial):
    if trial.suggest_int("a", 0, 2) == 1:
        raise ValueError
    if trial.suggest_categorical("b", [math.nan, None]) is None:
        raise TrialPruned
    return 0.0


@pytest.mark.parametrize(("objective", "count"), [(ranges, 10), (branches, 5 + 2 * 20), (failing, 5)])
def test_all_is_tried_once_and_then_the_study_ends(objective, count):
    orders = set()
    for seed in range(3):
        study = optuna.create_study(sampler=BruteForceSampler(seed=seed))
        study.optimize(objective, catch=(ValueError,))
        configs = [repr(trial.params) for trial in study.trials]
        assert len(set(configs)) == len(configs) == count
        orders.add(tuple(configs))
    assert len(orders) == 3


def test_a_study_that_goes_on_tries_what_is_left():
    study = optuna.create_study(sampler=BruteForceSampler())
    study.optimize(ranges, n_trials=4)
    for _ in range(3):
        trial = study.ask()
        study.tell(trial, ranges(trial))
    study.optimize(ranges, n_trials=40)
    assert len({repr(trial.params) for trial in study.trials}) == len(study.trials) == 10


def test_an_endless_float_is_refused():
    study = optuna.create_study(sampler=BruteForceSampler())
    with pytest.raises(SettingError, match="a step of every float"):
        study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=2)
