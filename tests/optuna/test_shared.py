"""Several studies of one name, and several threads with one study."""

import copy
import pickle
from threading import Thread

import pytest

from fitwright import optuna
from fitwright.core.errors import Unsupported


def flat(trial):
    return trial.suggest_float("x", 0, 1)


@pytest.fixture
def both(tmp_path):
    storage = tmp_path / "studies.db"
    one = optuna.create_study(storage=storage, study_name="same")
    return one, optuna.load_study(storage=storage, study_name="same")


def test_trials_that_are_asked_for_in_turns_have_numbers_of_their_own(both):
    one, other = both
    first, second = one.ask(), other.ask()
    assert (first.number, second.number) == (0, 1)
    one.tell(first, flat(first))
    other.tell(second, flat(second))
    for study in both:
        assert [trial.number for trial in study.trials] == [0, 1]
        assert all(trial.state == optuna.trial.TrialState.COMPLETE for trial in study.trials)


def test_each_goes_on_where_the_other_has_come_to(both):
    one, other = both
    one.optimize(flat, n_trials=3)
    other.optimize(flat, n_trials=3)
    assert len(one.trials) == len(other.trials) == 6
    assert one.best_value == other.best_value
    one.enqueue_trial({"x": 0.25})
    other.optimize(flat, n_trials=2)
    assert other.trials[6].params == {"x": 0.25}
    assert one.trials[7].params != {"x": 0.25}


def test_what_both_note_is_kept(both, tmp_path):
    one, other = both
    one.set_user_attr("by", "one")
    other.set_user_attr("too", "other")
    known = optuna.load_study(storage=tmp_path / "studies.db", study_name="same").user_attrs
    assert known == other.user_attrs == {"by": "one", "too": "other"}


def test_threads_take_turns_with_a_study():
    study = optuna.create_study()
    threads = [Thread(target=lambda: study.optimize(flat, n_trials=4)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [trial.number for trial in study.trials] == list(range(12))
    assert len(pickle.loads(pickle.dumps(study)).trials) == len(copy.deepcopy(study).trials) == 12


def test_a_study_is_not_run_within_itself():
    study, other = optuna.create_study(), optuna.create_study()

    def nested(trial):
        other.optimize(flat, n_trials=2)
        study.optimize(flat, n_trials=1)

    with pytest.raises(Unsupported, match="outside of the objective and the callbacks of the same study"):
        study.optimize(nested, n_trials=1)
    assert len(other.trials) == 2
    study.optimize(flat, n_trials=1)
    assert len(study.trials) == 2


def test_a_storage_in_memory_is_shared():
    storage = optuna.storages.InMemoryStorage()
    made = optuna.create_study(study_name="same", storage=storage)
    made.optimize(flat, n_trials=2)
    assert optuna.load_study(study_name="same", storage=storage) is made
    sampler = optuna.samplers.RandomSampler(seed=3)
    again = optuna.create_study(study_name="same", storage=storage, load_if_exists=True, sampler=sampler)
    again.optimize(flat, n_trials=2)
    assert len(made.trials) == 4
    assert made.sampler is sampler
    assert optuna.get_all_study_names(storage) == ["same"]
    with pytest.raises(optuna.exceptions.DuplicatedStudyError, match="in that storage"):
        optuna.create_study(study_name="same", storage=storage)
    with pytest.raises(KeyError, match="none of"):
        optuna.load_study(study_name="other", storage=storage)
    optuna.delete_study(study_name="same", storage=storage)
    assert optuna.get_all_study_names(storage) == []
