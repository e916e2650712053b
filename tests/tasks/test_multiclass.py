"""Several labels."""

import numpy as np
import pytest

from fitwright.core.blocks import Raw
from fitwright.core.table import Table
from fitwright.tasks.multiclass import Multiclass


def test_codes_follow_the_order_of_the_labels():
    task = Multiclass.of(np.array(["b", "c", "a", "b"]))
    assert task.outputs == ("a", "b", "c")
    assert task.encode(np.array(["c", "a"])).tolist() == [2, 0]
    assert task.kinds == ("multiclass",)
    assert task.classifies


def test_a_class_of_one_row_is_a_class():
    assert Multiclass.of(np.array([5, 5, 5, 9, 7])).outputs == (5, 7, 9)


def test_it_is_posed_with_what_stands_beside():
    table = Table.of(
        Raw(("kind",), np.array(["x", "y", "z"])),
        Raw(("of",), np.array(["b", "a", "b"])),
        Raw(("heavy",), np.array([1, 2, 3])),
        roles={"kind": "target", "of": "group", "heavy": "weight"},
    )
    inputs, rows = Multiclass.of(np.array(["x", "y", "z"])).pose(table)
    assert inputs.names == ()
    assert rows.answers.tolist() == [0, 1, 2]
    assert rows.groups is not None
    assert rows.groups.tolist() == [1, 0, 1]
    assert rows.weights is not None
    assert rows.weights.tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("kind", [str, np.int32])
def test_decide_and_decode_give_labels(kind):
    task = Multiclass.of(np.array([1, 2, 3]).astype(kind))
    p = np.array([[0.2, 0.5, 0.3], [0.6, 0.2, 0.2]])
    assert task.decode(task.decide(p)).tolist() == np.array([2, 1]).astype(kind).tolist()
