"""Domains hold what they draw."""

import json
import math
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.errors import SpaceError
from fitwright.space import Choice, Float, Int
from fitwright.space.domains import domain_of, nth, settled

HALF: Any = 5.5
WORD: Any = "a"
NOTHING: Any = None
units = st.floats(0, 1, exclude_max=True)
ends = st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)).map(sorted)
positive = st.tuples(st.floats(1e-9, 1e9), st.floats(1e-9, 1e9)).map(sorted)
whole = st.tuples(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9)).map(sorted)
natural = st.tuples(st.integers(1, 10**9), st.integers(1, 10**9)).map(sorted)
options = st.lists(st.none() | st.booleans() | st.integers() | st.text(max_size=3), min_size=1, max_size=5)
domains = st.one_of(
    ends.map(lambda e: Float(e[0], e[1])),
    positive.map(lambda e: Float(e[0], e[1], log=True)),
    st.tuples(ends, st.floats(1e-3, 1e3)).map(lambda e: Float(e[0][0], e[0][1], step=e[1])),
    whole.map(lambda e: Int(e[0], e[1])),
    natural.map(lambda e: Int(e[0], e[1], log=True)),
    st.tuples(whole, st.integers(1, 1000)).map(lambda e: Int(e[0][0], e[0][1], step=e[1])),
    options.map(Choice),
)


@given(domains, units)
def test_a_domain_holds_what_it_draws_and_its_middle(domain, u):
    assert domain.holds(domain.at(u))
    assert domain.holds(domain.middle())


@given(domains, units)
def test_a_value_comes_back_from_its_place(domain, u):
    value = domain.at(u)
    assert 0 <= domain.place(value) <= 1
    back = domain.value(domain.place(value))
    assert back == (pytest.approx(value, rel=1e-6, abs=1e-6) if isinstance(value, float) else value)


@given(domains)
def test_a_domain_comes_back_from_plain_values(domain):
    assert domain_of(domain.to_dict()) == domain


@given(whole.map(lambda e: Int(e[0], e[1])), units)
def test_integers_stay_integers(domain, u):
    assert type(domain.at(u)) is int


def test_log_spreads_over_orders_of_magnitude():
    domain = Float(1e-4, 1.0, log=True)
    assert [round(math.log10(domain.at(u)), 6) for u in (0, 0.25, 0.5, 0.75)] == [-4, -3, -2, -1]
    draws = [Int(1, 1000, log=True).at(u / 1000) for u in range(1000)]
    assert sum(d <= 31 for d in draws) == pytest.approx(
        1000 * math.log(31.5 / 0.5) / math.log(1000.5 / 0.5), abs=2
    )
    assert {1, 2, 3} <= set(draws)


def test_steps_and_both_ends_are_drawn():
    assert {Float(0, 1, step=0.25).at(u / 100) for u in range(100)} == {0, 0.25, 0.5, 0.75, 1.0}
    assert {Int(1, 8, step=3).at(u / 100) for u in range(100)} == {1, 4, 7}
    assert {Int(1, 3).at(u / 100) for u in range(100)} == {1, 2, 3}


def test_steps_are_what_one_writes_down():
    domain = Float(0, 1, step=0.1, default=0.3)
    assert [domain.at((i + 0.5) / 11) for i in range(11)] == [i / 10 for i in range(11)]
    assert domain.at(0.3) == domain.middle()
    assert {type(Float(0, 10, step=5).at(u)) for u in (0, 0.5, 0.9)} == {float}
    assert type(Float(0, 10, step=1, default=1).middle()) is float


def test_numbers_of_numpy_become_plain_ones():
    made = (
        Int(np.int64(1), np.float64(5), default=np.int32(2)),
        Float(np.float32(0), 1, prior=np.array([0, 1])),
    )
    assert made == (Int(1, 5, default=2), Float(0, 1, prior=(0, 1)))
    assert json.dumps([domain.to_dict() for domain in made])
    assert json.dumps(Choice(np.array([1, 2])).at(0.6)) == "2"


def test_every_option_is_drawn_equally_often():
    draws = [Choice(["a", "b", "c"]).at(u / 300) for u in range(300)]
    assert [draws.count(option) for option in "abc"] == [100, 100, 100]


def test_the_middle_is_the_default_where_one_is_given():
    assert Float(0, 1, default=0.9).middle() == 0.9
    assert Int(0, 10, default=3).middle() == 3
    assert Choice(["a", "b"], default="b").middle() == "b"
    assert Choice(["a", "b"]).middle() == "a"


def test_draws_follow_the_prior_and_shut_nothing_out():
    draws = [Float(0, 100, prior=(0, 1, 100)).at(u / 1000) for u in range(1000)]
    assert sum(d < 1 for d in draws) == 500
    assert max(draws) > 99
    whole = [Int(1, 64, log=True, prior=(1, 8, 10, 64)).at(u / 900) for u in range(900)]
    assert 280 < sum(8 <= d <= 10 for d in whole) < 350
    words = [Choice(["a", "b", "c"], prior=(1, 2, 1)).at(u / 400) for u in range(400)]
    assert [words.count(option) for option in "abc"] == [100, 200, 100]


def test_places_do_not_follow_the_prior():
    assert Float(0, 100, prior=(0, 1, 100)).place(50) == 0.5


def test_beyond_the_ends_is_the_end():
    assert Float(0, 1).place(7) == 1
    assert Int(1, 4).place(-3) == 0.125
    assert Float(0, 1).size == math.inf
    assert (Int(1, 10, step=4).size, Choice(list("abc")).size, Float(2, 2).size) == (3, 3, 1)


def test_priors_and_cheap_values_come_back_from_plain_values():
    for domain in (
        Float(0, 1, low_cost=0.2, prior=(0, 0.3, 1)),
        Int(0, 9, low_cost=0, prior=(0, 9)),
        Choice(["a", "b"], low_cost="a", prior=(3, 1)),
    ):
        assert domain_of(domain.to_dict()) == domain
    assert "prior" not in Float(0, 1).to_dict()


def test_options_that_are_equal_but_of_other_types_are_told_apart():
    domain = Choice([1, 1.0, True, "1"])
    assert [domain.value(domain.place(option)) is option for option in domain.options] == [True] * 4
    assert domain.place(0 + 1) < domain.place(0.5 + 0.5) < domain.place(3 > 2)


@pytest.mark.parametrize("value", [True, "1", None, math.nan, 11, -1])
def test_what_is_no_number_within_the_ends_is_not_held(value):
    assert not Float(0, 10).holds(value)
    assert not Int(0, 10).holds(value)
    assert not Int(0, 10).holds(1.0)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Float(1, 0),
        lambda: Float(0, math.inf),
        lambda: Float(math.nan, 1),
        lambda: Float(0, 1, log=True),
        lambda: Float(0, 1, step=0),
        lambda: Float(1, 2, log=True, step=0.1),
        lambda: Float(0, 1, default=2),
        lambda: Int(3, 2),
        lambda: Int(0, 5, log=True),
        lambda: Int(0, 5, step=0),
        lambda: Int(0, 5, default=9),
        lambda: Choice([]),
        lambda: Choice(["a"], default="b"),
        lambda: Choice(["a"], low_cost="b"),
        lambda: Choice(["a", "b"], prior=(1,)),
        lambda: Choice(["a", "b"], prior=(1, 0)),
        lambda: Float(0, 1, low_cost=2),
        lambda: Float(0, 1, prior=(0, 0.5)),
        lambda: Int(0, 9, prior=(0, 5, 3, 9)),
        lambda: Int(0, HALF),
        lambda: Int(0, 5, step=HALF),
        lambda: Float(WORD, 1),
        lambda: Float(0, 1, default=WORD),
        lambda: Int(0, 1, default=True),
        lambda: Choice(HALF),
        lambda: Choice(NOTHING),
        lambda: Choice({"a": 1}),  # type: ignore[arg-type]  # that is refused
        lambda: Choice(["a", "b"], prior=HALF),
        lambda: Float(0, 1, prior=HALF),
        lambda: Float(1, 2, log=WORD),
        lambda: Int(1, 2, log=3),  # type: ignore[arg-type]  # that is refused
    ],
)
def test_domains_that_contradict_themselves_are_refused(make):
    with pytest.raises(SpaceError, match="Expected"):
        make()


def test_a_missing_value_is_the_same_one_wherever_it_has_been():
    kind = Choice([math.nan, None, 1.5], default=np.float64("nan"))
    there = pickle.loads(pickle.dumps(kind))
    other = Choice([float("nan"), None, 1.5], default=float("nan"))
    for one in (there, domain_of(kind.to_dict()), other):
        assert one == kind
        assert hash(one) == hash(kind)
        assert one.holds(float("nan"))
        assert one.number(float("nan")) == 0
    assert not Choice([1, None]).holds(math.nan)


def test_an_option_is_the_one_that_is_there():
    assert settled(Choice(["scale", True]), 1) is True
    assert repr(settled(Choice([1, 1.0]), 1.0)) == "1.0"
    assert repr(settled(Choice([0.0, -0.0]), -0.0)) == "-0.0"
    assert settled(Choice(["a"]), "b") == "b"


@pytest.mark.parametrize(
    "domain",
    [
        Choice(["a", None, 2]),
        Int(-2, 7, step=3),
        Int(1, 6, log=True),
        Float(0, 0.5, step=0.1),
        Float(0, 0.3 - 0.1, step=0.1),
        Float(1, 1),
    ],
)
def test_values_can_be_counted(domain):
    values = [nth(domain, place) for place in range(int(domain.size))]
    assert all(map(domain.holds, values))
    assert [domain.value(domain.place(value)) for value in values] == values
    assert len({repr(value) for value in values}) == domain.size
