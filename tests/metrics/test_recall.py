"""How much of what is there was found."""

import numpy as np
import pytest
from sklearn.metrics import recall_score

from fitwright.core.rows import Rows
from fitwright.metrics.recall import Recall
from tests.metrics._expect import CASES, asked


@CASES
@pytest.mark.parametrize("average", ["auto", "macro", "micro", "weighted"])
def test_it_is_scikit_learns(classes, weights, average):
    rows, p = asked(classes, weights=weights)
    theirs = {"auto": "binary" if classes == 2 else "macro"}.get(average, average)
    expected = recall_score(rows.y, p.argmax(axis=1), average=theirs, sample_weight=rows.weights)
    assert Recall(average).score(rows, p) == pytest.approx(expected)


def test_a_class_that_is_not_there_is_0():
    rows = Rows(np.zeros(3, np.int64))
    assert Recall().score(rows, np.tile([0.1, 0.9], (3, 1))) == 0.0
