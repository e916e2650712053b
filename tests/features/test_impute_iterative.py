"""What the other numbers of a row foretell goes into its holes."""

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.impute_iterative import ImputeIterative
from tests.features.tables import REGRESSION


def table_of(values, roles=None):
    return Table.of(Numbers(tuple("abcdef"[: values.shape[1]]), np.asfortranarray(values)), roles=roles)


def holed(rows=400, seed=0):
    """Three columns that follow from two hidden ones, and the same with a fifth of the entries missing."""
    rng = np.random.default_rng(seed)
    whole = rng.normal(size=(rows, 2)) @ rng.normal(size=(2, 3)) + 0.05 * rng.normal(size=(rows, 3))
    return whole, np.where(rng.random(whole.shape) < 0.2, np.nan, whole)


def test_it_is_nearer_to_the_truth_than_the_mean():
    whole, seen = holed()
    made = ImputeIterative().fit(table_of(seen), Rows(), REGRESSION, 0).transform(table_of(seen))
    lost = np.isnan(seen)
    error = made.numbers(["a", "b", "c"])[lost] - whole[lost]
    plain = (np.nanmean(seen, 0) - whole)[lost]
    assert (error**2).mean() < 0.3 * (plain**2).mean()
    np.testing.assert_array_equal(made.numbers(["a", "b", "c"])[~lost], whole[~lost])


def test_new_rows_are_filled_by_what_was_learned():
    whole, seen = holed()
    step = ImputeIterative(indicators=False).fit(table_of(seen), Rows(), REGRESSION, 0)
    new, gone = whole[:50], whole[:50].copy()
    gone[:, 1] = np.nan
    made = step.transform(table_of(gone)).matrix()
    assert np.corrcoef(made[:, 1], new[:, 1])[0, 1] > 0.95


def test_a_row_with_nothing_known_gets_values_in_range():
    _, seen = holed()
    step = ImputeIterative(indicators=False).fit(table_of(seen), Rows(), REGRESSION, 0)
    made = step.transform(table_of(np.full((2, 3), np.nan))).matrix()
    assert (made >= np.nanmin(seen, 0)).all()
    assert (made <= np.nanmax(seen, 0)).all()


def test_a_column_without_holes_gets_its_mean_where_one_comes_later():
    whole, _ = holed()
    step = ImputeIterative(indicators=False).fit(table_of(whole), Rows(), REGRESSION, 0)
    made = step.transform(table_of(np.full((1, 3), np.nan))).matrix()
    np.testing.assert_allclose(made[0], whole.mean(0))


def test_booleans_stay_booleans():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(200, 2))
    values[:, 1] = values[:, 0] > 0
    values[::5, 1] = np.nan
    table = table_of(values, {"b": "boolean"})
    made = ImputeIterative(indicators=False).fit(table, Rows(), REGRESSION, 0).transform(table)
    assert set(made.numbers(["b"]).ravel()) <= {0.0, 1.0}
