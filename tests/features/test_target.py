"""Target means: right, shrunk, safe for levels never seen, and blind to a row's own answer."""

import numpy as np
import pytest

from fitwright.core.blocks import UNSEEN, Codes
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.target import Target
from tests.features.tables import BINARY, MULTICLASS, REGRESSION

LEVELS = tuple(f"l{i}" for i in range(50))


def table_of(*columns):
    values = np.array(columns, np.int32).T.copy(order="F")
    return Table.of(Codes(tuple("abcdef"[: len(columns)]), values, (LEVELS,) * len(columns)))


def test_levels_become_their_mean_drawn_to_the_mean_of_all():
    learn, y = table_of([0, 0, 0, 1, -1]), np.array([3.0, 6.0, 9.0, 0.0, 2.0])
    step = Target(smoothing=2, above=0).fit(learn, Rows(y=y), REGRESSION, 0)
    made = step.transform(table_of([0, 1, -1, 7, UNSEEN, 99])).matrix().ravel()
    np.testing.assert_allclose(made, [(18 + 8) / 5, 8 / 3, 10 / 3, 4, 4, 4])


def test_two_classes_give_one_column_and_more_give_one_each():
    rng = np.random.default_rng(0)
    table = table_of(rng.integers(0, 50, 300))
    two = Target().fit(table, Rows(y=rng.integers(0, 2, 300)), BINARY, 0).transform(table)
    assert two.names == ("a",)
    assert two.roles["a"] == "number"
    three = Target().fit(table, Rows(y=rng.integers(0, 3, 300)), MULTICLASS, 0).transform(table)
    assert three.names == ("a: 0", "a: 1", "a: 2")
    np.testing.assert_allclose(three.matrix().sum(1), 1)


def test_weights_count_like_repeated_rows():
    rng = np.random.default_rng(1)
    codes, y, weights = rng.integers(0, 20, 60), rng.normal(size=60), rng.integers(0, 4, 60)
    weighed = Target().fit(table_of(codes), Rows(y=y, weights=weights.astype(float)), REGRESSION, 0)
    again = Target().fit(table_of(np.repeat(codes, weights)), Rows(y=np.repeat(y, weights)), REGRESSION, 0)
    every = table_of(np.arange(20))
    np.testing.assert_allclose(weighed.transform(every).matrix(), again.transform(every).matrix())


def test_categories_with_few_levels_stay_as_they_are():
    table = table_of(np.arange(40) % 3, np.arange(40) % 20)
    made = Target(above=10).fit(table, Rows(y=np.ones(40)), REGRESSION, 0).transform(table)
    assert made.having("category") == ("a",)
    assert made.having("number") == ("b",)


@pytest.mark.parametrize("task", [BINARY, REGRESSION], ids=["binary", "regression"])
def test_labels_at_random_cannot_be_foretold_from_what_the_learn_rows_get(task):
    """Encoded with their own answers they would correlate by about 0.7 here."""
    rng = np.random.default_rng(2)
    rows = 4000
    columns = [rng.integers(0, 50, rows), np.where(rng.random(rows) < 0.5, -1, rng.integers(0, 50, rows))]
    many = Codes(
        ("id",), rng.integers(0, 2000, rows).astype(np.int32)[:, None], (tuple(map(str, range(2000))),)
    )
    table = table_of(*columns).replace((), many)
    y = rng.integers(0, 2, rows) if task is BINARY else rng.normal(size=rows)
    within = Target(smoothing=1).fit_transform(table, Rows(y=y), task, 0).matrix()
    for column in within.T:
        assert abs(np.corrcoef(column, y)[0, 1]) < 3.5 / np.sqrt(rows)
    naive = Target(smoothing=1).fit(table, Rows(y=y), task, 0).transform(table).numbers(["id"])[:, 0]
    assert np.corrcoef(naive, y)[0, 1] > 0.5


def test_no_row_is_encoded_with_its_own_answer():
    rng = np.random.default_rng(4)
    codes, y = rng.integers(0, 30, 200), rng.normal(size=200)
    before = Target().fit_transform(table_of(codes), Rows(y=y), REGRESSION, 0).matrix().ravel()
    y[17] += 1000
    shift = Target().fit_transform(table_of(codes), Rows(y=y), REGRESSION, 0).matrix().ravel() - before
    alike = np.flatnonzero(codes == codes[17])
    assert shift[17] <= 1000 / 200 + 1e-9  # only the mean of all rows, the same for all, tells of it
    assert shift[alike[alike != 17]].max() > 20


def test_a_level_of_one_row_gets_exactly_the_mean_of_all():
    rng = np.random.default_rng(5)
    y = rng.normal(size=50)
    within = Target().fit_transform(table_of(np.arange(50)), Rows(y=y), REGRESSION, 0).matrix()
    assert len(np.unique(within)) == 1


def test_groups_stay_whole():
    rng = np.random.default_rng(6)
    groups = rng.integers(0, 12, 240)
    codes, y = groups.copy(), rng.normal(size=12)[groups]
    rows = Rows(y=y, groups=groups)
    within = Target(above=5).fit_transform(table_of(codes), rows, REGRESSION, 0).matrix()
    np.testing.assert_allclose(within, y.mean())  # all rows of a level are one group: nobody else knows it


def test_rows_in_time_share_folds_with_their_neighbours():
    time = np.random.default_rng(7).permutation(100).astype(float)
    codes, y = (time // 5).astype(int), time // 5
    rows = Rows(y=y, time=time)
    within = Target(above=5).fit_transform(table_of(codes), rows, REGRESSION, 0).matrix()
    np.testing.assert_allclose(within, y.mean())  # a level lives five moments, all in one fold


def test_without_smoothing_unseen_levels_are_the_mean_of_all():
    step = Target(smoothing=0, above=0).fit(table_of([0, 0, 1]), Rows(y=np.array([1.0, 3, 8])), REGRESSION, 0)
    assert step.transform(table_of([0, 1, 5])).matrix().ravel().tolist() == [2, 8, 4]
