"""The same answer for every row."""

import numpy as np

from fitwright import tasks
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.work import Means
from fitwright.models.baseline import Baseline
from tests.models._tables import numbers


def _answer(y, weights=None, kind=None):
    task = tasks.infer(y, kind)
    rows = Rows(task.encode(np.asarray(y)), weights)
    table = numbers(np.zeros((len(y), 1)))
    return Baseline().fit(table, rows, task, 0, Means()).predict(numbers(np.zeros((2, 1))))


def test_classes_get_their_shares():
    assert _answer(["a", "b", "a", "c"]).tolist() == [[0.5, 0.25, 0.25]] * 2


def test_numbers_get_their_mean():
    assert _answer([1.5, 2.5], np.array([3.0, 1.0])).tolist() == [[1.75]] * 2


def test_weights_count_as_rows():
    assert _answer(["a", "b"], np.array([3.0, 1.0])).tolist() == [[0.75, 0.25]] * 2


def test_no_column_is_needed():
    task = tasks.infer(["a", "b"])
    model = Baseline().fit(Table((), {}), Rows(np.array([0, 1])), task, 0, Means())
    assert Baseline.from_state(model.state()).predict(Table((), {})).shape == (0, 2)
