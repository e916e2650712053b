"""What a trial says of its results."""

import pytest

from fitwright.core.trial import Result, Step, Steps, Trial


def trial_of(losses, **more):
    return Trial(0, {}, {Step(*step): Result(loss, seconds=2.0) for step, loss in losses.items()}, **more)


def test_the_loss_is_the_mean_over_folds_of_the_highest_fidelity():
    trial = trial_of({(1, 0): 9.0, (0, 0): 5.0, (0, 2): 1.0, (0, 1): 7.0})
    assert trial.losses == [1.0, 9.0]
    assert trial.loss == 5.0
    assert trial.latest == [Step(0, 2), Step(1, 0)]
    assert list(trial.best_by_fold) == [0, 1]
    assert trial.seconds == 8.0


def test_before_the_first_result_the_loss_is_infinite():
    assert Trial(0, {}).loss == float("inf")
    assert Trial(0, {}).latest == []


def test_pending_is_what_was_granted_and_has_not_come_back():
    trial = trial_of({(0, 0): 1.0}, started=frozenset({Step(0, 0), Step(1, 0)}))
    assert trial.pending == {Step(1, 0)}


def test_the_gradient_is_the_mean_over_folds_of_what_all_of_them_tell():
    told = {Step(0, 0): {"x": 9.0}, Step(0, 1): {"x": 1.0, "y": 4.0}, Step(1, 0): {"x": 3.0, "z": 1.0}}
    trial = Trial(0, {}, {step: Result(0.0, gradient=gradient) for step, gradient in told.items()})
    assert trial.gradient == {"x": 2.0}
    assert Trial(0, {}).gradient == {}


def test_the_course_is_the_loss_after_each_result():
    assert trial_of({(0, 0): 5.0, (1, 0): 3.0, (0, 2): 1.0, (0, 1): 9.0}).course == [5.0, 4.0, 2.0, 2.0]
    assert Trial(0, {}).course == []


def test_the_latest_note_of_a_name_counts():
    notes = {Step(0, 0): {"a": 1, "b": 2}, Step(0, 1): {"a": 3}}
    assert Trial(0, {}, {step: Result(0.0, notes=note) for step, note in notes.items()}).notes == {
        "a": 3,
        "b": 2,
    }


def test_trials_may_begin_with_different_fidelities():
    steps = Steps(2, (1.0, 3.0, 9.0), in_rounds=True, begins=(0, 0, 1))
    assert [steps.begin(trial) for trial in range(6)] == [0, 0, 1, 0, 0, 1]
    assert [steps.count(trial) for trial in range(3)] == [6, 6, 4]
    assert Steps(3).begin(7) == 0


@pytest.mark.parametrize(("steps", "length"), [(Steps(), 1), (Steps(5), 5), (Steps(3, (0.1, 0.5, 1.0)), 9)])
def test_steps_are_folds_times_fidelities(steps, length):
    assert len(steps) == length
