"""The loop ends, repeats itself, survives faults and keeps what it has."""

import errno
import math
import os
import signal
import time

import pytest

from fitwright.core.budget import Budget
from fitwright.core.errors import Unsupported
from fitwright.core.events import Asked, Closed, Opened, Started, Stepped, Undone
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.core.work import Limits
from fitwright.execution.serial import Serial
from fitwright.ledger.memory import Memory
from fitwright.loop import _Numbers
from fitwright.stopping.median import Median
from fitwright.stopping.never import Never
from tests.looping import Bowl, Commits, Shuffled, looped, told


def test_every_trial_is_over_at_the_end():
    history = looped(Serial(), rule=Never()).run(Bowl())
    assert len(history) == 12
    assert {t.state for t in history} == {"done"}
    assert all(len(t.results) == 3 for t in history)


@pytest.mark.parametrize("workers", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_with_a_budget_in_trials_neither_workers_nor_arrival_matter(workers, seed):
    expected = told(looped(Serial()).run(Bowl()))
    assert told(looped(Shuffled(workers, seed)).run(Bowl())) == expected


def test_what_the_machine_lost_is_tried_again_and_then_given_up():
    assert {t.state for t in looped(Shuffled(2, 0, lose=2), rule=Never()).run(Bowl())} == {"done"}
    history = looped(Shuffled(2, 0, lose=3), trials=2, rule=Never()).run(Bowl())
    assert {(t.state, t.fault) for t in history} == {("failed", "lost")}


def test_a_candidates_error_closes_it_and_the_run_goes_on():
    class Picky(Bowl):
        def __call__(self, work):
            if work.config["x"] > 0.5:
                raise ValueError("too large")
            return super().__call__(work)

    history = looped(Serial(), rule=Never()).run(Picky())
    failed = history.in_state("failed")
    assert failed
    assert all("too large" in t.why for t in failed)
    assert len(failed) + len(history.in_state("done")) == 12


def test_a_loss_that_is_no_number_is_a_failure():
    class Odd(Bowl):
        def __call__(self, work):
            return Result(float("nan"))

    assert {t.state for t in looped(Serial(), trials=3).run(Odd())} == {"failed"}


def test_a_run_goes_on_from_its_ledger():
    ledger = Memory()
    looped(Serial(), trials=4, rule=Never(), ledger=ledger).run(Bowl())
    history = looped(Serial(), trials=9, rule=Never(), ledger=ledger).run(Bowl())
    assert len(history) == 9
    assert sum(isinstance(event, Opened) for _, event in ledger.since(0)) == 1


def test_time_ends_a_run():
    loop = looped(Shuffled(2, 0), trials=None)
    loop.budget = Budget(0.3)
    history = loop.run(Bowl())
    assert history.best(1)[0].loss == min(t.loss for t in history.in_state("done"))


def test_listeners_hear_what_the_ledger_holds_in_its_order():
    ledger, heard = Memory(), []
    looped(Serial(), trials=3, ledger=ledger, listeners=[heard.append]).run(Bowl())
    assert heard == [event for _, event in ledger.since(0)]
    kinds = [type(event) for event in heard]
    assert kinds.index(Started) < kinds.index(Stepped) < kinds.index(Closed)


def test_ctrl_c_keeps_what_there_is():
    class Pressed(Bowl):
        def __call__(self, work):
            if work.key.trial == 5:
                raise KeyboardInterrupt
            return super().__call__(work)

    loop = looped(Serial(), rule=Never())
    history = loop.run(Pressed())
    assert loop.interrupted
    assert history.scored()


class Reporting:
    """Goes on by itself and reports as it goes."""

    steps = Steps(open_ended=True)

    def __call__(self, work):
        for epoch in range(5):
            yield Result(work.config["x"] / (epoch + 1))


def test_a_trial_that_reports_is_judged_at_each_report():
    history = looped(Serial(), rule=Never(), trials=3).run(Reporting())
    assert {t.state for t in history} == {"done"}
    assert {len(t.results) for t in history} == {5}
    judged = looped(Serial(), rule=Median(), trials=12).run(Reporting())
    assert judged.in_state("stopped")
    assert all(len(t.results) < 5 for t in judged.in_state("stopped"))


@pytest.mark.parametrize(("then", "now"), [(1, 1), (4, 1), (2, 4)])
def test_a_run_that_was_cut_anywhere_ends_as_if_it_had_not_been(then, now):
    whole = Commits()
    expected = told(looped(Shuffled(then, 0), ledger=whole).run(Bowl()))
    for cut in range(1, len(whole.commits)):
        ledger = Memory()
        for commit in whole.commits[:cut]:
            ledger.append(commit)
        assert told(looped(Shuffled(now, cut), ledger=ledger).run(Bowl())) == expected, cut
        assert not any(isinstance(event, Undone) for _, event in ledger.since(0)), cut


def test_it_may_be_cut_again_and_again():
    expected, ledger = told(looped(Shuffled(2, 0)).run(Bowl())), Memory()
    for seed in range(100):
        again = Commits()
        again.append([event for _, event in ledger.since(0)])
        history = looped(Shuffled(3, seed), ledger=again).run(Bowl())
        ledger = Memory()
        for commit in again.commits[:4]:
            ledger.append(commit)
        if again.commits[4:] == []:
            break
    assert told(history) == expected


def test_a_step_that_was_cut_starts_again_under_its_decision():
    ledger = Commits()
    looped(Shuffled(3, 0), ledger=ledger).run(Bowl())
    cut = next(i for i, commit in enumerate(ledger.commits) if isinstance(commit[-1], Stepped)) - 1
    again = Memory()
    for commit in ledger.commits[: cut + 1]:
        again.append(commit)
    lost = [e for commit in ledger.commits[: cut + 1] for e in commit if isinstance(e, Started)]
    looped(Serial(), ledger=again).run(Bowl())
    events = [event for _, event in again.since(0)]
    restarted = [e for e in events if isinstance(e, Started)][len(lost) : 2 * len(lost)]
    assert [(e.trial, e.step, e.decision) for e in restarted] == [(e.trial, e.step, e.decision) for e in lost]
    assert not any(isinstance(e, Closed) and e.fault == "lost" for e in events)


def test_a_step_cut_by_the_end_of_the_time_goes_on_when_there_is_more():
    class Stuck(Shuffled):
        def wait(self, seconds):
            time.sleep(min(seconds, 0.05))
            return []

    ledger = Memory()
    first = looped(Stuck(2, 0), ledger=ledger, rule=Never())
    first.budget = Budget(0.2)
    busy = first.run(Bowl()).busy
    assert busy
    history = looped(Shuffled(2, 0), ledger=ledger, rule=Never()).run(Bowl())
    assert {history[trial.number].state for trial in busy} == {"done"}
    assert len(history) == 12


def test_a_reporting_trial_that_was_cut_reports_the_rest():
    whole = Commits()
    expected = told(looped(Serial(), rule=Never(), trials=2, ledger=whole).run(Reporting()))
    for cut in range(1, len(whole.commits)):
        ledger = Memory()
        for commit in whole.commits[:cut]:
            ledger.append(commit)
        history = looped(Serial(), rule=Never(), trials=2, ledger=ledger).run(Reporting())
        assert told(history) == expected, cut
        assert history.results == 10


class Timed(Bowl):
    """Every step says that it took two seconds."""

    def __call__(self, work):
        return Result(work.config["x"], seconds=2.0)


def test_what_a_trial_took_counts_also_where_it_waits_for_its_turn():
    granted = []

    def allow(work, history, left):
        granted.append((work.key.trial, work.limits.spent))
        return Limits()

    looped(Shuffled(1, 0), trials=2, rule=Never(), allow=allow).run(Timed())
    assert sorted(granted) == [(trial, spent) for trial in (0, 1) for spent in (0.0, 2.0, 4.0)]


def test_what_begins_anew_where_it_was_cut_has_taken_nothing():
    told = [Asked(0, {}), Started(0, Step()), Stepped(0, Step(), Result(1.0, seconds=3.0))]
    assert _Numbers().spent(0, History(Steps(3), told)) == 3.0
    assert _Numbers().spent(0, History(Steps(open_ended=True), told)) == 0.0
    assert _Numbers().spent(1, History(Steps(3), told)) == 0.0


def test_where_there_is_no_room_left_the_run_ends_and_the_step_stays_open(caplog):
    class Full(Bowl):
        def __call__(self, work):
            if work.key.trial == 3:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().__call__(work)

    ledger = Memory()
    loop = looped(Serial(), rule=Never(), ledger=ledger)
    history = loop.run(Full())
    assert "No space left" in loop.trouble
    assert "No space left" in caplog.text
    assert history[3].state == "running"
    assert history.scored()
    again = looped(Serial(), rule=Never(), ledger=ledger).run(Bowl())
    assert told(again) == told(looped(Serial(), rule=Never()).run(Bowl()))


def test_a_ledger_that_cannot_be_written_ends_the_run_and_keeps_what_it_has(caplog):
    class Broken(Commits):
        def append(self, events):
            if len(self.commits) > 9:
                raise Unsupported("the disk is full")
            super().append(events)

    loop = looped(Serial(), ledger=Broken())
    history = loop.run(Bowl())
    assert loop.trouble == "the disk is full"
    assert "the disk is full" in caplog.text
    assert "the disk is full" in history.warnings[0]
    assert history.scored()


class Striking(Bowl):
    """Ctrl-C is pressed in the middle of a trial."""

    def __init__(self, times=1):
        self.times = times

    def __call__(self, work):
        if work.key.trial == 5 and work.key.step.fold == 0:
            for _ in range(self.times):
                signal.raise_signal(signal.SIGINT)
        return super().__call__(work)


class Hard(Shuffled):
    """Looks whether it should end, as worker processes do."""

    hard_limits = True


class Noting(Bowl):
    """Remembers what it was asked to do."""

    def __init__(self):
        self.asked = []

    def __call__(self, work):
        self.asked.append((work.key.trial, work.key.step))
        return super().__call__(work)


class Struck(Hard):
    """Ctrl-C is pressed when it has been waited for so many times."""

    def __init__(self, workers, seed, times):
        super().__init__(workers, seed)
        self.times = times

    def wait(self, seconds):
        self.times -= 1
        if not self.times:
            signal.raise_signal(signal.SIGINT)
        return super().wait(seconds)


@pytest.mark.parametrize(("then", "now"), [(3, 1), (4, 2)])
def test_a_run_that_was_ended_by_ctrl_c_goes_on_as_if_it_had_not_been(then, now):
    expected = told(looped(Serial()).run(Bowl()))
    early = 0
    for times in range(1, 30):
        ledger = Memory()
        looped(Struck(then, times, times), ledger=ledger).run(Bowl())
        history = looped(Shuffled(now, times), ledger=ledger).run(Bowl())
        assert told(history) == expected, times
        events = [event for _, event in ledger.since(0)]
        assert told(History(Bowl.steps, events)) == expected, times
        early += any(isinstance(event, Undone) for event in events)
    assert early > 5  # results had come out of their turn


@pytest.mark.parametrize("trials", range(2, 12))
def test_a_run_that_gets_more_trials_ends_as_one_that_had_them_from_the_beginning(trials):
    expected, ledger, first, rest = told(looped(Serial()).run(Bowl())), Memory(), Noting(), Noting()
    looped(Shuffled(2, 0), trials=trials, ledger=ledger).run(first)
    assert told(looped(Shuffled(3, 1), ledger=ledger).run(rest)) == expected
    assert told(History(Bowl.steps, [event for _, event in ledger.since(0)])) == expected
    assert not set(first.asked) & set(rest.asked)  # what is known is not done again


def test_a_finished_run_that_goes_on_has_nothing_to_write_down():
    ledger = Memory()
    history, nothing = looped(Shuffled(2, 0), ledger=ledger).run(Bowl()), Noting()
    events = ledger.since(0)
    assert told(looped(Shuffled(2, 0), ledger=ledger).run(nothing)) == told(history)
    assert ledger.since(0) == events
    assert nothing.asked == []


def test_with_fewer_trials_than_it_has_a_run_keeps_what_it_has():
    ledger = Memory()
    history = looped(Serial(), ledger=ledger).run(Bowl())
    assert told(looped(Serial(), trials=3, ledger=ledger).run(Bowl())) == told(history)


def test_a_time_limit_is_told_and_then_all_that_is_there_stands():
    ledger = Memory()
    looped(Shuffled(2, 0), trials=5, ledger=ledger).run(Bowl())
    timed = looped(Shuffled(2, 0), trials=7, ledger=ledger)
    timed.budget = Budget(60.0, 7)
    timed.run(Bowl())
    looped(Shuffled(2, 0), trials=9, ledger=ledger).run(Bowl())
    events = [event for _, event in ledger.since(0)]
    assert [event.header["timed"] for event in events if isinstance(event, Opened)] == [False, True]
    assert not any(isinstance(event, Undone) for event in events)
    assert len(History(Bowl.steps, events)) == 9


@pytest.mark.parametrize(
    ("seconds", "timed", "paid"), [(None, False, False), (math.inf, True, False), (60.0, True, True)]
)
def test_seconds_count_where_they_are_scarce(seconds, timed, paid):
    loop = looped(Serial(), trials=2)
    loop.budget = Budget(seconds, 2)
    header = loop.run(Bowl()).header
    assert (header["timed"], header["paid"]) == (timed, paid)


def test_a_failure_is_not_tried_again_when_the_run_goes_on():
    class Fragile(Noting):
        def __call__(self, work):
            super().__call__(work)
            if work.key.trial == 3:
                raise ValueError("never")
            return Result(work.config["x"])

    ledger, again = Memory(), Fragile()
    looped(Serial(), trials=4, rule=Never(), ledger=ledger).run(Fragile())
    history = looped(Serial(), trials=6, rule=Never(), ledger=ledger).run(again)
    assert history[3].state == "failed"
    assert 3 not in {trial for trial, _ in again.asked}


@pytest.mark.parametrize("executor", [Serial(), Hard(1, 0)])
def test_the_first_ctrl_c_ends_the_run_and_keeps_what_it_has(executor):
    loop = looped(executor, rule=Never())
    history = loop.run(Striking())
    assert loop.interrupted
    assert len(history) == 6
    assert history.scored()


def test_the_second_ctrl_c_raises():
    with pytest.raises(KeyboardInterrupt):
        looped(Hard(1, 0), rule=Never()).run(Striking(times=2))


def test_a_patient_loop_comes_to_its_end_first():
    loop = looped(Serial(), rule=Never(), patient=True)
    assert len(loop.run(Striking()).in_state("done")) == 12
    assert not loop.interrupted
    assert loop.interrupt.strikes == 1
