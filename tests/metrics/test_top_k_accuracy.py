"""Among the likeliest."""

import numpy as np
import pytest
from sklearn.metrics import top_k_accuracy_score

from fitwright import tasks
from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.metrics.top_k_accuracy import TopKAccuracy
from tests.metrics._expect import asked


@pytest.mark.parametrize("weights", [False, True])
@pytest.mark.parametrize("k", [1, 2, 3])
def test_it_is_scikit_learns(weights, k):
    rows, p = asked(5, weights=weights)
    p += np.random.default_rng(1).random(p.shape) / 1000  # scikit-learn has the last of equals first
    expected = top_k_accuracy_score(rows.y, p, k=k, sample_weight=rows.weights)
    assert TopKAccuracy(k).score(rows, p) == pytest.approx(expected)


def test_of_equals_the_first_come_first():
    p = np.full((3, 3), 1 / 3)
    assert TopKAccuracy(2).each(Rows(np.arange(3)), p).tolist() == [1.0, 1.0, 0.0]


def test_a_list_of_all_classes_is_refused():
    with pytest.raises(SettingError, match="below the number of classes, 3; got 3"):
        TopKAccuracy(3).bind(tasks.infer(["a", "b", "c"]), Rows())
    with pytest.raises(SettingError, match="Expected k from 1"):
        TopKAccuracy(0)
