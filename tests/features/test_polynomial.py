"""Products and squares, of the columns that matter."""

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.polynomial import Polynomial
from tests.features.tables import BINARY, REGRESSION


def table_of(values, roles=None):
    return Table.of(Numbers(tuple("abcdef"[: values.shape[1]]), np.asfortranarray(values)), roles=roles)


def test_products_are_of_scaled_numbers():
    values = np.random.default_rng(0).normal(5, 2, size=(50, 2))
    rows = Rows(y=values[:, 0])
    made = Polynomial().fit(table_of(values), rows, REGRESSION, 0).transform(table_of(values))
    scaled = (values - values.mean(0)) / values.std(0)
    np.testing.assert_allclose(made.numbers(["a × b"])[:, 0], scaled[:, 0] * scaled[:, 1])
    np.testing.assert_allclose(made.numbers(["b²"])[:, 0], scaled[:, 1] ** 2)


def test_of_many_columns_those_that_go_along_with_the_target_are_multiplied():
    values = np.random.default_rng(0).normal(size=(300, 6))
    for task, y in (
        (REGRESSION, values[:, 4] + values[:, 1]),
        (BINARY, (values[:, 4] + values[:, 1] > 0) * 1),
    ):
        step = Polynomial(columns=2, squares=False).fit(table_of(values), Rows(y=y), task, 0)
        assert step.transform(table_of(values)).names[6:] == ("b × e",)


def test_booleans_have_no_square_and_constants_no_product():
    values = np.column_stack([np.arange(10.0) % 2, np.full(10, 3.0), np.arange(10.0)])
    table = table_of(values, {"a": "boolean"})
    made = Polynomial().fit(table, Rows(y=np.arange(10.0)), REGRESSION, 0).transform(table)
    assert made.names[3:] == ("a × c", "c²")
