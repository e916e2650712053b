"""Equal tables have equal fingerprints, and only they."""

import numpy as np
import pytest

from fitwright.core.blocks import Codes, Dates, Numbers, Sparse, Texts
from fitwright.core.fingerprint import fingerprint
from fitwright.core.table import Table


def table(number=1.0, level="x", role="number", word="ab"):
    from scipy.sparse import csr_matrix

    return Table.of(
        Numbers(("a", "b"), np.array([[1.0, 2.0], [number, np.nan]])),
        Codes(("c",), np.array([[0], [-1]], np.int32), ((level,),)),
        Dates(("d",), np.array([["2024-01-31"], ["NaT"]], "datetime64[us]")),
        Texts.of("e", [word, None]),
        Sparse(("f", "g"), csr_matrix([[1.0, 0.0], [0.0, 2.0]])),
        roles={"a": role},
    )


def test_equal_tables_agree_whatever_their_memory_is_like():
    one, other = table(), table()
    block = other.blocks[0]
    turned = Table.of(
        Numbers(block.names, np.asfortranarray(block.values)), *other.blocks[1:], roles={"a": "number"}
    )
    assert fingerprint(one) == fingerprint(turned) == fingerprint(one.at(np.array([0, 1])))


@pytest.mark.parametrize("change", [{"number": 1.5}, {"level": "y"}, {"role": "boolean"}, {"word": "abc"}])
def test_any_change_shows(change):
    assert fingerprint(table()) != fingerprint(table(**change))


def test_the_order_of_rows_shows():
    assert fingerprint(table()) != fingerprint(table().at(np.array([1, 0])))
