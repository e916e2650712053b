"""Domains in Optuna's words."""

import warnings

import pytest

from fitwright.space import Choice, Float, Int, read
from fitwright.space.distributions import distribution, is_plain, ours, theirs

optuna = pytest.importorskip("optuna")
DOMAINS = [
    Float(-1, 2.5),
    Float(1e-4, 10, log=True),
    Float(0.1, 0.35, step=0.1),
    Float(-10.2, 10.2, step=0.1),
    Int(-3, 9),
    Int(1, 9, step=3),
    Int(1, 100, log=True),
    Choice(("a", "b", None)),
    Choice((8, 16, 32), ordered=True),
    Choice((["one"], [], ["one", "two"])),
]


@pytest.mark.parametrize("domain", DOMAINS, ids=repr)
def test_every_value_is_one_there_and_comes_back(domain):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        word = distribution(domain)
    for i in range(20):
        value = domain.at((i + 0.5) / 20)
        there = theirs(domain, value)
        optuna.create_trial(params={"x": there}, distributions={"x": word}, value=0.0)
        assert ours(domain, there) == value
        assert type(ours(domain, there)) is type(value)


@pytest.mark.parametrize("domain", [d for d in DOMAINS if not isinstance(d, Choice)], ids=repr)
def test_numbers_are_the_same_when_read_back(domain):
    again = read({"x": distribution(domain)}).domains["x"]
    assert (again.size, again.log, again.low) == (domain.size, domain.log, domain.low)


def test_what_lies_between_two_steps_moves_to_one():
    assert theirs(Int(0, 10, step=5), 4) == 5
    assert ours(Float(0, 1, step=0.25), 0.3) == 0.25


def test_options_that_are_equal_or_no_plain_values_go_by_number():
    assert is_plain(("a", 1, None, 0.5))
    assert not is_plain((True, 1))
    assert not is_plain(((1, 2),))
    assert distribution(Choice(([], [1]))).choices == (0, 1)
