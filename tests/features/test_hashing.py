"""A fixed width, the same places on every machine, and nothing for what is new."""

import numpy as np

from fitwright.core.blocks import UNSEEN, Codes
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.hashing import Hashing
from tests.features.tables import REGRESSION

LEVELS = tuple(f"l{i}" for i in range(500))


def hashed(codes, levels=LEVELS, **given):
    table = Table.of(Codes(("c",), np.array(codes, np.int32)[:, None], (levels,)))
    return Hashing(**given).fit(table, Rows(), REGRESSION, 0).transform(table).matrix()


def test_the_place_depends_on_the_name_of_a_level_not_on_its_code():
    np.testing.assert_array_equal(hashed([3, 4]), hashed([1, 0], ("l4", "l3")))


def test_levels_spread_over_all_columns_and_both_signs():
    made = hashed(np.arange(500), columns=16)
    assert (np.abs(made).sum(1) == 1).all()
    assert (np.abs(made).sum(0) > 10).all()
    assert 200 < (made == 1).sum() < 300


def test_missing_has_a_place_and_new_levels_add_nothing():
    made = hashed([-1, UNSEEN, 700], columns=32)
    assert np.abs(made).sum(1).tolist() == [1, 0, 0]
