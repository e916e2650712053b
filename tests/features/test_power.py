"""Skew goes, order stays."""

import numpy as np
import pytest
from scipy.stats import skew
from sklearn.preprocessing import PowerTransformer, StandardScaler

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.power import Power
from tests.features.tables import REGRESSION


def bent(learn, see):
    def table(values):
        return Table.of(Numbers(("x",), np.array(values, float)[:, None]))

    return Power().fit(table(learn), Rows(), REGRESSION, 0).transform(table(see)).matrix().ravel()


@pytest.mark.parametrize("sign", [1, -1])
def test_skew_goes_and_order_stays(sign):
    values = sign * np.random.default_rng(0).lognormal(0, 1, 2000)
    made = bent(values, values)
    assert abs(skew(made)) < 0.3 * abs(skew(values))
    assert (np.diff(made[np.argsort(values)]) >= 0).all()
    np.testing.assert_allclose([made.mean(), made.std()], [0, 1], atol=1e-9)


def test_it_is_what_scikit_learn_makes_of_scaled_values():
    values = StandardScaler().fit_transform(np.random.default_rng(1).gamma(2, size=(500, 1)))
    expected = PowerTransformer().fit_transform(values).ravel()
    np.testing.assert_allclose(bent(values.ravel(), values.ravel()), expected, atol=1e-3)


def test_missing_stays_and_the_infinite_is_cut():
    made = bent([1, 2, 3, 4, 50], [np.nan, np.inf, 50, -np.inf, 1])
    assert np.isnan(made[0])
    assert made[1] == made[2] > made[3] == made[4]


def test_far_from_0_and_narrow_is_no_trouble():
    values = 1e9 + np.random.default_rng(2).normal(size=300)
    assert np.isfinite(bent(values, values)).all()
