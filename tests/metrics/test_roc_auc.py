"""The order of the rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from fitwright.core.rows import Rows
from fitwright.metrics.roc_auc import RocAuc
from tests.metrics._expect import CASES, asked, repeated


@CASES
def test_it_is_scikit_learns(classes, weights):
    rows, p = asked(classes, weights=weights)
    shown = p[:, 1] if classes == 2 else p
    expected = roc_auc_score(rows.y, shown, sample_weight=rows.weights, multi_class="ovr")
    assert RocAuc().score(rows, p) == pytest.approx(expected)


@given(
    marks=st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.integers(1, 3)), min_size=1, max_size=30)
)
def test_a_row_of_weight_2_is_two_rows(marks):
    positive, value, weight = (np.array(column, float) for column in zip(*marks, strict=True))
    rows, p = Rows(positive.astype(np.int64), weight), np.column_stack([1 - value / 5, value / 5])
    plain, at = repeated(rows)
    assert RocAuc().score(rows, p) == pytest.approx(RocAuc().score(plain, p[at]))


@pytest.mark.parametrize("classes", [2, 3])
def test_one_class_alone_is_chance(classes):
    for weights in (None, np.ones(4)):
        rows = Rows(np.zeros(4, np.int64), weights)
        assert RocAuc().score(rows, np.full((4, classes), 1 / classes)) == 0.5


def test_classes_that_are_not_there_do_not_count():
    p = np.array([[0.7, 0.2, 0.1], [0.2, 0.7, 0.1]])
    assert RocAuc().score(Rows(np.array([0, 1])), p) == 1.0
