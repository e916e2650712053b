"""A run that goes on decides its last steps again, and takes from the record what is the same."""

from dataclasses import replace

from fitwright.core.events import Asked, Closed, Grown, Opened, Started, Stepped, Undone, Weighed
from fitwright.core.past import Past
from fitwright.core.trial import Result, Step, Steps
from fitwright.core.work import Key, Work

CUT = Steps(2)
RECORD = [
    Opened({"timed": False}),
    Asked(0, {"x": 0}),
    Started(0, Step(0), decision=0),
    Stepped(0, Step(0), Result(1.0), at=1.0),
    Asked(1, {"x": 1}),
    Started(1, Step(0), decision=1, seen=1),
    Started(1, Step(1), decision=2, seen=1),
    Stepped(1, Step(1), Result(3.0), at=2.0),
    Started(1, Step(0), decision=1, seen=2),  # it was cut, and began once more
    Stepped(1, Step(0), Result(2.0), at=3.0),
    Closed(1, "done", at=3.0),
    Weighed({"score": 2.5}),
]


def test_it_begins_at_the_last_new_trial_and_knows_what_came_after():
    past = Past.of(CUT, RECORD, timed=False)
    assert (len(past.history), past.history.results, set(past.history.granted)) == (2, 1, {0, 1})
    assert past.history.card == {"score": 2.5}
    assert past.history.spent == 3.0
    assert [place for place, _ in past.ahead] == [6, 7, 9, 10]
    known = past.done(Work(Key(1, Step(1), attempt=1), {"x": 1}))
    assert known is not None
    assert (known.key, known.result) == (Key(1, Step(1), attempt=1), Result(3.0))
    assert past.done(Work(Key(0, Step(1)), {"x": 0})) is None


def test_what_comes_out_the_same_is_not_written_again():
    past = Past.of(CUT, RECORD, timed=False)
    assert past.new([RECORD[6]]) == []
    assert past.new([replace(RECORD[7], at=20.0)]) == []
    assert past.new([RECORD[9], RECORD[10]]) == []
    assert past.new([Asked(2, {})]) == [Asked(2, {})]


def test_the_first_difference_undoes_the_rest_and_what_is_known_stays_known():
    past = Past.of(CUT, RECORD, timed=False)
    assert past.new([RECORD[6]]) == []
    other = [Asked(2, {}), Started(2, Step(0), decision=3)]
    assert past.new(other) == [Undone(7), *other]
    assert past.new(other) == other
    assert past.done(Work(Key(1, Step(1)), {"x": 1})) is not None
    again = Past.of(CUT, [*RECORD, Undone(7), *other], timed=False)
    assert (len(again.history), again.history.results) == (3, 1)
    assert not again.ahead


def test_what_was_not_decided_again_stands_all_the_same():
    past = Past.of(CUT, RECORD, timed=False)
    past.history.add(*past.rest())
    assert past.history[1].state == "done"
    assert past.history[1].losses == [2.0, 3.0]
    assert past.rest() == []


def test_where_the_clock_decides_all_of_it_stands():
    timed = [Opened({"timed": True}), *RECORD[1:], Opened({"timed": False})]
    for past in (
        Past.of(CUT, RECORD, timed=True),
        Past.of(CUT, timed, timed=False),
        Past.of(CUT, RECORD[:4], timed=False),  # there is no second trial
        Past.of(Steps(open_ended=True), RECORD, timed=False),
    ):
        assert not past.ahead
    assert Past.of(CUT, timed, timed=False).history[1].state == "done"


def test_a_failure_is_known_where_it_is_clear_which_step_failed():
    failed = [*RECORD[:8], Closed(1, "failed", "memory", "too much", at=3.0)]
    known = Past.of(CUT, failed, timed=False).done(Work(Key(1, Step(0)), {"x": 1}))
    assert known is not None
    assert (known.result, known.fault, known.why) == (None, "memory", "too much")
    unclear = [*RECORD[:7], Closed(1, "failed", "memory", "too much", at=3.0)]
    past = Past.of(CUT, unclear, timed=False)
    assert [past.done(Work(Key(1, Step(fold)), {"x": 1})) for fold in range(2)] == [None, None]


def test_of_what_may_tell_of_its_steps_all_stands_once_a_trial_has():
    one = [Opened({}), Asked(0, {}), Started(0, Step(), decision=0), Stepped(0, Step(), Result(1.0))]
    one += [Closed(0, "done"), Asked(1, {}), Started(1, Step(), decision=1)]
    ends = {
        "done": [Stepped(1, Step(), Result(2.0)), Closed(1, "done")],
        "stopped": [Closed(1, "stopped", why="Enough.")],
        "failed": [Closed(1, "failed", "exception", "No.")],
    }
    for end in ends.values():
        past = Past.of(Steps(open_ended=True), [*one, *end], timed=False)
        assert [event for _, event in past.ahead] == end
        assert past.done(Work(Key(1, Step()), {})) is not None
    for more in (
        [Stepped(1, Step(), Result(2.0)), Started(1, Step(0, 1), decision=1), Closed(1, "done")],
        [Stepped(1, Step(), Result(2.0)), Closed(1, "stopped")],
    ):
        past = Past.of(Steps(open_ended=True), [*one, *more], timed=False)
        assert (len(past.ahead), past.history[1].state) == (0, more[-1].state)


def test_what_was_decided_before_the_space_grew_stands():
    wider = Grown({"domains": {}}, {0: {"x": 0, "y": 1}})
    past = Past.of(CUT, [*RECORD, wider], timed=False)
    assert not past.ahead
    assert past.history[1].state == "done"
    assert past.history[0].config == {"x": 0, "y": 1}
    later = [Stepped(0, Step(1), Result(4.0)), Closed(0, "done")]
    past = Past.of(CUT, [*RECORD, wider, *later], timed=False)
    assert [event for _, event in past.ahead] == later
    assert past.new([Asked(2, {})]) == [Undone(13), Asked(2, {})]


def test_what_one_config_came_to_is_not_known_of_another():
    past = Past.of(CUT, RECORD, timed=False)
    work = Work(Key(1, Step(1)), {"x": 1})
    assert past.done(work) is not None
    assert past.done(replace(work, config={"x": 2})) is None
    assert past.done(replace(work, config={"x": 1, "y": 0})) is None
