"""Callbacks of the package optuna-integration, with both."""

import sys

import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split

from fitwright import optuna as words
from fitwright.core.errors import MissingExtra, SettingError
from fitwright.optuna import integration as ours

integration = pytest.importorskip("optuna_integration")
real = pytest.importorskip("optuna")


@pytest.fixture(scope="module")
def parts():
    return train_test_split(*load_breast_cancer(return_X_y=True), random_state=0)


def ended(optuna, objective, direction="maximize"):
    """How trials end whose reports a strict pruner sees."""
    study = optuna.create_study(
        direction=direction,
        sampler=optuna.samplers.TPESampler(seed=0),
        pruner=optuna.pruners.PercentilePruner(10.0, n_startup_trials=3, n_warmup_steps=2),
    )
    study.optimize(objective, n_trials=12)
    return {trial.state.name for trial in study.trials}


def boosted(trial, parts, metric):
    import lightgbm

    train, test, y, truth = parts
    params = {
        "objective": "binary", "metric": metric, "verbosity": -1, "num_threads": 1,
        "num_leaves": trial.suggest_int("num_leaves", 2, 64),
        "learning_rate": trial.suggest_float("learning_rate", 1e-4, 0.5, log=True),
    }  # fmt: skip
    data = lightgbm.Dataset(train, y)
    valid = lightgbm.Dataset(test, truth, reference=data)
    callback = integration.LightGBMPruningCallback(trial, metric)
    made = lightgbm.train(params, data, 12, valid_sets=[valid], callbacks=[callback])
    return made.best_score["valid_0"][metric]


@pytest.mark.parametrize(("metric", "direction"), [("auc", "maximize"), ("binary_logloss", "minimize")])
def test_a_booster_is_pruned_between_its_rounds(optuna, parts, metric, direction):
    states = ended(optuna, lambda trial: boosted(trial, parts, metric), direction)
    assert states == {"COMPLETE", "PRUNED"}


def test_a_metric_against_the_direction_is_told(optuna, parts):
    with pytest.raises(ValueError, match="study directions"):
        ended(
            optuna,
            lambda trial: boosted(trial, parts, "auc"),
            "minimize",
        )


def test_trees_are_pruned_as_they_grow(optuna, parts):
    xgboost = pytest.importorskip("xgboost")
    train, test, y, truth = parts

    def objective(trial):
        params = {
            "objective": "binary:logistic", "eval_metric": "logloss", "nthread": 1,
            "eta": trial.suggest_float("eta", 1e-4, 0.5, log=True),
            "max_depth": trial.suggest_int("max_depth", 1, 6),
        }  # fmt: skip
        watch, rounds = [(xgboost.DMatrix(test, truth), "validation")], {}
        callback = integration.XGBoostPruningCallback(trial, "validation-logloss")
        data = xgboost.DMatrix(train, y)
        xgboost.train(params, data, 12, watch, callbacks=[callback], evals_result=rounds, verbose_eval=False)
        return rounds["validation"]["logloss"][-1]

    assert ended(optuna, objective, "minimize") == {"COMPLETE", "PRUNED"}


def test_a_study_is_written_to_other_tools(optuna):
    """As a callback of a tracker reads it."""
    heard = []

    class Tracker:
        def __call__(self, study, trial):
            ways = [way.name for way in study.directions]
            heard.append((study.study_name, ways, trial.number, trial.state.name, trial.params, trial.value))

    study = optuna.create_study(study_name="mine")
    study.optimize(lambda trial: trial.suggest_int("x", 1, 9), n_trials=2, callbacks=[Tracker()])
    assert [line[:4] for line in heard] == [("mine", ["MINIMIZE"], n, "COMPLETE") for n in (0, 1)]


def test_its_names_are_there_after_the_import_is_changed(monkeypatch):
    assert ours.LightGBMPruningCallback is integration.LightGBMPruningCallback
    with pytest.raises(AttributeError):
        _ = ours.NoSuchCallback
    monkeypatch.setitem(sys.modules, "optuna_integration", None)
    with pytest.raises(MissingExtra, match="optuna-integration"):
        _ = ours.LightGBMPruningCallback


def test_directions_and_states_are_equal_to_those_that_callbacks_of_other_packages_know():
    for mine, theirs in (
        (words.study.StudyDirection, real.study.StudyDirection),
        (words.trial.TrialState, real.trial.TrialState),
    ):
        assert [(one.name, one) for one in mine] == [(one.name, one) for one in theirs]
    study = words.create_study(direction=real.study.StudyDirection.MAXIMIZE)
    assert study.direction == real.study.StudyDirection.MAXIMIZE != words.study.StudyDirection.MINIMIZE
    study.tell(study.ask(), state=real.trial.TrialState.PRUNED)
    study.tell(study.ask(), 1.0, state=real.trial.TrialState.COMPLETE)
    assert [trial.state for trial in study.trials] == [real.trial.TrialState(2), real.trial.TrialState(1)]
    assert len(study.get_trials(states=[real.trial.TrialState.COMPLETE])) == 1


@pytest.mark.parametrize("state", [7, "complete"])
def test_what_is_no_state_is_told(state):
    study = words.create_study()
    with pytest.raises(SettingError, match="a state such as TrialState"):
        study.tell(study.ask(), 1.0, state=state)
    with pytest.raises(SettingError, match="a state such as"):
        words.create_trial(state=state, value=1.0)


def test_trials_of_another_package_have_states_of_ours():
    made = words.create_trial(state=real.trial.TrialState.COMPLETE, value=1.0)
    assert made.state is words.trial.TrialState.COMPLETE
    with pytest.raises(SettingError, match="minimize"):
        words.create_study(direction=words.study.StudyDirection.NOT_SET)
