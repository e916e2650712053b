"""Two labels: codes, the user's own type, states."""

import json

import numpy as np
import pytest

from fitwright.core.errors import DataError
from fitwright.tasks.binary import Binary

LABELS = [
    np.array(["no", "yes"]),
    np.array(["no", "yes"], object),
    np.array([False, True]),
    np.array([-1, 1], np.int8),
    np.array([2, 7], np.uint16),
    np.array([0.0, 1.0], np.float32),
]


@pytest.mark.parametrize("labels", LABELS, ids=lambda labels: str(labels.dtype))
def test_labels_come_back_in_their_own_type(labels):
    y = labels[[1, 0, 1]]
    task = Binary.of(y)
    codes = task.encode(y)
    assert codes.tolist() == [1, 0, 1]
    assert codes.dtype == np.int64
    back = task.decode(codes)
    assert back.dtype == y.dtype
    assert back.tolist() == y.tolist()


@pytest.mark.parametrize("labels", LABELS, ids=lambda labels: str(labels.dtype))
def test_a_state_is_plain_and_gives_the_task_back(labels):
    task = Binary.of(labels)
    assert Binary.from_state(json.loads(json.dumps(task.state()))) == task


def test_an_unknown_label_is_named():
    with pytest.raises(DataError, match="'maybe'"):
        Binary.of(np.array(["no", "yes"])).encode(np.array(["no", "maybe"]))


def test_shares_are_tidied():
    task = Binary.of(np.array([0, 1]))
    tidied = task.tidy(np.array([[2.0, 2.0], [-0.5, 1.0], [0.0, 0.0]]))
    assert tidied.tolist() == [[0.5, 0.5], [0.0, 1.0], [0.5, 0.5]]
