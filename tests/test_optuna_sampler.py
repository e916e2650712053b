"""Our searchers inside Optuna's own studies."""

import pickle
from math import log10

import numpy as np
import pytest

from fitwright.core.errors import SettingError, UnknownName
from fitwright.search import TPE

optuna = pytest.importorskip("optuna")
from fitwright.optuna_sampler import FitwrightSampler, _parts  # noqa: E402 - it needs Optuna


@pytest.fixture(autouse=True)
def quiet():
    known = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    yield
    optuna.logging.set_verbosity(known)


def study_of(objective, trials, sampler, **given):
    study = optuna.create_study(sampler=sampler, **given)
    study.optimize(objective, n_trials=trials)
    return study


def hill(trial):
    x = trial.suggest_float("x", -5, 5)
    rate = trial.suggest_float("rate", 1e-4, 1, log=True)
    wrong = trial.suggest_categorical("kind", ["a", "b", "c"]) != "b"
    return (x - 2) ** 2 / 5 + (log10(rate) + 2) ** 2 + (trial.suggest_int("n", 1, 12) - 7) ** 2 / 20 + wrong


def forked(trial):
    """Best (0) in one of two branches, at x = 3."""
    if trial.suggest_categorical("model", ["mean", "line"]) == "mean":
        return 2.0
    return abs(trial.suggest_float("x", -10, 10) - 3) / 5 + abs(trial.suggest_int("n", 1, 20) - 4) / 10


def params(study):
    return [trial.params for trial in study.trials]


@pytest.mark.parametrize("search", ["tpe", "evolution"])
def test_it_is_far_better_than_drawing_at_random(search):
    drawn = [study_of(hill, 60, optuna.samplers.RandomSampler(s)).best_value for s in range(3)]
    ours = [study_of(hill, 60, FitwrightSampler(search, seed=s)).best_value for s in range(3)]
    assert np.mean(ours) < 0.7 * np.mean(drawn)


def test_a_gaussian_process_for_optuna_without_torch():
    study = study_of(lambda t: (t.suggest_float("x", -5, 5) - 2) ** 2, 15, FitwrightSampler("gaussian", 0))
    assert study.best_value < 0.01


def test_maximising():
    study = study_of(lambda t: -hill(t), 60, FitwrightSampler(TPE(startup=8), 0), direction="maximize")
    assert study.best_value > -1.0


def test_a_part_under_a_condition_is_searched_for_itself_and_the_choice_is_learned():
    study = study_of(forked, 60, FitwrightSampler("tpe", seed=1))
    late = [trial.params["model"] for trial in study.trials[30:]]
    assert late.count("line") > 20
    assert study.best_value < 0.2
    space = study.sampler.infer_relative_search_space(study, study.trials[0])
    assert sorted(sorted(part) for part in _parts(study, space)) == [["model"], ["n", "x"]]


def test_what_is_suggested_from_ever_new_ranges_is_sampled_alone():
    def objective(trial):
        high = trial.suggest_int("high", 2, 6)
        return trial.suggest_float("x", 0, high)

    study = study_of(objective, 25, FitwrightSampler("tpe", seed=0))
    assert all(0 <= p["x"] <= p["high"] for p in params(study))
    assert list(study.sampler.infer_relative_search_space(study, study.trials[0])) == ["high"]


def test_seed_and_number_decide():
    first, second = (study_of(hill, 25, FitwrightSampler("tpe", seed=5)) for _ in range(2))
    assert params(first) == params(second) != params(study_of(hill, 25, FitwrightSampler("tpe", seed=6)))
    again = optuna.create_study(sampler=pickle.loads(pickle.dumps(first.sampler)))
    again.add_trials(first.trials[:20])
    again.optimize(hill, n_trials=5)
    assert params(again) == params(first)
    assert FitwrightSampler().seed != FitwrightSampler().seed


def test_pruned_failed_and_running_trials_count():
    def objective(trial):
        x = trial.suggest_float("x", -5, 5)
        if x < -3:
            raise ValueError("too low")
        trial.report(x * x, 0)
        if x > 3:
            raise optuna.TrialPruned
        return x * x

    study = optuna.create_study(sampler=FitwrightSampler("tpe", seed=0))
    study.optimize(objective, n_trials=40, catch=(ValueError,))
    late = [p["x"] for p in params(study)[20:]]
    assert sum(abs(x) > 3 for x in late) < 6
    asked = [study.ask({"x": optuna.distributions.FloatDistribution(-5, 5)}).params["x"] for _ in range(6)]
    assert len(set(asked)) == 6


def test_several_threads():
    study = optuna.create_study(sampler=FitwrightSampler("tpe", seed=0))
    study.optimize(hill, n_trials=20, n_jobs=2)
    assert len({repr(p) for p in params(study)}) == 20


def test_infinite_values_are_failures():
    study = study_of(lambda t: float("inf") if hill(t) > 3 else 1.0, 15, FitwrightSampler("gaussian", 0))
    assert len(study.trials) == 15


def test_what_cannot_be_is_said_first():
    with pytest.raises(UnknownName, match="gaussian"):
        FitwrightSampler("gausian")
    study = optuna.create_study(directions=["minimize", "minimize"], sampler=FitwrightSampler())
    with pytest.raises(SettingError, match="one objective"):
        study.ask().suggest_float("x", 0, 1)
