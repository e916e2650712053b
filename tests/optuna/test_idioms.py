"""Scripts as Optuna's users write them: each runs with both, and only the import differs."""

import functools

import numpy as np
import pytest


def quadratic(trial):
    x = trial.suggest_float("x", -10, 10)
    return (x - 2) ** 2


def test_a_classifier_is_chosen_with_its_settings(optuna):
    from sklearn.datasets import load_iris
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import cross_val_score
    from sklearn.svm import SVC

    x, y = load_iris(return_X_y=True)

    def objective(trial):
        kind = trial.suggest_categorical("classifier", ["SVC", "RandomForest"])
        if kind == "SVC":
            model = SVC(C=trial.suggest_float("svc_c", 1e-4, 1e4, log=True), gamma="auto")
        else:
            depth = trial.suggest_int("rf_max_depth", 2, 32, log=True)
            model = RandomForestClassifier(max_depth=depth, n_estimators=5, random_state=0)
        return cross_val_score(model, x, y, cv=3).mean()

    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=3))
    study.optimize(objective, n_trials=12)
    assert study.best_trial.value > 0.9
    assert study.best_params["classifier"] in ("SVC", "RandomForest")
    assert len(study.best_params) == 2
    assert {"params_svc_c", "params_rf_max_depth"} & set(study.trials_dataframe().columns)


def test_what_learns_step_by_step_is_pruned(optuna):
    from sklearn.datasets import load_iris
    from sklearn.linear_model import SGDClassifier
    from sklearn.model_selection import train_test_split

    x, y = load_iris(return_X_y=True)
    learn_x, judge_x, learn_y, judge_y = train_test_split(x, y, random_state=0)

    def objective(trial):
        alpha = trial.suggest_float("alpha", 1e-5, 1e4, log=True)
        model = SGDClassifier(alpha=alpha, random_state=0)
        for step in range(8):
            model.partial_fit(learn_x, learn_y, classes=np.unique(y))
            trial.report(1.0 - model.score(judge_x, judge_y), step)
            if trial.should_prune():
                raise optuna.TrialPruned
        return 1.0 - model.score(judge_x, judge_y)

    pruner = optuna.pruners.MedianPruner(n_startup_trials=4, n_warmup_steps=1)
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1), pruner=pruner)
    study.optimize(objective, n_trials=25, timeout=60)
    states = optuna.trial.TrialState
    pruned = study.get_trials(deepcopy=False, states=[states.PRUNED])
    complete = study.get_trials(deepcopy=False, states=[states.COMPLETE])
    assert pruned
    assert len(pruned) + len(complete) == 25
    assert all(trial.last_step >= 1 for trial in pruned)
    assert study.best_value == min(trial.value for trial in complete)


def test_several_objectives_have_a_front(optuna):
    def objective(trial):
        x, y = trial.suggest_float("x", 0, 5), trial.suggest_float("y", 0, 3)
        return 4 * x**2 + 4 * y**2, (x - 5) ** 2 + (y - 5) ** 2

    study = optuna.create_study(
        study_name="front", directions=["minimize", "minimize"], sampler=optuna.samplers.NSGAIISampler(seed=0)
    )
    study.set_metric_names(["cost", "distance"])
    study.optimize(objective, n_trials=30)
    assert len(study.directions) == 2
    cheap = min(study.best_trials, key=lambda trial: trial.values[0])
    near = min(study.best_trials, key=lambda trial: trial.values[1])
    assert cheap.values[0] <= near.values[0]
    assert cheap.values[1] >= near.values[1]
    assert {"values_cost", "values_distance"} <= set(study.trials_dataframe().columns)


class Calm:
    """Ends a study that has not got better for a while, as a callback."""

    def __init__(self, patience):
        self.patience = patience

    def __call__(self, study, trial):
        if trial.number - study.best_trial.number >= self.patience:
            study.stop()


def test_a_callback_ends_the_study(optuna):
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=2))
    study.optimize(quadratic, n_trials=300, callbacks=[Calm(7)])
    assert len(study.trials) == study.best_trial.number + 8
    more = optuna.study.MaxTrialsCallback(len(study.trials) + 3, states=(optuna.trial.TrialState.COMPLETE,))
    before = len(study.trials)
    study.optimize(quadratic, n_trials=50, callbacks=[more])
    assert len(study.trials) == before + 3


def test_known_values_come_first_and_known_trials_count(optuna):
    study = optuna.create_study()
    study.enqueue_trial({"x": 2.5})
    study.enqueue_trial({"x": -1}, user_attrs={"by": "hand"})
    study.optimize(quadratic, n_trials=4)
    assert [trial.params["x"] for trial in study.trials[:2]] == [2.5, -1]
    assert study.trials[1].user_attrs == {"by": "hand"}
    other = optuna.create_study()
    other.add_trials(study.trials)
    other.add_trial(
        optuna.trial.create_trial(
            params={"x": 2.0},
            distributions={"x": optuna.distributions.FloatDistribution(-10, 10)},
            value=0.0,
        )
    )
    other.optimize(quadratic, n_trials=1)
    assert (len(other.trials), other.best_params) == (6, {"x": 2.0})


def test_trials_are_asked_for_and_told_of(optuna):
    study = optuna.create_study(direction="maximize")
    words = {
        "x": optuna.distributions.FloatDistribution(0.1, 1.0, log=True),
        "n": optuna.distributions.IntDistribution(2, 10, step=2),
        "kind": optuna.distributions.CategoricalDistribution(["a", "b"]),
    }
    batch = [study.ask(words) for _ in range(3)]
    for trial in batch:
        assert trial.params["n"] in (2, 4, 6, 8, 10)
        study.tell(trial, trial.params["x"])
    failed = study.ask()
    study.tell(failed, state=optuna.trial.TrialState.FAIL)
    assert study.best_value == max(trial.params["x"] for trial in batch)
    with pytest.raises(ValueError):
        study.tell(failed, 1.0)


def test_the_best_model_is_kept_by_a_callback(optuna):
    def objective(trial):
        x = trial.suggest_float("x", -10, 10)
        trial.set_user_attr("model", np.poly1d([1.0, x]))
        return x**2

    def keep(study, trial):
        if study.best_trial.number == trial.number:
            study.set_user_attr("best model", trial.user_attrs["model"])

    study = optuna.create_study()
    study.optimize(objective, n_trials=10, callbacks=[keep])
    assert study.user_attrs["best model"](0.0) == study.best_params["x"]


def test_a_network_has_as_many_layers_as_it_says(optuna):
    def objective(trial):
        layers = trial.suggest_int("n_layers", 1, 4)
        units = [trial.suggest_int(f"units_{i}", 4, 128, log=True) for i in range(layers)]
        rate = trial.suggest_float("dropout", 0.2, 0.5, step=0.1)
        name = trial.suggest_categorical("optimizer", ["Adam", "SGD"])
        if name == "SGD":
            rate += trial.suggest_float("momentum", 0.0, 0.9)
        return abs(sum(units) - 100) + rate

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=5))
    study.optimize(objective, n_trials=40)
    for trial in study.trials:
        assert sum(name.startswith("units_") for name in trial.params) == trial.params["n_layers"]
        assert ("momentum" in trial.params) == (trial.params["optimizer"] == "SGD")
        assert round(trial.params["dropout"], 10) in (0.2, 0.3, 0.4, 0.5)
    assert study.best_value < 20


def test_a_study_is_loaded_where_it_is_kept(optuna, tmp_path):
    storage = f"sqlite:///{tmp_path}/example.db"
    study = optuna.create_study(study_name="mine", storage=storage, direction="maximize")
    study.optimize(lambda trial: -quadratic(trial), n_trials=3)
    study.set_user_attr("contributors", ["Akiba", "Sano"])
    with pytest.raises(optuna.exceptions.DuplicatedStudyError):
        optuna.create_study(study_name="mine", storage=storage)
    again = optuna.create_study(study_name="mine", storage=storage, load_if_exists=True)
    again.optimize(lambda trial: -quadratic(trial), n_trials=2)
    loaded = optuna.load_study(study_name="mine", storage=storage)
    assert (len(loaded.trials), loaded.best_value) == (5, again.best_value)
    assert loaded.user_attrs == {"contributors": ["Akiba", "Sano"]}
    [summary] = optuna.get_all_study_summaries(storage)
    assert (summary.study_name, summary.n_trials) == ("mine", 5)
    assert optuna.get_all_study_names(storage) == ["mine"]


def test_errors_are_caught_or_end_the_study(optuna):
    def objective(trial):
        x = trial.suggest_float("x", -1, 1)
        if trial.number == 2:
            raise ValueError("singular")
        return float("nan") if trial.number == 3 else x

    study = optuna.create_study()
    study.optimize(objective, n_trials=5, catch=(ValueError,))
    assert [trial.state.name for trial in study.trials] == ["COMPLETE"] * 2 + ["FAIL"] * 2 + ["COMPLETE"]
    other = optuna.create_study()
    with pytest.raises(ValueError, match="singular"):
        other.optimize(objective, n_trials=5)
    assert [trial.state.name for trial in other.trials] == ["COMPLETE"] * 2 + ["FAIL"]


class Objective:
    """One that holds its data."""

    def __init__(self, low, high):
        self.low, self.high = low, high

    def __call__(self, trial):
        return trial.suggest_float("x", self.low, self.high) ** 2


def test_an_objective_is_any_callable_and_runs_once_more_with_the_best(optuna):
    study = optuna.create_study()
    study.optimize(Objective(-1, 1), n_trials=3)
    study.optimize(
        functools.partial(lambda trial, power: trial.suggest_float("x", -1, 1) ** power, power=2), 2
    )
    assert Objective(-1, 1)(study.best_trial) == study.best_value
    assert Objective(-1, 1)(optuna.trial.FixedTrial({"x": 0.5})) == 0.25


def test_a_pruner_of_the_users_sees_the_study(optuna):
    class LastPlace(optuna.pruners.BasePruner):
        def __init__(self, warmup_steps, warmup_trials):
            self.steps, self.trials = warmup_steps, warmup_trials

        def prune(self, study, trial):
            step = trial.last_step
            done = study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.COMPLETE,))
            told = sorted(t.intermediate_values[step] for t in done if step in t.intermediate_values)
            if step < self.steps or len(told) <= self.trials:
                return False
            return trial.intermediate_values[step] < told[0]

    def objective(trial):
        height = [5.0, 4.0, 3.0, 1.0, 6.0, 2.0][trial.number]
        for step in range(4):
            trial.report(height + step, step)
            if trial.should_prune():
                raise optuna.TrialPruned
        return height

    study = optuna.create_study(direction="maximize", pruner=LastPlace(1, 2))
    study.optimize(objective, n_trials=6)
    assert [trial.last_step for trial in study.trials] == [3, 3, 3, 1, 3, 1]


def test_limits_are_told_by_a_function_of_the_trial(optuna):
    def objective(trial):
        x, y = trial.suggest_float("x", -15, 30), trial.suggest_float("y", -15, 30)
        trial.set_user_attr("constraint", (float((x - 5) ** 2 + y**2 - 25),))
        return 4 * x**2 + 4 * y**2

    sampler = optuna.samplers.TPESampler(seed=1, constraints_func=lambda t: t.user_attrs["constraint"])
    study = optuna.create_study(sampler=sampler)
    study.optimize(objective, n_trials=50)
    best = study.best_trial
    assert (best.params["x"] - 5) ** 2 + best.params["y"] ** 2 <= 25
    assert best.value == min(trial.value for trial in study.trials if trial.user_attrs["constraint"][0] <= 0)


def test_a_grid_is_searched_whole_however_much_is_to_be_told(optuna):
    sampler = optuna.samplers.GridSampler({"x": [-1, 0, 2], "y": [1, 2]})
    study = optuna.create_study(sampler=sampler)
    optuna.logging.set_verbosity(optuna.logging.INFO)
    optuna.logging.enable_propagation()
    study.optimize(lambda trial: quadratic(trial) + trial.suggest_int("y", 1, 2))
    optuna.logging.disable_propagation()
    assert len(study.trials) == 6
    assert study.best_params == {"x": 2, "y": 1}
    assert type(study.sampler).__name__ == "GridSampler"


def test_importance_is_told_of_each_parameter(optuna):
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=4))
    study.optimize(lambda trial: quadratic(trial) + 0.01 * trial.suggest_int("y", 1, 9), n_trials=30)
    importances = optuna.importance.get_param_importances(study)
    assert list(importances) == ["x", "y"]
    assert sum(importances.values()) == pytest.approx(1)
