"""Precision and recall in balance, one of them weighing more."""

import pytest
from sklearn.metrics import fbeta_score

from fitwright.core.errors import SettingError
from fitwright.metrics.f1 import F1
from fitwright.metrics.fbeta import FBeta
from tests.metrics._expect import CASES, asked


@CASES
@pytest.mark.parametrize("average", ["auto", "macro", "micro", "weighted"])
@pytest.mark.parametrize("beta", [0.5, 2.0])
def test_it_is_scikit_learns(classes, weights, average, beta):
    rows, p = asked(classes, weights=weights)
    theirs = {"auto": "binary" if classes == 2 else "macro"}.get(average, average)
    expected = fbeta_score(rows.y, p.argmax(axis=1), beta=beta, average=theirs, sample_weight=rows.weights)
    assert FBeta(average, beta).score(rows, p) == pytest.approx(expected)


def test_a_beta_of_1_is_f1():
    rows, p = asked(4)
    assert FBeta(beta=1).score(rows, p) == pytest.approx(F1().score(rows, p))


@pytest.mark.parametrize("beta", [0.0, -1.0, float("inf"), float("nan")])
def test_beta_is_above_0(beta):
    with pytest.raises(SettingError, match="Expected beta above 0"):
        FBeta(beta=beta)
