"""What only trees see is seen."""

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.select_importance import SelectImportance
from tests.features.tables import BINARY, REGRESSION


def left(values, y, task=REGRESSION, **given):
    table = Table.of(Numbers(tuple(f"x{i}" for i in range(values.shape[1])), np.asfortranarray(values)))
    return SelectImportance(**given).fit(table, Rows(y=y), task, 0).transform(table).names


def test_what_tells_only_together_with_another_stays():
    values = np.random.default_rng(0).normal(size=(600, 6))
    y = (values[:, 1] * values[:, 4] > 0).astype(int)
    assert {"x1", "x4"} <= set(left(values, y, BINARY))


def test_a_lower_quantile_keeps_more():
    values = np.random.default_rng(1).normal(size=(300, 12))
    assert len(left(values, values[:, 0], quantile=0.5)) >= len(left(values, values[:, 0]))
