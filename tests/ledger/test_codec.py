"""What is read from a ledger equals what was written."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitwright.core.errors import Damaged, SettingError
from fitwright.core.events import Asked, Closed, Grown, Opened, Started, Stepped, Undone, Warned
from fitwright.core.trial import Ref, Result, Step
from fitwright.ledger._codec import decode, encode
from fitwright.space import Choice, Float, Int

text = st.text(max_size=4)
numbers = st.floats(allow_nan=False)
leaves = st.none() | st.booleans() | st.integers() | numbers | text
plain = st.recursive(
    leaves,
    lambda below: (
        st.lists(below, max_size=3)
        | st.lists(below, max_size=3).map(tuple)
        | st.dictionaries(text | st.just("@tuple") | st.integers() | st.booleans(), below, max_size=3)
    ),
    max_leaves=8,
)
configs = st.dictionaries(text, plain, max_size=3)
steps = st.builds(Step, st.integers(0, 9), st.integers(0, 9))
refs = st.builds(Ref, text, text, st.integers(0))
domains = st.sampled_from([Float(0, 1), Int(1, 9, log=True), Choice((1, "a", (2, 3), None), ordered=True)])
results = st.builds(
    Result,
    numbers,
    st.dictionaries(text, numbers, max_size=2),
    numbers,
    st.dictionaries(text, refs, max_size=2),
    st.dictionaries(text, st.tuples(domains, plain), max_size=2),
)
numbered = st.integers(0, 99)
states = st.sampled_from(["running", "paused", "done", "stopped", "failed"])
faults = st.sampled_from(["", "exception", "signal", "memory", "time", "lost"])
events = st.one_of(
    st.builds(Opened, configs),
    st.builds(Asked, numbered, configs, text),
    st.builds(Started, numbered, steps, numbered, numbered, numbered),
    st.builds(Stepped, numbered, steps, results, numbers),
    st.builds(Closed, numbered, states, faults, text, numbers, st.none() | results),
    st.builds(Warned, text),
    st.builds(Undone, numbered),
    st.builds(Grown, configs, st.dictionaries(numbered, configs, max_size=2)),
)


@settings(deadline=None)
@given(events)
def test_an_event_comes_back_equal_and_of_the_same_types(event):
    back = decode(*encode(event))
    assert back == event
    assert repr(back) == repr(event)


def test_what_is_written_is_json_for_every_reader():
    def refuse(word):
        raise AssertionError(word)

    event = Asked(0, {"x": math.inf, "y": -math.inf, "z": math.nan, "t": (1, 2), "d": {1: 2}})
    kind, body = encode(event)
    json.loads(body, parse_constant=refuse)
    back = decode(kind, body)
    assert isinstance(back, Asked)
    assert math.isnan(back.config["z"])
    assert back.config["t"] == (1, 2)
    assert back.config["d"] == {1: 2}


def test_numpy_scalars_become_plain_values():
    config = {
        "i": np.int64(3),
        "f": np.float32(0.5),
        "b": np.True_,
        "s": np.str_("a"),
        "inf": np.float64("inf"),
    }
    back = decode(*encode(Asked(0, config)))
    assert isinstance(back, Asked)
    assert back.config == {"i": 3, "f": 0.5, "b": True, "s": "a", "inf": math.inf}
    assert [type(value) for value in back.config.values()] == [int, float, bool, str, float]


@pytest.mark.parametrize("value", [object(), {1, 2}, np.zeros(2), b"raw", len])
def test_what_is_not_plain_is_refused_with_its_place(value):
    with pytest.raises(SettingError, match=r"Asked\.config\.x\[1\]"):
        encode(Asked(0, {"x": [0, value]}))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("Vanished", "{}"),
        ("Warned", '{"text": "a", "colour": "red"}'),
        ("Warned", "{}"),
        ("Warned", "[1]"),
        ("Warned", "{"),
        ("Started", '{"trial": 0, "step": [1]}'),
        ("Stepped", '{"trial": 0, "step": [0, 0], "result": 3}'),
        (
            "Stepped",
            '{"trial": 0, "step": [0, 0], "result": {"loss": 1, "found": {"x": [{"kind": "odd"}, 1]}}}',
        ),
        ("Warned", '{"text": ' + "[" * 100_000),
    ],
)
def test_what_this_release_does_not_know_is_damaged(kind, body):
    with pytest.raises(Damaged, match="Expected"):
        decode(kind, body)


def test_a_field_that_an_older_release_did_not_write_takes_its_default():
    assert decode("Closed", '{"trial": 1, "state": "done"}') == Closed(1, "done")
