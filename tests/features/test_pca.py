"""The strongest directions: those of the textbook, bit for bit the same row by row."""

import numpy as np
from sklearn import decomposition
from sklearn.preprocessing import StandardScaler

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.pca import PCA
from tests.features.tables import REGRESSION

VALUES = np.random.default_rng(0).normal(size=(200, 3)) @ np.random.default_rng(1).normal(size=(3, 6))


def table_of(values):
    return Table.of(Numbers(tuple(f"x{i}" for i in range(values.shape[1])), np.asfortranarray(values)))


def test_directions_are_those_of_the_textbook():
    made = PCA(components=3).fit(table_of(VALUES), Rows(), REGRESSION, 0).transform(table_of(VALUES))
    expected = decomposition.PCA(3).fit_transform(StandardScaler().fit_transform(VALUES))
    np.testing.assert_allclose(made.matrix(), expected, atol=1e-8)


def test_directions_without_variance_are_left_out():
    made = PCA(components=6).fit(table_of(VALUES), Rows(), REGRESSION, 0).transform(table_of(VALUES))
    assert made.names == ("component 1", "component 2", "component 3")


def test_whitened_directions_have_the_same_variance():
    step = PCA(components=3, whiten=True).fit(table_of(VALUES), Rows(), REGRESSION, 0)
    np.testing.assert_allclose(step.transform(table_of(VALUES)).matrix().std(0, ddof=1), 1)


def test_numbers_stay_on_request_and_a_single_one_always():
    kept = PCA(keep=True, components=2).fit(table_of(VALUES), Rows(), REGRESSION, 0)
    assert kept.transform(table_of(VALUES)).names[:6] == tuple(f"x{i}" for i in range(6))
    alone = table_of(VALUES[:, :1])
    assert PCA().fit(alone, Rows(), REGRESSION, 0).transform(alone) is alone


def test_holes_and_values_out_of_range_give_finite_directions():
    step = PCA(components=3).fit(table_of(VALUES), Rows(), REGRESSION, 0)
    odd = np.array([[np.nan] * 6, [np.inf] * 6, [-np.inf] * 6, [1e300] * 6])
    assert np.isfinite(step.transform(table_of(odd)).matrix()).all()
