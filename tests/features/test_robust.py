"""Median and quartiles, which a few extreme values do not move."""

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.robust import Robust
from tests.features.tables import REGRESSION


def scaled(learn, see, **given):
    def table(values):
        return Table.of(Numbers(("x",), np.array(values, float)[:, None]))

    return Robust(**given).fit(table(learn), Rows(), REGRESSION, 0).transform(table(see)).matrix().ravel()


def test_one_extreme_value_changes_nothing_for_the_others():
    values = np.random.default_rng(0).normal(size=1001)
    worse = np.where(np.arange(1001) == values.argmax(), 1e12, values)
    np.testing.assert_array_equal(scaled(values, values[:9]), scaled(worse, values[:9]))


def test_median_and_quartiles():
    assert scaled(np.arange(101), [25, 50, 75]).tolist() == [-0.5, 0, 0.5]


def test_equal_quartiles_fall_back_to_the_standard_deviation():
    made = scaled([0] * 90 + [1] * 10, [0, 1])
    np.testing.assert_allclose(made, [0, 1 / 0.3])


def test_smooth_keeps_what_is_near_and_bends_what_is_far():
    made = scaled(np.arange(101), [50, 60, 1e9, np.inf, -np.inf, np.nan], smooth=True)
    np.testing.assert_allclose(made[:5], [0, 0.2 / np.sqrt(1 + (0.2 / 3) ** 2), 3, 3, -3], rtol=1e-6)
    assert np.isnan(made[5])
