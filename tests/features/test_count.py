"""How often a level comes, as numbers."""

import numpy as np

from fitwright.core.blocks import UNSEEN, Codes
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.count import Count
from tests.features.tables import REGRESSION


def counted(learn, see, weights=None, **given):
    def table(codes):
        return Table.of(Codes(("c",), np.array(codes, np.int32)[:, None], (tuple("abcd"),)))

    rows = Rows(weights=None if weights is None else np.array(weights, float))
    return Count(**given).fit(table(learn), rows, REGRESSION, 0).transform(table(see)).matrix().ravel()


def test_shares_of_the_rows_learned_from():
    assert counted([0, 0, 1, -1], [0, 1, 2, -1, UNSEEN, 99]).tolist() == [0.5, 0.25, 0, 0.25, 0, 0]


def test_weights_count_like_repeated_rows():
    assert counted([0, 1], [0, 1], weights=[3, 1]).tolist() == [0.75, 0.25]


def test_logarithms():
    np.testing.assert_allclose(counted([0, 0, 1], [0, 1, 2], log=True), np.log([3, 2, 1]))
