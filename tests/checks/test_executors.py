"""The suite for executors finds what is wrong with an executor."""

from dataclasses import replace

import pytest

from fitwright.core.work import Key
from fitwright.execution.serial import Serial
from tests.checks._wrong import refused


class Renaming(Serial):
    def wait(self, seconds):
        return [replace(done, key=Key(0, done.key.step)) for done in super().wait(seconds)]


class Mute(Serial):
    def wait(self, seconds):
        return [replace(done, why="") for done in super().wait(seconds)]


class Lost(Serial):
    def wait(self, seconds):
        return [replace(done, fault=done.fault and "lost") for done in super().wait(seconds)]


class Roomy(Serial):
    @property
    def room(self):
        return 1


class Talking(Serial):
    """Says everything twice."""

    def __init__(self):
        super().__init__()
        self.last = []

    def wait(self, seconds):
        found = super().wait(seconds)
        found, self.last = found or self.last, found
        return found


class Deaf(Serial):
    def stop(self, key):
        return


class Holding(Serial):
    """Keeps the slot of a trial that was told to pause."""

    def answer(self, key, verdict):
        super().answer(key, "go")


class Careless(Serial):
    def start(self, work):
        super().start(replace(work, limits=type(work.limits)()))


class Fragile(Serial):
    opened = False

    def open(self, objective):
        super().open(objective)
        self.opened = True

    def close(self):
        assert self.opened, "Expected an open executor."
        super().close()


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (Renaming, "check_results_come_back", "the key Key"),
        (Mute, "check_errors_are_the_candidates_fault", "in the reason; got ''"),
        (Lost, "check_errors_are_the_candidates_fault", "the fault 'exception'"),
        (Roomy, "check_room_counts_what_may_start", "Expected room 0; got 1"),
        (Talking, "check_nothing_comes_back_while_a_verdict_is_awaited", "nothing before the verdict"),
        (Deaf, "check_stopped_work_does_not_come_back", "Expected room 1 after stopping; got 0"),
        (
            Holding,
            "check_pause_and_stop_end_a_reporting_trial",
            "Expected room 1 at once after 'pause'; got 0",
        ),
        (Careless, "check_limits_are_kept_or_refused", "to be refused"),
        (Fragile, "check_closing_twice_does_no_harm", "an open executor"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_an_executor_that_misbehaves_is_told(member, check, sentence):
    refused("execution", check, member, sentence)
