"""tune minimises any function, and says what it cannot do."""

import pytest

from fitwright import Choice, Float, Int, Space, tune
from fitwright.core.errors import NothingFinished, SettingError, SpaceError, UnknownName


def bowl(config):
    return (config["x"] - 2) ** 2


SPACE = Space(x=Float(-5, 5))


def test_the_best_is_found_and_the_study_is_the_same_each_time():
    first, second = (tune(bowl, SPACE, max_trials=60, random_state=3) for _ in range(2))
    assert abs(first.best.config["x"] - 2) < 0.5
    assert [t.config for t in first] == [t.config for t in second]
    assert [t.config for t in tune(bowl, SPACE, max_trials=60, random_state=4)] != [t.config for t in first]


def test_several_jobs_give_the_same_study():
    one = tune(bowl, SPACE, max_trials=20, random_state=3)
    two = tune(lambda config: (config["x"] - 2) ** 2, SPACE, max_trials=20, random_state=3, n_jobs=2)
    assert [(t.config, t.loss) for t in one] == [(t.config, t.loss) for t in two]


def test_configs_of_the_users_come_first():
    study = tune(bowl, {"x": Float(-5, 5), "n": Int(1, 3, default=2)}, max_trials=3, first=[{"x": 2.0}])
    assert study.trials[0].config == {"x": 2.0, "n": 2}
    assert study.best.loss == 0


def test_a_failing_trial_is_an_outcome():
    def picky(config):
        if config["kind"] == "bad":
            raise RuntimeError("no such kind")
        return 1.0

    study = tune(picky, Space(kind=Choice(["bad", "good"])), max_trials=2)
    assert {t.state for t in study} == {"failed", "done"}
    with pytest.raises(NothingFinished, match="no such kind"):
        _ = tune(picky, Space(kind=Choice(["bad"])), max_trials=1).best


@pytest.mark.parametrize("answer", [None, "low", True, [1.0]])
def test_an_objective_that_returns_no_number_fails_its_trial(answer):
    study = tune(lambda config: answer, SPACE, max_trials=1)
    assert study.trials[0].state == "failed"


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({}, SettingError, "max_trials or time_limit"),
        ({"max_trials": 0}, SettingError, "max_trials"),
        ({"max_trials": 1, "search": "randon"}, UnknownName, "random"),
        ({"max_trials": 1, "executor": "serial", "trial_time_limit": 1}, SettingError, "processes"),
        ({"max_trials": 1, "first": [{"y": 1}]}, SpaceError, "y"),
    ],
)
def test_what_cannot_be_done_is_said_first(given, error, words):
    with pytest.raises(error, match=words):
        tune(bowl, SPACE, **given)


def test_an_empty_space_is_said():
    with pytest.raises(SpaceError, match="empty"):
        tune(bowl, Space(), max_trials=1)


def test_a_limit_holds_for_one_trial_and_the_study_goes_on():
    def slow(config):
        if config["n"] == 1:
            while True:
                pass
        return float(config["n"])

    study = tune(slow, Space(n=Int(1, 3)), max_trials=3, search="grid", trial_time_limit=0.5)
    assert [t.fault for t in study if t.config["n"] == 1] == ["time"]
    assert study.best.config["n"] == 2


def test_a_study_on_disk_goes_on(tmp_path):
    tune(bowl, SPACE, max_trials=4, run_dir=tmp_path)
    assert len(tune(bowl, SPACE, max_trials=6, run_dir=tmp_path)) == 6
