"""Typed blocks: rows and columns are chosen, stacked, taken apart and built again without loss."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from fitwright.core.blocks import KINDS, Codes, Dates, Numbers, Raw, Sparse, Texts
from fitwright.core.table import Table, strangers

BLOCKS = {
    "Numbers": Numbers(("a", "b", "c"), np.array([[1.0, np.nan, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])),
    "Codes": Codes(("a", "b"), np.array([[0, -1], [1, 0], [-2, 0]], np.int32), (("x", "y"), ("é",))),
    "Dates": Dates(("a",), np.array([["2024-01-31"], ["NaT"], ["1969-07-20"]], "datetime64[us]")),
    "Texts": Texts.of("a", ["two words", None, "é"]),
    "Sparse": Sparse(("a", "b"), csr_matrix([[0.0, 1.0], [0.0, 0.0], [2.0, 0.0]])),
    "Raw": Raw(("<target>",), np.array(["no", "yes", "no"])),
}
every_block = pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)


def rows_of(block):
    """The rows as Python's values, for comparing."""
    if isinstance(block, Texts):
        return block.strings()
    values = block.values.toarray() if isinstance(block, Sparse) else block.values
    return [str(row) for row in values]


def test_every_kind_is_here():
    assert {kind.__name__ for kind in KINDS} == set(BLOCKS)


@every_block
def test_rows_are_taken_in_the_order_asked_for(block):
    rows = rows_of(block)
    assert rows_of(block.take(np.array([2, 0, 2]))) == [rows[2], rows[0], rows[2]]
    assert len(block.take(np.array([], np.intp))) == 0


@every_block
def test_columns_are_picked_in_the_order_asked_for(block):
    turned = block.pick(block.names[::-1])
    assert turned.names == block.names[::-1]
    assert rows_of(turned.pick(block.names)) == rows_of(block)


@every_block
def test_blocks_are_stacked(block):
    assert rows_of(block.above(block.take(np.array([1])))) == [*rows_of(block), rows_of(block)[1]]


@every_block
def test_what_is_taken_apart_is_built_again(block, tmp_path):
    plain, arrays = block.parts()
    mapped = {}
    for name, array in arrays.items():
        np.save(tmp_path / f"{name}.npy", array, allow_pickle=False)
        mapped[name] = np.load(tmp_path / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    again = type(block).build(json.loads(json.dumps(plain)), mapped)
    assert again.names == block.names
    assert rows_of(again) == rows_of(block)
    assert rows_of(again.take(np.array([2, 1]))) == rows_of(block.take(np.array([2, 1])))


def test_levels_follow_their_columns():
    block = BLOCKS["Codes"].pick(("b",))
    assert isinstance(block, Codes)
    assert block.levels == (("é",),)


def test_names_of_new_levels_stay_with_their_rows_when_blocks_are_stacked():
    one = Codes(("a", "b"), np.array([[0, -3], [-2, 0]], np.int32), (("x",), ("é",)), ((), ("new",)))
    other = Codes(
        ("a", "b"), np.array([[-3, -4], [-1, -2]], np.int32), (("x",), ("é",)), (("w",), ("u", "v"))
    )
    both = Codes.build(json.loads(json.dumps(one.above(other).parts()[0])), one.above(other).parts()[1])
    table = Table.of(both)
    assert table.codes().tolist() == [[0, -2], [-2, 0], [-2, -2], [-1, -2]]
    names, which = strangers(table, "b")
    assert [names[i] if i >= 0 else None for i in which] == ["new", None, "v", None]
    assert strangers(table.at(np.array([2])).keep(["a"]), "a")[1].tolist() == [0]
    assert strangers(Table.of(BLOCKS["Codes"]), "a")[0] == ()


@given(st.lists(st.none() | st.text(), max_size=6), st.data())
def test_any_text_comes_back(words, data):
    block = Texts.of("a", words)
    assert block.strings() == words
    index = data.draw(st.lists(st.integers(0, len(words) - 1), max_size=8) if words else st.just([]))
    assert block.take(np.array(index, np.intp)).strings() == [words[i] for i in index]
