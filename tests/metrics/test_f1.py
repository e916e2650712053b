"""Precision and recall in balance."""

import numpy as np
import pytest
from sklearn.metrics import f1_score

from fitwright import tasks
from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.metrics.f1 import F1
from tests.metrics._expect import CASES, asked


@CASES
@pytest.mark.parametrize("average", ["auto", "macro", "micro", "weighted"])
def test_it_is_scikit_learns(classes, weights, average):
    rows, p = asked(classes, weights=weights)
    theirs = {"auto": "binary" if classes == 2 else "macro"}.get(average, average)
    expected = f1_score(rows.y, p.argmax(axis=1), average=theirs, sample_weight=rows.weights)
    assert F1(average).score(rows, p) == pytest.approx(expected)


def test_nothing_found_is_0():
    rows = Rows(np.zeros(3, np.int64))
    assert F1().score(rows, np.tile([0.9, 0.1], (3, 1))) == 0.0
    assert F1("macro").score(rows, np.tile([0.9, 0.1], (3, 1))) == 1.0


def test_averages_are_named():
    with pytest.raises(SettingError, match="macro"):
        F1("mean")  # type: ignore[arg-type]  # what a user may type


def test_binary_is_for_two_classes():
    with pytest.raises(SettingError, match="Use macro, micro or weighted"):
        F1("binary").bind(tasks.infer(["a", "b", "c"]), Rows())
