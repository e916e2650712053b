"""Studies that are kept: found by their names, copied, told of in a line."""

import numpy as np
import pytest

from fitwright import optuna
from fitwright.core.errors import SettingError
from fitwright.optuna.exceptions import DuplicatedStudyError


def bowl(trial):
    return (trial.suggest_float("x", -5, 5) - 2) ** 2


@pytest.fixture
def place(tmp_path):
    return f"sqlite:///{tmp_path}/study.db"


def test_a_study_is_there_before_its_first_trial(place):
    optuna.create_study(study_name="mine", storage=place, direction="maximize")
    assert optuna.get_all_study_names(place) == ["mine"]
    with pytest.raises(DuplicatedStudyError):
        optuna.create_study(study_name="mine", storage=place)
    assert (
        optuna.load_study(study_name="mine", storage=place).direction == optuna.study.StudyDirection.MAXIMIZE
    )


def test_a_study_that_goes_on_keeps_its_directions(place):
    first = optuna.create_study(study_name="mine", storage=place, direction="maximize")
    first.optimize(bowl, n_trials=3)
    again = optuna.create_study(study_name="mine", storage=place, load_if_exists=True)
    again.optimize(bowl, n_trials=2)
    assert (again.direction.name, len(again.trials)) == ("MAXIMIZE", 5)


def test_a_study_goes_on_with_another_sampler_and_pruner(place):
    first = optuna.create_study(study_name="mine", storage=place)
    first.optimize(bowl, n_trials=3)
    first.sampler = optuna.samplers.GPSampler(seed=3)
    first.optimize(bowl, n_trials=3)
    given = {"sampler": optuna.samplers.RandomSampler(seed=1), "pruner": optuna.pruners.NopPruner()}
    again = optuna.load_study(study_name="mine", storage=place, **given)
    again.optimize(bowl, n_trials=2)
    again.tell(again.ask(), 0.0)
    loaded = optuna.load_study(study_name="mine", storage=place)
    assert [trial.params for trial in loaded.trials] == [trial.params for trial in again.trials]
    assert [loaded.ours.history[number].origin for number in (0, 5, 7)] == ["tpe", "gaussian", "random"]


def test_names_are_its_own_where_nobody_gives_one(place):
    for _ in range(2):
        optuna.create_study(storage=place).optimize(bowl, n_trials=1)
    assert len(optuna.get_all_study_names(place)) == 2
    assert all(name.startswith("no-name-") for name in optuna.get_all_study_names(place))
    with pytest.raises(SettingError, match="study_name where there is not one"):
        optuna.load_study(study_name=None, storage=place)
    optuna.delete_study(study_name=optuna.get_all_study_names(place)[0], storage=place)
    assert len(optuna.load_study(study_name=None, storage=place).trials) == 1


def test_a_copy_has_all_and_goes_on_alone(place, tmp_path):
    study = optuna.create_study(study_name="mine", storage=place, directions=["minimize", "maximize"])
    study.set_user_attr("data", "iris")
    study.set_metric_names(["error", "size"])
    study.optimize(lambda trial: (bowl(trial), trial.number), n_trials=4)
    elsewhere = tmp_path / "other.db"
    for name, storage in (("yours", place), (None, elsewhere)):
        given = {"from_study_name": "mine", "from_storage": place, "to_storage": storage}
        optuna.copy_study(**given, to_study_name=name)
        copy = optuna.load_study(study_name=name or "mine", storage=storage)
        assert [trial.values for trial in copy.trials] == [trial.values for trial in study.trials]
        assert [trial.datetime_start for trial in copy.trials] == [t.datetime_start for t in study.trials]
        assert (copy.user_attrs, copy.metric_names) == ({"data": "iris"}, ["error", "size"])
        copy.optimize(lambda trial: (bowl(trial), 0.0), n_trials=2)
        with pytest.raises(DuplicatedStudyError):
            optuna.copy_study(**given, to_study_name=name)
    assert len(optuna.load_study(study_name="mine", storage=place).trials) == 4
    with pytest.raises(SettingError, match="there is none"):
        optuna.copy_study(from_study_name="nobody", from_storage=place, to_storage=elsewhere)


@pytest.mark.parametrize("name", ["group/one", "..", "100%", "a%2Fb", "my study: 2?", "é.db"])
def test_a_name_is_any_text(name, place, tmp_path):
    optuna.create_study(study_name=name, storage=place).optimize(bowl, n_trials=1)
    assert optuna.get_all_study_names(place) == [name]
    assert [one.study_name for one in optuna.get_all_study_summaries(place)] == [name]
    assert len(optuna.load_study(study_name=name, storage=place).trials) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["study.db.studies"]
    assert len(list((tmp_path / "study.db.studies").iterdir())) == 1
    optuna.delete_study(study_name=name, storage=place)
    assert optuna.get_all_study_names(place) == []


@pytest.mark.parametrize(
    "look",
    [
        lambda place: optuna.load_study(study_name="mine", storage=None),
        lambda place: optuna.load_study(study_name=None, storage=None),
        lambda place: optuna.delete_study(study_name="mine", storage=None),
        lambda place: optuna.get_all_study_names(None),
        lambda place: optuna.copy_study(from_study_name="mine", from_storage=None, to_storage=place),
        lambda place: optuna.copy_study(from_study_name="mine", from_storage=place, to_storage=None),
    ],
)
def test_nobody_finds_a_study_in_memory_by_its_name(look, place):
    optuna.create_study(study_name="mine", storage=place)
    with pytest.raises(SettingError, match="nobody finds a study in memory"):
        look(place)


def test_what_there_is_to_say_of_each(place):
    one = optuna.create_study(study_name="one", storage=place, direction="maximize")
    one.set_user_attr("data", "iris")
    one.optimize(bowl, n_trials=3)
    optuna.create_study(study_name="two", storage=place, directions=["minimize"] * 2)
    first, second = optuna.get_all_study_summaries(place)
    assert (first.study_name, first.direction.name, first.n_trials) == ("one", "MAXIMIZE", 3)
    assert (first.best_trial.value, first.user_attrs) == (one.best_value, {"data": "iris"})
    assert first.datetime_start == min(trial.datetime_start for trial in one.trials)
    assert (second.n_trials, second.best_trial, second.datetime_start) == (0, None, None)
    assert optuna.get_all_study_summaries(place, include_best_trial=False)[0].best_trial is None


def test_trials_are_looked_at_as_they_change_and_given_as_copies():
    study = optuna.create_study()
    seen = []

    def objective(trial):
        trial.report(bowl(trial), 0)
        trial.should_prune()
        seen.append([one.state.name for one in study.trials])
        return trial.number

    study.optimize(objective, n_trials=3)
    assert seen[2] == ["COMPLETE", "COMPLETE", "RUNNING"]
    study.trials[0].params.clear()
    study.best_trial.set_user_attr("by", "hand")
    assert set(study.trials[0].params) == {"x"}
    assert study.best_trial.user_attrs == {}
    assert study.get_trials(deepcopy=False)[0] is study.get_trials(deepcopy=False)[0]
    study.tell(study.ask(), -1.0)
    assert study.best_trial.number == 3


def test_what_is_wished_for_waits_where_the_study_is_kept(place):
    first = optuna.create_study(study_name="mine", storage=place)
    first.optimize(bowl, n_trials=1)
    first.enqueue_trial({"x": np.float64(2)}, user_attrs={"by": "hand"})
    first.enqueue_trial({"x": -1})
    first.enqueue_trial({"x": 4})
    first.optimize(bowl, n_trials=1)
    again = optuna.load_study(study_name="mine", storage=place)
    assert [trial.state.name for trial in again.trials] == ["COMPLETE"] * 2 + ["WAITING"] * 2
    again.enqueue_trial({"x": 4}, skip_if_exists=True)
    again.enqueue_trial({"x": 5})
    again.optimize(bowl, n_trials=2)
    optuna.copy_study(from_study_name="mine", from_storage=place, to_storage=place, to_study_name="copy")
    for name in ("mine", "copy"):
        last = optuna.load_study(study_name=name, storage=place)
        last.optimize(bowl, n_trials=2)
        assert [trial.params["x"] for trial in last.trials[1:-1]] == [2, -1, 4, 5]
        assert [trial.user_attrs for trial in last.trials[1:3]] == [{"by": "hand"}, {}]
    with pytest.raises(SettingError, match="'x' is not"):
        last.enqueue_trial({"x": object()})


def test_what_was_wished_for_a_trial_that_was_cut_holds_when_it_begins_anew(place):
    first = optuna.create_study(study_name="mine", storage=place)
    first.enqueue_trial({"x": 3.5})

    def cut(trial):
        bowl(trial)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        first.optimize(cut, n_trials=1)
    again = optuna.load_study(study_name="mine", storage=place)
    assert [trial.state.name for trial in again.trials] == ["RUNNING"]
    again.optimize(bowl, n_trials=1)
    assert again.trials[0].params == {"x": 3.5}
