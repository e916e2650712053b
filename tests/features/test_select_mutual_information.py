"""What bends is seen, and a share stays."""

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.select_mutual_information import SelectMutualInformation
from tests.features.tables import BINARY, REGRESSION


def left(values, y, task=REGRESSION, **given):
    table = Table.of(Numbers(tuple(f"x{i}" for i in range(values.shape[1])), np.asfortranarray(values)))
    return SelectMutualInformation(**given).fit(table, Rows(y=y), task, 0).transform(table).names


def test_what_bends_both_ways_is_seen():
    values = np.random.default_rng(0).normal(size=(300, 4))
    assert left(values, values[:, 2] ** 2, share=0.25) == ("x2",)


def test_the_share_stays_and_at_least_one():
    values = np.random.default_rng(1).normal(size=(100, 8))
    y = (values[:, 0] > 0).astype(int)
    assert len(left(values, y, BINARY, share=0.5)) == 4
    assert left(values, y, BINARY, share=0.01) == ("x0",)
