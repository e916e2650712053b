"""Agreement beyond chance."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.metrics.cohen_kappa import CohenKappa
from tests.metrics._expect import CASES, asked


@CASES
@pytest.mark.parametrize("weighted", [None, "linear", "quadratic"])
def test_it_is_scikit_learns(classes, weights, weighted):
    rows, p = asked(classes, weights=weights)
    expected = cohen_kappa_score(rows.y, p.argmax(axis=1), weights=weighted, sample_weight=rows.weights)
    assert CohenKappa(weighted).score(rows, p) == pytest.approx(expected)


def test_one_class_alone_is_0():
    assert CohenKappa().score(Rows(np.zeros(3, np.int64)), np.tile([0.9, 0.1], (3, 1))) == 0.0


def test_weights_are_named():
    with pytest.raises(SettingError, match="None, linear or quadratic; got 'cubic'"):
        CohenKappa("cubic")  # type: ignore[arg-type]  # what a user may type
