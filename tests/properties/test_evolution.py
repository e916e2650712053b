"""Whatever the domain, a mutation gives another of its values wherever there is one."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from fitwright import Choice, Float, Int, Space
from fitwright.search.evolution import Evolution, _mutated

SEEDS = st.integers(0, 2**32 - 1)
OPTIONS = st.lists(st.text(max_size=3) | st.integers(2, 9) | st.none(), min_size=1, max_size=6, unique=True)
CHAINS = st.lists(st.lists(st.sampled_from("abcd"), max_size=3), min_size=1, max_size=6, unique_by=tuple)


@st.composite
def floats(draw):
    """Of any width, none too, and none so narrow that a share of it is no number."""
    low, width = draw(st.floats(1e-6, 1e6)), draw(st.just(0.0) | st.floats(1e-3, 1e6))
    way = draw(st.sampled_from(["plain", "log", "step"]))
    if way == "step":
        return Float(-low, -low + width, step=draw(st.floats(1e-3, 1e6)))
    return Float(low, low + width, log=way == "log")


@st.composite
def wholes(draw):
    """From two values next to each other to many, whatever the scale."""
    low, width = draw(st.integers(1, 10**6)), draw(st.integers(0, 4) | st.integers(0, 10**9))
    if draw(st.booleans()):
        return Int(low, low + width, log=True)
    return Int(-low, -low + width, step=draw(st.integers(1, 10**6)))


DOMAINS = (
    floats() | wholes() | (OPTIONS | CHAINS).map(Choice) | OPTIONS.map(lambda o: Choice(o, ordered=True))
)
PLACES = st.sampled_from([0.0, 1.0]) | st.floats(0, 1)


@given(DOMAINS, PLACES, SEEDS)
def test_a_mutated_value_is_another_one_of_the_domain(domain, place, seed):
    value = domain.value(place)
    moved = _mutated(domain, value, np.random.default_rng(seed))
    assert domain.holds(moved)
    assert type(moved) is type(value) or isinstance(domain, Choice)
    assert (moved != value) == (domain.size > 1)
    if np.isfinite(domain.size):
        assert domain.value(domain.place(moved)) == moved, "it left the steps"


@example([Choice([["a"], ["a", "a"]])], 0.0, 0)  # bred to the other, and back by a mutation
@given(st.lists(DOMAINS, min_size=1, max_size=3), PLACES, SEEDS)
def test_a_child_of_a_pair_of_twins_is_another_config_of_the_space(domains, place, seed):
    space = Space({f"x{number}": domain for number, domain in enumerate(domains)})
    parent = space.fill(lambda _, domain: domain.value(place))
    child = Evolution(space)._child([parent], np.random.default_rng(seed))
    assert space.complete(child) == child
    assert (child != parent) == any(domain.size > 1 for domain in domains)
