"""Optuna's names of samplers."""

import time

import pytest

from fitwright import optuna
from fitwright.core.calls import called
from fitwright.core.errors import CandidateFailed, SettingError
from fitwright.optuna import samplers


@pytest.mark.parametrize(
    ("sampler", "word"),
    [
        (samplers.RandomSampler(seed=3), "random"),
        (samplers.QMCSampler(seed=3), "sobol"),
        (samplers.CmaEsSampler(seed=3), "cmaes"),
        (samplers.TPESampler(seed=3, multivariate=True), "tpe"),
        (samplers.GPSampler(seed=3), "gaussian"),
        (samplers.NSGAIISampler(seed=3, population_size=10), "evolution"),
        (samplers.NSGAIIISampler(seed=3), "evolution"),
    ],
)
def test_each_stands_for_one_of_ours(sampler, word):
    assert called(sampler.search)[0] == word
    assert sampler.seed == 3


def test_settings_are_handed_on_and_others_named():
    assert samplers.TPESampler(n_startup_trials=33).search == "tpe(startup=33)"
    study = optuna.create_study(sampler=samplers.NSGAIISampler(population_size=1))
    with pytest.raises(SettingError, match="population"):
        study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=1)
    with pytest.warns(UserWarning, match="gamma"):
        samplers.TPESampler(gamma=lambda n: 3)


def test_a_grid_is_every_combination():
    grid = samplers.GridSampler({"x": [1, 2], "y": ["a", "b"]})
    assert grid.configs == ({"x": 1, "y": "a"}, {"x": 1, "y": "b"}, {"x": 2, "y": "a"}, {"x": 2, "y": "b"})
    assert grid.alone


def test_those_that_are_not_there_are_named():
    with pytest.raises(AttributeError, match=r"TPESampler.*Optuna's own"):
        _ = samplers.BaseGASampler


@pytest.mark.parametrize("asks", [False, True])
def test_what_trials_take_does_not_matter_to_a_gaussian_process(asks):
    def objective(trial):
        x = trial.suggest_float("x", 0, 1)
        time.sleep(next(naps))
        return (x - 0.3) ** 2

    found = []
    for order in (1, -1):
        naps = iter([0.0, 0.004, 0.0, 0.008, 0.0, 0.016][::order] * 2)
        study = optuna.create_study(sampler=samplers.GPSampler(seed=1, n_startup_trials=4))
        if asks:
            for _ in range(12):
                trial = study.ask()
                study.tell(trial, objective(trial))
        else:
            study.optimize(objective, n_trials=12)
        found.append([trial.params for trial in study.trials])
    assert found[0] == found[1]


class Low(samplers.BaseSampler):
    """Takes what is lowest, and leaves names that it does not know to the searcher."""

    def sample_independent(self, study, trial, name, distribution):
        if name == "x":
            return distribution.low
        return super().sample_independent(study, trial, name, distribution)


def test_what_it_leaves_out_is_searched_for():
    def objective(trial):
        x, y = trial.suggest_float("x", -1, 1), trial.suggest_float("y", 0, 1)
        return x + y, trial.suggest_categorical("one", ["alone"])

    study = optuna.create_study(sampler=Low("tpe", seed=2))
    study.optimize(lambda trial: objective(trial)[0], n_trials=30)
    first = study.trials[0]
    assert first.params == {"x": -1.0, "y": first.params["y"], "one": "alone"}
    assert study.best_value < -0.9
    assert {study.ours.history[number].origin for number in range(30)} == {"Low"}


def test_what_is_wished_for_comes_before_what_it_draws():
    study = optuna.create_study(sampler=Low())
    study.enqueue_trial({"x": 0.5})
    study.enqueue_trial({"x": 9.0})
    with pytest.warns(UserWarning, match="a wish for 'x'"):
        study.optimize(lambda trial: trial.suggest_float("x", -1, 1), n_trials=3)
    assert [trial.value for trial in study.trials] == [0.5, -1.0, -1.0]


def test_it_sees_its_study_in_one_process():
    study = optuna.create_study(sampler=Low())
    with pytest.warns(UserWarning, match="n_jobs is 1"):
        study.optimize(lambda trial: trial.suggest_float("x", -1, 1), n_trials=2, n_jobs=2)
    assert [trial.value for trial in study.trials] == [-1.0, -1.0]


@pytest.mark.parametrize("kind", [samplers.TPESampler, samplers.GPSampler])
def test_ours_may_be_asked_for_several_values_and_limits(kind):
    class Asking(kind):
        def sample_relative(self, study, trial, search_space):
            return super().sample_relative(study, trial, search_space)

    def objective(trial):
        x = trial.suggest_float("x", 0, 1)
        trial.set_constraint("c", 0.5 - x)
        return x, 1 - x

    study = optuna.create_study(directions=["minimize", "maximize"], sampler=Asking(seed=1))
    study.optimize(objective, n_trials=25)
    assert sum(trial.params["x"] >= 0.5 for trial in study.trials) > 12
    assert len({trial.params["x"] for trial in study.trials}) == 25


def over_xy(trial):
    return trial.suggest_float("x", 0, 3) + trial.suggest_int("y", 0, 3)


def test_a_grid_is_exhausted_when_each_combination_is_over(optuna):
    sampler = optuna.samplers.GridSampler({"x": [1, 2], "y": [1, 2]})
    study = optuna.create_study(sampler=sampler)
    seen = []
    while not sampler.is_exhausted(study):
        study.optimize(over_xy, n_trials=1)
        seen.append(study.trials[-1].params)
    assert sorted((one["x"], one["y"]) for one in seen) == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_a_grid_is_gone_through_by_asking():
    sampler = samplers.GridSampler({"x": [1, 2]})
    study = optuna.create_study(sampler=sampler)
    first, second = study.ask(), study.ask()
    assert [first.suggest_int("x", 0, 3), second.suggest_int("x", 0, 3)] == [1, 2]
    study.tell(first, 1.0)
    assert not sampler.is_exhausted(study)
    study.tell(second, state=optuna.trial.TrialState.FAIL)
    assert sampler.is_exhausted(study)
    with pytest.warns(UserWarning, match="gone through all there is"):
        third = study.ask()
    assert third.suggest_int("x", 0, 3) == 1


def test_a_name_that_the_grid_does_not_have_is_refused(optuna):
    study = optuna.create_study(sampler=optuna.samplers.GridSampler({"x": [1, 2]}))
    with pytest.raises(ValueError, match="y"):
        study.optimize(over_xy)
    assert [trial.state.name for trial in study.trials] == ["FAIL"]
    alone = optuna.create_study(sampler=optuna.samplers.GridSampler({"x": [1, 2]}))
    alone.optimize(lambda trial: trial.suggest_int("x", 0, 3) + trial.suggest_float("one", 4, 4))
    assert [trial.params for trial in alone.trials] in (
        [{"x": 1, "one": 4}, {"x": 2, "one": 4}],
        [{"x": 2, "one": 4}, {"x": 1, "one": 4}],
    )


def test_a_name_that_is_missing_is_told_by_processes_and_by_asking():
    sampler = samplers.GridSampler({"x": [1, 2]})
    with pytest.raises(CandidateFailed, match=r"the grid to have 'y'.*it has x\. Give GridSampler"):
        optuna.create_study(sampler=sampler).optimize(over_xy, n_jobs=2)
    study = optuna.create_study(sampler=sampler)
    study.enqueue_trial({"x": 1, "y": 3})
    with pytest.raises(SettingError, match="the grid to have 'y'"):
        over_xy(study.ask())
    study.ask()
    assert over_xy(study.ask()) == 4


def test_a_grid_that_comes_later_is_gone_through_whole(tmp_path):
    for storage in (None, tmp_path / "study.db"):
        study = optuna.create_study(sampler=samplers.RandomSampler(), storage=storage, study_name="s")
        study.optimize(over_xy, n_trials=2)
        study.add_trial(
            optuna.create_trial(
                value=3.0,
                params={"x": 1.0, "y": 2},
                distributions={
                    "x": optuna.distributions.FloatDistribution(0, 3),
                    "y": optuna.distributions.IntDistribution(0, 3),
                },
            )
        )
        study.sampler = samplers.GridSampler({"x": [1, 2], "y": [1, 2]})
        assert not study.sampler.is_exhausted(study)
        study.optimize(over_xy, n_trials=2)
        study.enqueue_trial({"x": 0.5, "y": 3})
        if storage is not None:
            study = optuna.load_study(storage=storage, study_name="s", sampler=study.sampler)
        study.optimize(over_xy)
        had = [tuple(trial.params.values()) for trial in study.trials[3:]]
        assert had == [(1, 1), (2, 1), (2, 2), (0.5, 3)]
        assert study.sampler.is_exhausted(study)


def test_a_value_that_is_out_of_the_range_is_not_tried_for_ever():
    sampler = samplers.GridSampler({"x": [1, 9], "y": [1]})
    study = optuna.create_study(sampler=sampler)
    with pytest.warns(UserWarning, match="from 0.0 to 3.0; got 9"):
        study.optimize(over_xy)
    assert len(study.trials) == 2
    assert sampler.is_exhausted(study)


@pytest.mark.parametrize("wishes", [1, 2, 3])
def test_brute_force_goes_on_where_trials_wait(wishes):
    def objective(trial):
        a = trial.suggest_categorical("a", ["x", "y"]) == "x"
        return trial.suggest_int("n", 0, 3) + a

    study = optuna.create_study(sampler=optuna.samplers.BruteForceSampler(seed=0))
    for n in range(wishes):
        study.enqueue_trial({"a": "x", "n": n})
    study.optimize(objective, n_trials=50)
    assert len({str(trial.params) for trial in study.trials}) == len(study.trials) == 8
