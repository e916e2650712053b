"""What a searcher reckons with is what a fresh copy would see, whatever happened since its last look."""

import numpy as np
import pytest

from fitwright.core.events import Asked, Closed, Started, Stepped, Undone
from fitwright.core.history import History
from fitwright.core.trial import Result, Step
from fitwright.search._seen import Memory, outcomes
from fitwright.space import Choice, Float, Space

SPACE = Space.one_of("kind", {"a": Space(x=Float(0, 1)), "b": Space()}).with_({"n": Choice([1, 2])})


def happenings(rng, count):
    """Events of trials that run side by side, some of another space, and end in every way."""
    for number in range(count):
        kind = str(rng.choice(["a", "b", "c"], p=[0.5, 0.4, 0.1]))
        yield Asked(number, {"kind": kind, "n": 1} | ({"a.x": rng.random()} if kind == "a" else {}))
        yield Started(number, Step())
        late = number - int(rng.integers(0, 3))
        for trial in {max(late, 0), number}:
            yield Stepped(trial, Step(0, int(rng.integers(0, 3))), Result(rng.random(), seconds=rng.random()))
            state = str(rng.choice(["running", "paused", "done", "stopped", "failed"]))
            yield Closed(trial, state)
        if rng.random() < 0.05:
            yield Undone(int(rng.integers(10, 30)))
            return


def assert_same(one, other):
    for name in ("rows", "losses", "seconds"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    assert set(one.taken) == set(other.taken)


@pytest.mark.parametrize("seed", range(6))
def test_it_sees_what_a_fresh_one_sees(seed):
    history, memory, rng = History(), Memory(SPACE), np.random.default_rng(seed)
    for event in happenings(rng, 90):
        history.add(event)
        if rng.random() < 0.4:
            seen = memory.of(history)
            assert_same(seen, Memory(SPACE).of(history))
            inside = [trial.config["kind"] != "c" for trial in history]
            np.testing.assert_array_equal(seen.losses, np.array(outcomes(list(history)))[inside])
    other = history.with_trials(list(history)[::2])
    assert_same(memory.of(other), Memory(SPACE).of(other))
    assert_same(memory.of(history), Memory(SPACE).of(history))


def test_what_was_seen_stays_when_more_is_seen():
    history, memory, rng = History(), Memory(SPACE), np.random.default_rng(0)
    events = list(happenings(rng, 5))
    history.add(*events)
    seen = memory.of(history)
    before = seen.rows.copy(), seen.losses.copy()
    history.add(*(Closed(trial.number, "failed") for trial in list(history)))
    memory.of(history)
    np.testing.assert_array_equal(seen.rows, before[0])
    np.testing.assert_array_equal(seen.losses, before[1])
