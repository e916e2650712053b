"""Numbers of like size: outliers stay near, and nothing divides by 0."""

import numpy as np

from fitwright.models._soft import FAR, Soft


def test_the_middle_stays_as_it_is_and_outliers_stay_near():
    x = np.random.default_rng(0).normal(5, 2, (1_000, 1))
    wild = np.vstack([x, [[1e300], [-1e300], [1e12]]])
    z = Soft.of(wild)(wild)
    assert np.abs(z).max() <= FAR
    near = np.abs(x[:, 0] - 5) < 1
    np.testing.assert_allclose(z[:-3][near, 0], (x[near, 0] - 5) / 2, atol=0.2)


def test_columns_without_a_middle_half_are_taken_by_their_spread():
    rare = np.zeros((100, 3))
    rare[:5, 0] = 1.0
    rare[:, 1] = 7.0
    rare[:, 2] = 1e9
    rare[0, 2] += 1e-6
    z = Soft.of(rare)(rare)
    assert z[0, 0] - z[-1, 0] > 1
    assert np.abs(z[:, 1:]).max() < 1e-5


def test_order_is_kept():
    x = np.sort(np.random.default_rng(0).standard_cauchy(200))[:, None]
    assert (np.diff(Soft.of(x)(x)[:, 0]) >= 0).all()
