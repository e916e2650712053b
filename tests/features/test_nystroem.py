"""Columns whose products are a Gaussian kernel, on which straight models bend."""

import numpy as np
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.preprocessing import StandardScaler

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.nystroem import Nystroem
from tests.features.tables import REGRESSION


def table_of(values):
    return Table.of(Numbers(("a", "b"), np.asfortranarray(values)))


def test_products_are_the_kernel_where_every_row_is_compared_with():
    values = np.random.default_rng(0).normal(size=(30, 2))
    step = Nystroem(keep=False, components=30, width=0.5).fit(table_of(values), Rows(), REGRESSION, 0)
    made = step.transform(table_of(values)).matrix()
    expected = rbf_kernel(StandardScaler().fit_transform(values), gamma=0.25)
    np.testing.assert_allclose(made @ made.T, expected, atol=1e-6)


def test_a_straight_line_through_the_columns_follows_a_curve():
    rng = np.random.default_rng(1)
    values = rng.uniform(-2, 2, size=(400, 2))
    y = np.sin(2 * values[:, 0]) * values[:, 1]
    made = Nystroem().fit(table_of(values[:300]), Rows(), REGRESSION, 0).transform(table_of(values)).matrix()
    learn = np.column_stack([made, np.ones(400)])
    weights = np.linalg.solve(learn[:300].T @ learn[:300] + 1e-3 * np.eye(103), learn[:300].T @ y[:300])
    assert np.corrcoef(learn[300:] @ weights, y[300:])[0, 1] > 0.97
