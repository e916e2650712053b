"""More scripts that run with both: samplers of the user's, and trials as they are told."""

import itertools
import warnings

import numpy as np
import pytest


def quadratic(trial):
    x = trial.suggest_float("x", -10, 10)
    return (x - 2) ** 2


def test_a_sampler_of_the_users_draws(optuna):
    class Annealing(optuna.samplers.BaseSampler):
        def __init__(self, temperature=100):
            self.rng, self.temperature, self.current = np.random.RandomState(1), temperature, None

        def sample_relative(self, study, trial, search_space):
            if search_space == {}:
                return {}
            last = study.trials[-2]
            worse = 0.0 if self.current is None else last.value - self.current.value
            self.temperature *= 0.9
            if self.rng.uniform(0, 1) < np.exp(-max(worse, 0.0) / self.temperature):
                self.current = last
            params = {}
            for name, domain in search_space.items():
                assert isinstance(domain, optuna.distributions.FloatDistribution)
                now, width = self.current.params[name], (domain.high - domain.low) * 0.1
                ends = max(now - width, domain.low), min(now + width, domain.high)
                params[name] = self.rng.uniform(*ends)
            return params

        def infer_relative_search_space(self, study, trial):
            return optuna.search_space.intersection_search_space(study.get_trials(deepcopy=False))

        def sample_independent(self, study, trial, param_name, param_distribution):
            other = optuna.samplers.RandomSampler(seed=1)
            return other.sample_independent(study, trial, param_name, param_distribution)

    def objective(trial):
        x, y = trial.suggest_float("x", -10, 10), trial.suggest_float("y", -5, 5)
        return x**2 + y

    study = optuna.create_study(sampler=Annealing())
    study.optimize(objective, n_trials=60)
    assert study.best_value < 0
    params = [trial.params for trial in study.trials]
    assert len({(one["x"], one["y"]) for one in params}) == 60
    steps = [abs(b["x"] - a["x"]) for a, b in itertools.pairwise(params[1:])]
    assert np.median(steps) < 3


def test_a_sampler_of_the_users_hears_of_trials(optuna):
    heard = []

    class Hearing(optuna.samplers.RandomSampler):
        def before_trial(self, study, trial):
            heard.append((trial.number, "begins", len(study.trials)))

        def after_trial(self, study, trial, state, values):
            heard.append((trial.number, state.name, values))
            assert trial.params.keys() == {"x"}

    def objective(trial):
        trial.suggest_float("x", 0, 1)
        if trial.number == 1:
            trial.report(7.0, 3)
            raise optuna.TrialPruned
        if trial.number == 2:
            raise ValueError
        return trial.number

    study = optuna.create_study(sampler=Hearing(seed=1))
    study.optimize(objective, n_trials=3, catch=(ValueError,))
    trial = study.ask()
    trial.suggest_float("x", 0, 1)
    study.tell(trial, 5)
    assert [one for one in heard if one[1] != "begins"] == [
        (0, "COMPLETE", [0.0]), (1, "PRUNED", [7.0]), (2, "FAIL", None), (3, "COMPLETE", [5.0]),
    ]  # fmt: skip
    assert [one for one in heard if one[1] == "begins"] == [(n, "begins", n + 1) for n in range(4)]


def test_some_values_are_fixed(optuna):
    def objective(trial):
        x, kind = trial.suggest_float("x", -1, 1), trial.suggest_categorical("kind", ["a", "b"])
        return x**2 + trial.suggest_int("n", -10, 10) + (kind == "a")

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
    study.optimize(objective, n_trials=15)
    best = study.best_params
    fixed = {"n": best["n"], "kind": best["kind"]}
    study.sampler = optuna.samplers.PartialFixedSampler(fixed, study.sampler)
    study.optimize(objective, n_trials=10)
    assert all(trial.params.items() >= fixed.items() for trial in study.trials[15:])
    assert len({trial.params["x"] for trial in study.trials[15:]}) == 10


def test_what_does_not_work_is_infinitely_bad(optuna):
    def objective(trial):
        x = trial.suggest_float("x", -1, 1)
        return float("inf") if x < 0 else np.float32(x)

    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    study.optimize(objective, n_trials=20)
    assert {trial.state.name for trial in study.trials} == {"COMPLETE"}
    assert [trial.value == float("inf") for trial in study.trials] == [
        t.params["x"] < 0 for t in study.trials
    ]
    assert 0 < study.best_value < 1
    assert study.tell(study.ask(), float("-inf")).value == study.best_value == float("-inf")
    several = optuna.create_study(directions=["minimize", "maximize"])
    several.optimize(lambda trial: (objective(trial), 0.0), n_trials=10)
    assert {trial.state.name for trial in several.trials} == {"COMPLETE"}
    assert all(trial.params["x"] >= 0 for trial in several.best_trials)


def test_trials_from_elsewhere_are_as_they_are_told(optuna):
    make, states = optuna.trial.create_trial, optuna.trial.TrialState
    given = {"params": {"x": 0.5}, "distributions": {"x": optuna.distributions.FloatDistribution(0, 1)}}
    study = optuna.create_study(direction="maximize")
    study.add_trial(make(value=float("-inf"), **given))
    study.add_trial(make(value=1.0, intermediate_values={0: 3.0, 2: float("nan"), 5: float("inf")}, **given))
    study.add_trial(make(state=states.PRUNED, intermediate_values={0: 1.0, 3: 2.0}, **given))
    study.add_trial(make(state=states.PRUNED, **given))
    study.add_trial(make(state=states.FAIL, intermediate_values={4: 1.0}, user_attrs={"a": 1}, **given))
    for wrong in (
        {"value": float("nan")}, {"state": states.COMPLETE}, {"state": states.FAIL, "value": 1.0},
        {"values": [1.0, 2.0]}, {"value": 1.0, "params": {"x": 9.0}}, {"value": 1.0, "distributions": {}},
    ):  # fmt: skip
        with pytest.raises(ValueError):
            study.add_trial(make(**{**given, **wrong}))
    assert [trial.state.name for trial in study.trials] == ["COMPLETE"] * 2 + ["PRUNED"] * 2 + ["FAIL"]
    assert [trial.last_step for trial in study.trials] == [None, 5, 3, None, 4]
    assert [sorted(trial.intermediate_values) for trial in study.trials] == [[], [0, 2, 5], [0, 3], [], [4]]
    assert (study.trials[0].value, study.best_value) == (float("-inf"), 1.0)
    assert study.trials[4].user_attrs == {"a": 1}
    study.optimize(quadratic, n_trials=2)
    assert len(study.trials) == 7


def test_what_is_said_twice_stays_as_it_was(optuna):
    def objective(trial):
        x = trial.suggest_float("x", 0, 1)
        trial.report(1.0, 3)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            trial.report(5.0, 3)
            assert trial.suggest_float("x", 0, 2) == x
        with pytest.raises(ValueError):
            trial.report(1.0, -1)
        with pytest.raises(ValueError):
            trial.suggest_categorical("x", ["a"])
        return x

    study = optuna.create_study()
    study.optimize(objective, n_trials=1)
    assert study.trials[0].intermediate_values == {3: 1.0}


def test_a_patient_pruner_waits_as_long(optuna):
    shapes = [
        lambda step: 9.0 - step, lambda step: 5.0, lambda step: 5.0 + step, lambda step: abs(3.0 - step),
        lambda step: [4, 3, 5, 5, 2, 6, 6, 6, 6, 6][step],
    ]  # fmt: skip

    def objective(trial):
        for step in range(10):
            trial.report(shapes[trial.number](step), step)
            if trial.should_prune():
                raise optuna.TrialPruned
        return 0.0

    found = []
    for patience, delta in ((0, 0.0), (1, 0.0), (2, 0.0), (2, 1.5), (4, 0.0)):
        study = optuna.create_study(pruner=optuna.pruners.PatientPruner(None, patience, delta))
        study.optimize(objective, n_trials=5)
        found.append([trial.last_step for trial in study.trials])
    assert found == [[9, 9, 1, 4, 2], [9, 9, 2, 5, 3], [9, 9, 3, 6, 7], [9, 9, 4, 7, 7], [9, 9, 5, 8, 9]]


def test_names_that_scripts_mention_are_there(optuna):
    study = optuna.create_study(
        storage=optuna.storages.InMemoryStorage(), sampler=optuna.samplers.RandomSampler(seed=1)
    )
    study.optimize(lambda trial: quadratic(trial) + trial.suggest_float("y", 0, 1), n_trials=20)
    trial = study.ask(study.best_trial.distributions)
    for one in (trial, study.best_trial, optuna.trial.FixedTrial({"x": 1.0})):
        assert isinstance(one, optuna.trial.BaseTrial)
    assert study.tell(trial, 1.0).value == 1.0
    with pytest.raises((ValueError, optuna.exceptions.UpdateFinishedTrialError)):
        study.tell(trial, 2.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ours says that it has one way only
        evaluator = optuna.importance.FanovaImportanceEvaluator(seed=0)
        assert next(iter(optuna.importance.get_param_importances(study, evaluator=evaluator))) == "x"


def test_ctrl_c_ends_the_script_and_keeps_what_there_is(optuna):
    def objective(trial):
        if trial.number == 2:
            raise KeyboardInterrupt
        return quadratic(trial)

    study = optuna.create_study()
    with pytest.raises(KeyboardInterrupt):
        study.optimize(objective, n_trials=5)
    assert [trial.state.name for trial in study.trials[:2]] == ["COMPLETE", "COMPLETE"]
    assert study.best_value == min(trial.value for trial in study.trials[:2])


def test_what_is_wished_for_is_tried_once_more(optuna):
    def objective(trial):
        return float(trial.suggest_categorical("k", [1, 2, 3]) + trial.suggest_int("n", 1, 2))

    study = optuna.create_study(sampler=optuna.samplers.GridSampler({"k": [1, 2, 3], "n": [1, 2]}))
    study.optimize(objective, n_trials=6)
    study.sampler = optuna.samplers.TPESampler(seed=1)
    for k in (1, 1, 3):
        study.enqueue_trial({"k": k, "n": 2})
    study.optimize(objective, n_trials=3)
    assert [trial.params for trial in study.trials[6:]] == [{"k": k, "n": 2} for k in (1, 1, 3)]
