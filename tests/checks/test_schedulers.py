"""The suite for schedulers finds what is wrong with a scheduler."""

from dataclasses import replace

import pytest

from fitwright.core.trial import Step
from fitwright.core.work import Key
from fitwright.scheduling.inorder import InOrder
from tests.checks._wrong import refused


class Changed(InOrder):
    """What it would grant, changed by `change`; the wrong ones below are made from it."""

    def next(self, history, room, seconds_left):
        work = super().next(history, room, seconds_left)
        return work and self.change(work, history)

    def change(self, work, history):
        return work


class First(Changed):
    """One fold is all."""

    def change(self, work, history):
        return None if work.key.step.fold else work


class Hasty(Changed):
    def change(self, work, history):
        fold, _ = work.key.step
        step = Step(fold, len(history.steps.fidelities) - 1)
        taken = work.key.trial in history and step in history[work.key.trial].started
        return work if taken else replace(work, key=work.key._replace(step=step))


class Twice(Changed):
    """Grants a step that has not come back once more."""

    def change(self, work, history):
        if len(history) == 1 and history[0].pending:
            return replace(work, key=Key(0, min(history[0].pending)), config=history[0].config)
        return work


class Far(Changed):
    def change(self, work, history):
        return replace(work, key=work.key._replace(attempt=1))


class Skipping(Changed):
    def change(self, work, history):
        new = work.key.trial not in history
        return replace(work, key=work.key._replace(trial=work.key.trial + 1)) if new else work


class Renamed(Changed):
    def change(self, work, history):
        return replace(work, config={"model": "mean"}) if work.key.step.fold else work


class Endless(InOrder):
    def __init__(self, searcher, trials=None):
        super().__init__(searcher, None)


class Timeless(InOrder):
    def next(self, history, room, seconds_left):
        return super().next(history, room, 1e9)


class Moody(InOrder):
    mood = False

    def next(self, history, room, seconds_left):
        self.mood = not self.mood
        return super().next(history, room, seconds_left) if self.mood else None


class Silent(Changed):
    def change(self, work, history):
        return replace(work, origin="")


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (First, "check_every_trial_ends_with_all_its_steps", "12 trials; got 1"),
        (
            First,
            "check_failed_stopped_and_paused_trials_do_not_hold_up_the_run",
            "12 trials; got 1",
        ),
        (Hasty, "check_fidelities_of_a_fold_rise_one_by_one", "to be back before"),
        (Twice, "check_no_step_is_granted_twice", "no step twice"),
        (Far, "check_steps_lie_within_the_cut", "a step of Steps"),
        (Skipping, "check_new_trials_are_numbered_without_a_gap", "Expected trial 0 at its first step"),
        (Renamed, "check_further_steps_keep_the_config", "with the config that the trial began with"),
        (Endless, "check_no_more_trials_than_asked_for", "1 trials|did not within"),
        (Timeless, "check_nothing_starts_without_time", "nothing to start with no seconds left"),
        (Moody, "check_same_history_same_work", "a function of the history"),
        (Silent, "check_who_proposed_it_is_told", "origin 'random'"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_scheduler_that_misbehaves_is_told(member, check, sentence):
    refused("scheduling", check, member, sentence)
