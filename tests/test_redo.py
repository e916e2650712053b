"""Recorded steps are fitted again to the same bytes."""

import pytest

from fitwright.core.events import Asked, Closed, Started, Stepped
from fitwright.core.history import History
from fitwright.core.interrupt import Interrupt
from fitwright.core.trial import Ref, Result, Step
from fitwright.core.work import Key, Limits, Work
from fitwright.execution.serial import Serial
from fitwright.redo import Recorded, kept, mend, needed, redo, work_of
from tests.posed import objective, planned, posed


@pytest.fixture
def plan():
    return planned(posed())


@pytest.fixture
def evaluate(tmp_path, plan):
    return objective(posed(), plan, tmp_path)


@pytest.fixture
def events(evaluate, plan):
    """Two candidates with two folds each; the second had been told to hurry."""
    found = []
    for number, config in enumerate(plan.first[:2]):
        found.append(Asked(number, config))
        for fold in range(2):
            limits = Limits(aim=0.2 if number else None)
            result = evaluate(Work(Key(number, Step(fold)), config, limits=limits))
            found += [Started(number, Step(fold)), Stepped(number, Step(fold), result)]
    return found


def test_the_same_work_comes_to_the_same_bytes(evaluate, events):
    history = History(evaluate.steps, events)
    places = kept(events, history)
    assert places == [(0, Step(0)), (0, Step(1)), (1, Step(0)), (1, Step(1))]
    done = redo([work_of(history[n], step) for n, step in places], evaluate, Serial())
    assert not done.failed
    for number, step in places:
        then, now = history[number].results[step], done.results[number, step]
        assert (then.refs, then.loss, then.clock) == (now.refs, now.loss, now.clock)


def test_what_cannot_be_done_again_is_told(evaluate, events):
    history = History(evaluate.steps, events)
    other = Work(Key(1, Step(0)), history[1].config, clock=((5.0, 1), (1.0, 3)))
    broken = Work(Key(2, Step(0)), {"model": "linear", "linear.steps": [], "linear.penalty": 3})
    done = redo([other, broken], evaluate, Serial())
    assert (2, Step(0)) in done.failed
    assert redo([], evaluate, Serial()).results == {}


def test_failed_and_weeded_trials_are_not_kept(events):
    failed = [*events, Closed(1, "failed", "exception", "no")]
    assert {n for n, _ in kept(failed, History(events=failed))} == {0}


def test_only_the_latest_step_of_a_fold_is_needed():
    ref = Ref("state", "ab", 1)
    plain = Result(1.0, refs={"state": ref})
    fed = Result(1.0, refs={"state": ref, "checkpoint": ref})
    events = [Asked(0, {})]
    for fold, low in ((0, plain), (1, fed)):
        for fidelity, result in ((0, low), (1, plain)):
            step = Step(fold, fidelity)
            events += [Started(0, step), Stepped(0, step, result)]
    assert needed(History(events=events)[0]) == [Step(0, 1), Step(1, 0), Step(1, 1)]


def test_what_is_damaged_or_missing_is_fitted_again(evaluate, events, caplog):
    history = History(evaluate.steps, events)
    refs = [ref for n, step in kept(events, history) for ref in history[n].results[step].refs.values()]
    stray = evaluate.store.put("stray", b"what a cut step left")
    torn, gone = evaluate.store.get(refs[0]), evaluate.store.get(refs[-1])
    torn.write_bytes(torn.read_bytes()[:-3])
    gone.unlink()
    mend(evaluate, history, events, Serial, Interrupt())
    assert "2 fitted steps" in caplog.text
    assert "left out" not in caplog.text
    assert all(evaluate.store.get(ref) for ref in refs)
    assert not evaluate.store.has(stray)


def test_work_is_granted_in_its_order():
    works = [Work(Key(n, Step()), {}) for n in (4, 2)]
    scheduler, history = Recorded(works), History()
    assert scheduler.next(history, 1, 1.0) is works[0]
    history.add(Asked(4, {}), Started(4, Step(), decision=0))
    assert scheduler.next(history, 1, 1.0) is works[1]
    history.add(Asked(2, {}), Started(2, Step(), decision=1))
    assert scheduler.next(history, 1, 1.0) is None
