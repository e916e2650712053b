"""Standard scaling: moments, weights, and the columns that must not be touched."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from fitwright.core.blocks import Numbers, Sparse
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.standard import Standard
from tests.features.tables import REGRESSION


def table_of(values, roles=None):
    return Table.of(Numbers(tuple(f"c{i}" for i in range(values.shape[1])), values), roles=roles)


def test_rows_learned_from_get_mean_0_and_spread_1():
    values = np.random.default_rng(0).lognormal(5, 2, (500, 3))
    made = Standard().fit(table_of(values), Rows(), REGRESSION, 0).transform(table_of(values)).matrix()
    np.testing.assert_allclose(made.mean(0), 0, atol=1e-12)
    np.testing.assert_allclose(made.std(0), 1)


def test_weights_count_like_repeated_rows():
    rng = np.random.default_rng(1)
    values, weights = rng.normal(size=(30, 3)), rng.integers(0, 4, 30)
    step = Standard().fit(table_of(values), Rows(weights=weights.astype(float)), REGRESSION, 0)
    repeated = Standard().fit(table_of(np.repeat(values, weights, 0)), Rows(), REGRESSION, 0)
    np.testing.assert_allclose(step.mean_, repeated.mean_)
    np.testing.assert_allclose(step.scale_, repeated.scale_)


@pytest.mark.parametrize("constant", [0.0, 0.1, -1e15, 1e300, 5e-324])
def test_constant_columns_become_0(constant):
    values = np.full((37, 1), constant)
    made = Standard().fit(table_of(values), Rows(), REGRESSION, 0).transform(table_of(values)).matrix()
    np.testing.assert_allclose(made, 0, atol=abs(constant) * 1e-14)


def test_enormous_and_missing_and_infinite_values_do_no_harm():
    values = np.array([[1e200, np.inf], [-1e200, 1.0], [np.nan, 3.0]])
    made = Standard().fit(table_of(values), Rows(), REGRESSION, 0).transform(table_of(values)).matrix()
    np.testing.assert_allclose(made, np.array([[1, np.inf], [-1, -1], [np.nan, 1]]))


def test_booleans_stay_0_and_1():
    values = np.array([[0.0, 5.0], [1.0, 7.0]])
    table = table_of(values, {"c0": "boolean"})
    made = Standard().fit(table, Rows(), REGRESSION, 0).transform(table)
    assert made.numbers(["c0"]).ravel().tolist() == [0.0, 1.0]


def test_sparse_columns_are_scaled_and_stay_sparse():
    dense = np.random.default_rng(0).normal(3, 2, (200, 4)) * (
        np.random.default_rng(1).random((200, 4)) < 0.1
    )
    dense[:, 3] = 0
    table = Table.of(Sparse(("a", "b", "c", "d"), csr_matrix(dense)))
    made = Standard().fit(table, Rows(), REGRESSION, 0).transform(table)
    assert made.is_sparse
    np.testing.assert_allclose(made.matrix()[:, :3].std(0), 1)
    assert (made.matrix() == 0).sum() == (dense == 0).sum()
