"""The suite for stopping rules finds what is wrong with a rule."""

import pytest

from fitwright.stopping.rule import Rule
from tests.checks._wrong import refused


class Perhaps(Rule):
    def judge(self, trial, history):
        return "perhaps"


class Moody(Rule):
    mood = 0

    def judge(self, trial, history):
        self.mood += 1
        return "go" if self.mood % 5 else "stop"


class Writing(Rule):
    def judge(self, trial, history):
        trial.results.clear()
        return "go"


class Strict(Rule):
    def judge(self, trial, history):
        return "stop"


class Waiting(Rule):
    def judge(self, trial, history):
        return "pause"


class Contrary(Rule):
    """Stops who is ahead."""

    def judge(self, trial, history):
        others = [t.loss for t in history if t.results and t.number != trial.number]
        return "stop" if len(others) > 3 and trial.loss < min(others) else "go"


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (Perhaps, "check_verdicts_are_go_pause_or_stop", "go, pause or stop; got 'perhaps'"),
        (Moody, "check_same_history_same_verdict", "a function of the history"),
        (Writing, "check_judging_changes_nothing", "a history that is left alone"),
        (Strict, "check_the_first_trial_goes_on", "a lone trial to go on .*; got 'stop'"),
        (Waiting, "check_a_run_finds_its_end", "at least one trial to be done"),
        (Contrary, "check_who_leads_at_every_step_is_not_stopped", "the leader not to be stopped"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_rule_that_misbehaves_is_told(member, check, sentence):
    refused("stopping", check, member, sentence)
