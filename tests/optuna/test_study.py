"""Scripts for Optuna run when their import is changed."""

import logging

import pytest

from fitwright import optuna
from fitwright.core.errors import NothingFinished, SettingError
from fitwright.optuna.exceptions import DuplicatedStudyError
from fitwright.optuna.trial import FrozenTrial, TrialState


def bowl(trial):
    return (trial.suggest_float("x", -5, 5) - 2) ** 2


def train(trial: optuna.trial.Trial) -> float:
    """As in Optuna's own examples: a model, epochs, pruning, notes."""
    name = trial.suggest_categorical("optimizer", ["adam", "sgd"])
    rate = trial.suggest_float("lr", 1e-5, 1e-1, log=True)
    units = [
        trial.suggest_int(f"units_{i}", 4, 128, log=True) for i in range(trial.suggest_int("layers", 1, 3))
    ]
    trial.set_user_attr("parameters", sum(units))
    accuracy = 0.0
    for epoch in range(6):
        accuracy = 1 - abs(rate - 0.01) - (name == "sgd") / 10 - 1 / (2 + epoch) - len(units) / 100
        trial.report(accuracy, epoch)
        if trial.should_prune():
            raise optuna.exceptions.TrialPruned
    return accuracy


def test_the_script_of_optunas_tutorial(capsys):
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=10),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=5, n_warmup_steps=1),
    )
    study.optimize(train, n_trials=40, timeout=600)
    pruned = study.get_trials(deepcopy=False, states=[TrialState.PRUNED])
    complete = study.get_trials(deepcopy=False, states=[TrialState.COMPLETE])
    assert len(pruned) > 5
    assert len(complete) > 5
    assert len(study.trials) == len(pruned) + len(complete) == 40
    best = study.best_trial
    assert best.value == study.best_value > 0.7
    assert best.params == study.best_params
    assert best.user_attrs["parameters"] == sum(v for k, v in best.params.items() if k.startswith("units"))
    assert {len(t.intermediate_values) for t in complete} == {6}
    assert best.duration.total_seconds() >= 0
    assert set(optuna.importance.get_param_importances(study)) >= {"lr", "optimizer"}
    assert optuna.logging.get_verbosity() == logging.WARNING


def test_it_is_optimised_as_often_as_one_likes():
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    study.optimize(bowl, n_trials=10)
    study.optimize(bowl, n_trials=15, show_progress_bar=False)
    assert [trial.number for trial in study.trials] == list(range(25))
    whole = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    whole.optimize(bowl, n_trials=25)
    assert [t.params for t in whole.trials] == [t.params for t in study.trials]
    whole.optimize(lambda trial: bowl(trial) + 1, n_trials=5, n_jobs=2)
    assert [trial.state for trial in whole.trials] == [TrialState.COMPLETE] * 30


def test_values_of_the_users_come_first():
    study = optuna.create_study()
    study.enqueue_trial({"x": 2.0})
    study.enqueue_trial({"x": 99.0})
    study.optimize(bowl, n_trials=3)
    assert study.trials[0].value == 0.0
    assert study.trials[1].params["x"] <= 5
    study.enqueue_trial({"x": 1.0})
    study.optimize(bowl, n_trials=1)
    assert study.trials[3].params == {"x": 1.0}


def test_a_grid_ends_the_study():
    study = optuna.create_study(sampler=optuna.samplers.GridSampler({"x": [-1.0, 2.0], "n": [1, 2, 3]}))
    study.optimize(lambda trial: bowl(trial) + trial.suggest_int("n", 1, 3))
    assert len({repr(trial.params) for trial in study.trials}) == 6
    assert study.best_params == {"x": 2.0, "n": 1}
    study.optimize(bowl, n_trials=5)
    assert len(study.trials) == 6


def test_callbacks_see_the_study_and_can_stop_it():
    seen = []

    def callback(study, trial):
        seen.append((trial.number, study.best_value))
        if len(seen) == 7:
            study.stop()

    study = optuna.create_study()
    study.optimize(bowl, callbacks=[callback])
    assert [number for number, _ in seen] == list(range(7))
    assert [value for _, value in seen] == sorted((value for _, value in seen), reverse=True)
    assert len(study.get_trials(states=[TrialState.COMPLETE])) >= 7
    before = len(study.trials)
    study.optimize(bowl, n_trials=5)
    assert len(study.trials) == before + 5


def test_a_study_ends_with_so_many_complete_trials():
    study = optuna.create_study()
    callback = optuna.study.MaxTrialsCallback(6, states=(TrialState.COMPLETE,))
    for _ in range(2):
        study.optimize(bowl, n_trials=50, callbacks=[callback])
    assert len(study.trials) == 7


def test_an_objective_can_stop_it_and_see_what_was_best():
    study = optuna.create_study()

    def objective(trial):
        if trial.number == 4:
            study.stop()
        return bowl(trial) + (study.best_value if trial.number else 0.0)

    study.optimize(objective, n_trials=50)
    assert 5 <= len(study.trials) < 12


def test_errors_fail_their_trial_and_are_told(caplog):
    def picky(trial):
        if trial.suggest_float("x", 0, 1) > 0.5:
            raise ValueError("too much")
        return 1.0

    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0))
    study.optimize(picky, n_trials=12, catch=(ValueError,))
    failed = study.get_trials(states=(TrialState.FAIL,))
    assert 0 < len(failed) < 12
    assert caplog.text.count("too much") == len(failed)


def test_without_a_complete_trial_there_is_no_best():
    def objective(trial):
        trial.report(trial.suggest_float("x", 0, 1), 0)
        raise optuna.TrialPruned

    study = optuna.create_study()
    with pytest.raises(NothingFinished):
        _ = study.best_value
    study.optimize(objective, n_trials=3)
    assert [trial.state for trial in study.trials] == [TrialState.PRUNED] * 3
    with pytest.raises(NothingFinished, match="complete"):
        _ = study.best_trial


def test_several_objectives():
    study = optuna.create_study(directions=["minimize", "maximize"])
    study.optimize(lambda t: (bowl(t), t.suggest_float("y", 0, 1)), n_trials=25)
    assert study.best_trials
    assert all(isinstance(trial, FrozenTrial) and len(trial.values) == 2 for trial in study.best_trials)
    assert "values_1" in study.trials_dataframe().columns


def test_a_frame_of_its_trials():
    pd = pytest.importorskip("pandas")
    study = optuna.create_study(direction="maximize")
    study.optimize(train, n_trials=12)
    frame = study.trials_dataframe()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns[:5]) == ["number", "value", "datetime_start", "datetime_complete", "duration"]
    assert {"params_lr", "user_attrs_parameters", "state"} <= set(frame.columns)
    assert frame["value"].max() == study.best_value
    few = study.trials_dataframe(attrs=("number", "value", "params", "state"))
    assert list(few.columns[:2]) == ["number", "value"]
    assert "user_attrs_parameters" not in few.columns


def test_a_study_that_is_kept_goes_on(tmp_path):
    given = {"study_name": "mine", "storage": f"sqlite:///{tmp_path}/study.db"}
    study = optuna.create_study(direction="maximize", **given)
    study.optimize(lambda trial: -bowl(trial), n_trials=8)
    with pytest.raises(DuplicatedStudyError, match="load_if_exists"):
        optuna.create_study(**given)
    again = optuna.load_study(**given)
    assert (again.direction, len(again.trials)) == ("maximize", 8)
    assert again.best_value == study.best_value
    again.optimize(lambda trial: -bowl(trial), n_trials=4)
    assert len(optuna.create_study(direction="maximize", load_if_exists=True, **given).trials) == 12
    with pytest.raises(SettingError, match="there is none"):
        optuna.load_study(study_name="other", storage=given["storage"])


def test_samplers_of_optunas_own_are_taken():
    real = pytest.importorskip("optuna")
    study = optuna.create_study(sampler=real.samplers.RandomSampler())
    study.optimize(bowl, n_trials=10)
    assert len(study.trials) == 10


def test_notes_and_what_ours_has_beside():
    study = optuna.create_study(study_name="notes")
    study.set_user_attr("data", "iris")
    study.optimize(bowl, n_trials=10)
    assert (study.study_name, study.user_attrs) == ("notes", {"data": "iris"})
    assert study.ours.best_value == study.best_value
    assert study.ours.plot("history").svg


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"direction": "up"}, "maximize"),
        ({"direction": "minimize", "directions": ["minimize"]}, "both"),
        ({"storage": "mysql://host/db"}, "sqlite:///"),
    ],
)
def test_what_cannot_be_done_is_said(given, words):
    with pytest.raises(SettingError, match=words):
        optuna.create_study(**given)
    with pytest.raises(TypeError, match="trials"):
        optuna.create_study().optimize(bowl, trials=3)
