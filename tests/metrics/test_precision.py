"""How much of what was found is right."""

import numpy as np
import pytest
from sklearn.metrics import precision_score

from fitwright.core.rows import Rows
from fitwright.metrics.precision import Precision
from tests.metrics._expect import CASES, asked


@CASES
@pytest.mark.parametrize("average", ["auto", "macro", "micro", "weighted"])
def test_it_is_scikit_learns(classes, weights, average):
    rows, p = asked(classes, weights=weights)
    theirs = {"auto": "binary" if classes == 2 else "macro"}.get(average, average)
    expected = precision_score(rows.y, p.argmax(axis=1), average=theirs, sample_weight=rows.weights)
    assert Precision(average).score(rows, p) == pytest.approx(expected)


def test_a_class_that_nobody_predicts_is_0():
    rows = Rows(np.ones(3, np.int64))
    assert Precision().score(rows, np.tile([0.9, 0.1], (3, 1))) == 0.0
