"""The rate of false discoveries holds."""

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.select_fdr import SelectFdr
from tests.features.tables import BINARY, REGRESSION


def left(values, y, task=REGRESSION, **given):
    table = Table.of(Numbers(tuple(f"x{i}" for i in range(values.shape[1])), np.asfortranarray(values)))
    return SelectFdr(**given).fit(table, Rows(y=y), task, 0).transform(table).names


def test_few_false_discoveries_among_much_noise():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(300, 200))
    y = values[:, :10].sum(1)
    found = set(left(values, y, rate=0.1))
    assert len(found & {f"x{i}" for i in range(10)}) >= 9
    assert len(found) <= 13


def test_ranks_bear_extreme_values():
    rng = np.random.default_rng(1)
    values = rng.standard_cauchy(size=(200, 5))
    assert "x2" in left(values, np.argsort(np.argsort(values[:, 2])).astype(float))


def test_a_column_that_tells_all_stays():
    y = np.arange(60) % 2
    values = np.column_stack([y, np.random.default_rng(0).normal(size=60)])
    assert left(values, y, BINARY) == ("x0",)


def test_a_column_that_is_the_target_stays():
    values = np.random.default_rng(1).normal(size=(300, 2))
    assert left(values, np.exp(values[:, 1]), rate=0.001) == ("x1",)
