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
    assert optuna.importance.get_param_importances(study, params=["lr"]) == {"lr": 1.0}
    assert set(best.distributions) == set(best.params)
    assert optuna.logging.get_verbosity() == logging.WARNING
    optuna.logging.set_verbosity(optuna.logging.INFO)


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
    with pytest.warns(UserWarning, match=r"a wish for 'x' that is from -5.0 to 5.0; got 99.0"):
        study.optimize(bowl, n_trials=3)
    assert study.trials[0].value == 0.0
    assert study.trials[1].params["x"] <= 5
    study.enqueue_trial({"x": 1.0})
    study.optimize(bowl, n_trials=1)
    assert study.trials[3].params == {"x": 1.0}


def test_values_may_come_with_notes_once_and_from_a_callback():
    study = optuna.create_study()
    for _ in range(2):
        study.enqueue_trial({"x": 1}, user_attrs={"by": "hand"}, skip_if_exists=True)

    def callback(study, trial):
        if trial.number == 4:
            study.enqueue_trial({"x": 2.0})

    study.optimize(bowl, n_trials=8, callbacks=[callback])
    assert [trial.number for trial in study.trials if trial.params["x"] == 1.0] == [0]
    assert study.trials[0].user_attrs == {"by": "hand"}
    assert study.trials[5].params == {"x": 2.0}


def test_values_that_other_processes_did_not_see_come_in_the_next_run():
    study = optuna.create_study()
    study.optimize(
        lambda trial: (trial.suggest_float("x", -5, 5) - 2) ** 2,
        n_trials=4,
        n_jobs=2,
        callbacks=[lambda study, trial: study.enqueue_trial({"x": 2.0}, skip_if_exists=True)],
    )
    study.optimize(bowl, n_trials=1)
    assert study.trials[4].params == {"x": 2.0}


def test_trials_are_asked_for_and_told_of():
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
    study.enqueue_trial({"x": 0.5})
    for _ in range(25):
        trial = study.ask()
        study.tell(trial, -((trial.suggest_float("x", -5, 5) - 2) ** 2))
    assert study.trials[0].params == {"x": 0.5}
    assert study.best_value > -0.5
    study.optimize(lambda trial: -bowl(trial), n_trials=5)
    several = [study.ask({"x": optuna.distributions.FloatDistribution(-5, 5)}) for _ in range(3)]
    with pytest.raises(SettingError, match=r"\[30, 31, 32\] are open"):
        study.optimize(bowl, n_trials=1)
    assert len({trial.params["x"] for trial in several}) == 3
    study.tell(several[2], -(several[2].params["x"] ** 2))
    study.tell(several[0].number, state=TrialState.FAIL)
    assert study.tell(several[1], state=TrialState.PRUNED).state == TrialState.PRUNED
    states = [trial.state for trial in study.trials[30:]]
    assert states == [TrialState.FAIL, TrialState.PRUNED, TrialState.COMPLETE]
    assert study.tell(several[0], 1.0, skip_if_finished=True).state == TrialState.FAIL
    with pytest.raises(SettingError, match="not told of"):
        study.tell(several[0], 1.0)
    study.optimize(lambda trial: -bowl(trial), n_trials=2)
    assert len(study.trials) == 35


def test_reports_of_a_trial_that_was_asked_for_are_judged():
    study = optuna.create_study(pruner=optuna.pruners.MedianPruner(n_startup_trials=3))
    states = []
    for height in (3, 2, 1, 9, 0):
        trial = study.ask()
        for step in range(4):
            trial.report(height + 1 / (1 + step), step)
        pruned = trial.should_prune()
        states.append(
            study.tell(trial, None if pruned else height, TrialState.PRUNED if pruned else None).state
        )
    assert [state.name for state in states] == ["COMPLETE", "COMPLETE", "COMPLETE", "PRUNED", "COMPLETE"]
    assert study.trials[3].intermediate_values == {0: 10.0, 1: 9.5, 2: 9 + 1 / 3, 3: 9.25}
    assert study.best_value == 0.0


def test_several_values_are_told_of_and_a_number_is_needed():
    study = optuna.create_study(directions=["minimize", "maximize"])
    for _ in range(12):
        trial = study.ask()
        x = trial.suggest_float("x", 0, 1)
        study.tell(trial, (x, x**2))
    assert len(study.best_trials) == 12
    trial = study.ask()
    for wrong in ("high", [1.0], (1.0, "a")):
        with pytest.raises(SettingError, match="Expected"):
            study.tell(trial, wrong)
    with pytest.raises(SettingError, match="values with a trial that is complete"):
        study.tell(trial, (1.0, 2.0), state=TrialState.PRUNED)
    assert study.tell(trial).state == TrialState.FAIL


def test_trials_from_elsewhere_are_learned_from(tmp_path):
    first = optuna.create_study()
    first.optimize(bowl, n_trials=6)
    given = {"study_name": "study", "storage": f"sqlite:///{tmp_path}/study.db"}
    study = optuna.create_study(**given)
    study.add_trials(first.trials)
    made = optuna.create_trial(
        value=-1.0, params={"x": 2.5}, distributions={"x": optuna.distributions.FloatDistribution(-5, 5)}
    )
    study.add_trial(made)
    with pytest.raises(SettingError, match="distribution for each"):
        study.add_trial(optuna.create_trial(value=1.0, params={"x": 1.0}))
    trial = study.ask()
    study.tell(trial, trial.suggest_float("x", -5, 5))
    again = optuna.load_study(**given)
    assert [trial.params for trial in again.trials[:6]] == [trial.params for trial in first.trials]
    again.optimize(bowl, n_trials=2)
    assert (len(again.trials), again.best_value) == (10, -1.0)
    optuna.delete_study(**given)
    with pytest.raises(SettingError, match="there is none"):
        optuna.delete_study(**given)


def test_directions_are_words_and_members():
    study = optuna.create_study(direction=optuna.study.StudyDirection.MAXIMIZE)
    assert study.direction == optuna.study.StudyDirection.MAXIMIZE == 2
    assert optuna.create_study().directions == [optuna.study.StudyDirection.MINIMIZE]


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


def test_who_only_reports_is_never_pruned():
    def objective(trial):
        x = trial.suggest_float("x", 0, 1)
        for step in range(3):
            trial.report(x + step, step)
        return -x

    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0))
    study.optimize(objective, n_trials=20)
    assert {trial.state for trial in study.trials} == {TrialState.COMPLETE}
    assert study.best_value == min(-trial.params["x"] for trial in study.trials)
    assert all(list(trial.intermediate_values) == [0, 1, 2] for trial in study.trials)
    assert optuna.visualization.plot_intermediate_values(study).svg.count("<polyline") >= 20


def test_a_trial_that_prunes_itself_has_what_it_reported_last():
    def objective(trial):
        trial.report(trial.suggest_float("x", 0, 1), 0)
        trial.report(3.0, 1)
        raise optuna.TrialPruned

    study = optuna.create_study()
    study.optimize(objective, n_trials=2)
    assert [(trial.state, trial.value) for trial in study.trials] == [(TrialState.PRUNED, 3.0)] * 2


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
    study.set_metric_names(["error", "size"])
    assert {"values_error", "values_size"} <= set(study.trials_dataframe().columns)
    with pytest.raises(SettingError, match="2 names"):
        study.set_metric_names(["error"])


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
    reported = study.trials_dataframe(attrs=("number", "intermediate_values"))
    assert list(reported.columns) == ["number", *(f"intermediate_values_{step}" for step in range(6))]


def test_a_study_that_is_kept_goes_on(tmp_path):
    given = {"study_name": "mine", "storage": f"sqlite:///{tmp_path}/study.db"}
    study = optuna.create_study(direction="maximize", **given)
    study.optimize(lambda trial: -bowl(trial), n_trials=8)
    with pytest.raises(DuplicatedStudyError, match="load_if_exists"):
        optuna.create_study(**given)
    study.set_user_attr("data", ["iris", 3])
    with pytest.raises(SettingError, match="'model'"):
        study.set_user_attr("model", object())
    again = optuna.load_study(**given)
    assert again.user_attrs == {"data": ["iris", 3]}
    assert optuna.get_all_study_names(given["storage"]) == ["mine"]
    assert (again.direction, len(again.trials)) == (optuna.study.StudyDirection.MAXIMIZE, 8)
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


def test_a_frame_with_two_rows_of_names():
    pytest.importorskip("pandas")
    study = optuna.create_study(directions=["minimize", "maximize"])
    study.set_metric_names(["error", "size"])
    study.optimize(lambda t: (bowl(t), t.suggest_float("y", 0, 1)), n_trials=2)
    frame = study.trials_dataframe(multi_index=True)
    assert list(frame["params"].columns) == ["x", "y"]
    assert list(frame["values"].columns) == ["error", "size"]
    assert frame[("number", "")].tolist() == [0, 1]


def test_one_value_is_not_asked_of_several():
    study = optuna.create_study(directions=["minimize", "maximize"])
    for name in ("best_trial", "best_value", "best_params", "direction"):
        with pytest.raises(RuntimeError, match="there are several"):
            getattr(study, name)


def test_distributions_are_said_as_there():
    choices = optuna.distributions.CategoricalDistribution(choices=("a", "b"))
    trial = optuna.create_study().ask({"kind": choices})
    assert trial.suggest_categorical("kind", ["a", "b"]) == trial.params["kind"]
    assert issubclass(optuna.exceptions.ExperimentalWarning, Warning)
    assert optuna.__version__
