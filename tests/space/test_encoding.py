"""Rows say where a config lies, and lead back to it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright.space import Choice, Encoding, Float, Int, Space
from tests.space.test_space import seeds, spaces

RULED = (
    Space(
        degree=Int(2, 5),
        kernel=Choice(["linear", "rbf", "poly"]),
        C=Float(0.01, 100, log=True),
        coef=Float(0, 1),
    )
    .when({"degree": Int(4, 5)}, "coef")
    .when({"kernel": "poly"}, "degree")
)
TREE = Space.one_of(
    "model", {"svm": RULED, "knn": Space.one_of("by", {"tree": Space(leaf=Int(1, 9)), "all": Space()})}
)


@given(spaces, seeds)
def test_a_config_comes_back_from_its_row(space, seed):
    encoding = Encoding(space)
    config = space.sample(np.random.default_rng(seed))
    back = encoding.config(encoding.row(config))
    assert back.keys() == config.keys()
    for name, value in config.items():
        assert back[name] == (pytest.approx(value, rel=1e-6, abs=1e-6) if isinstance(value, float) else value)


@given(st.sampled_from([RULED, TREE]), seeds)
def test_columns_are_closed_as_the_space_closes_names(space, seed):
    encoding = Encoding(space)
    rows = encoding.snap(np.random.default_rng(seed).random((20, len(encoding))))
    for row in rows:
        config = encoding.config(row)
        assert np.array_equal(np.isnan(row), [name not in config for name in encoding.names])
        assert np.allclose(encoding.row(config), row, equal_nan=True)


def test_snapping_moves_to_the_middle_of_a_cell():
    encoding = Encoding(
        Space(kind=Choice(["a", "b"]), n=Int(1, 4), x=Float(0, 1), step=Float(0, 1, step=0.5))
    )
    assert encoding.snap(np.array([[0.9, 0.3, 0.33, 1.0]])).tolist() == [[0.75, 0.375, 0.33, 5 / 6]]
    assert encoding.kinds.tolist() == [True, False, False, False]
    assert encoding.sizes.tolist() == [2, 4, np.inf, 3]


def test_trials_of_a_smaller_space_take_defaults_and_go_to_the_ends():
    encoding = Encoding(Space(x=Float(0, 1), y=Float(0, 10, default=2.5)))
    assert encoding.row({"x": 3.0, "gone": 1}).tolist() == [1.0, 0.25]


def test_a_config_with_an_unknown_option_has_no_row():
    assert Encoding(TREE).row({"model": "baseline"}) is None
    assert Encoding(Space(x=Float(0, 1))).row({"x": "high"}) is None


@pytest.mark.parametrize("domain", [Int(1, 15, log=True), Int(3, 4000, log=True)])
def test_whole_numbers_of_a_log_scale_are_snapped_to_where_they_lie(domain):
    encoding = Encoding(Space(n=domain))
    places = np.random.default_rng(0).random((200, 1))
    expected = [[domain.place(domain.value(place))] for place in places.ravel().tolist()]
    np.testing.assert_allclose(encoding.snap(places), expected, atol=1e-12)


def test_next_to_a_whole_number_are_the_numbers_below_and_above():
    encoding = Encoding(Space(n=Int(1, 500, log=True), step=Int(0, 10, step=5)))
    for value, expected in ((7, [6, 8]), (1, [2]), (500, [499])):
        beside = encoding.beside(0, encoding.domains[0].place(value))
        assert [encoding.domains[0].value(place) for place in beside.tolist()] == expected
    assert [encoding.domains[1].value(p) for p in encoding.beside(1, 0.5).tolist()] == [0, 10]
