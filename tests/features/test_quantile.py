"""Ranks of numbers: their shape, their order, and values that were never seen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.quantile import Quantile
from tests.features.tables import REGRESSION


def table_of(values, roles=None):
    return Table.of(Numbers(("x",), np.asarray(values, float)[:, None]), roles=roles)


def mapped(learn, see, weights=None, **settings):
    step = Quantile(**settings).fit(table_of(learn), Rows(weights=weights), REGRESSION, 0)
    return step.transform(table_of(see)).matrix().ravel()


def test_any_shape_becomes_normal():
    skewed = np.random.default_rng(0).lognormal(0, 3, 5000)
    made = mapped(skewed, skewed)
    assert abs(made.mean()) < 0.01
    assert abs(made.std() - 1) < 0.02
    assert np.abs(made).max() < 4.5


def test_uniform_is_the_share_of_smaller_values():
    values = np.random.default_rng(0).permutation(400.0 * np.arange(1, 401))
    made = mapped(values, values, to="uniform")
    np.testing.assert_allclose(np.sort(made), (np.arange(400) + 0.5) / 400)


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=40), st.integers(2, 10))
def test_order_stays_and_equals_stay_equal(values, n_quantiles):
    made = mapped(values, values, n_quantiles=n_quantiles)
    order = np.argsort(values, kind="stable")
    assert (np.diff(made[order]) >= 0).all()
    if n_quantiles >= len(values):
        assert len(set(made.tolist())) == len(set(values))


def test_beyond_what_was_seen_it_is_flat():
    made = mapped([1, 2, 3], [-np.inf, -50, 1, 3, 50, np.inf, np.nan])
    assert made[0] == made[1] == made[2] < made[3] == made[4] == made[5]
    assert np.isnan(made[6])


@pytest.mark.parametrize("to", ["normal", "uniform"])
def test_weights_count_like_repeated_rows(to):
    rng = np.random.default_rng(3)
    values, weights = rng.normal(size=25).round(1), rng.integers(0, 4, 25)
    repeated = mapped(np.repeat(values, weights), values, to=to)
    weighed = mapped(values, values, weights=weights.astype(float), to=to)
    np.testing.assert_allclose(weighed, repeated, atol=1e-12)


def test_constant_and_empty_columns_become_the_middle():
    assert mapped([4, 4, 4], [4, 5, 3]).tolist() == [0, 0, 0]
    assert mapped([np.nan, np.inf], [4, 5]).tolist() == [0, 0]


def test_booleans_are_left_alone():
    table = table_of([0, 1, 1], {"x": "boolean"})
    assert Quantile().fit(table, Rows(), REGRESSION, 0).transform(table) is table
