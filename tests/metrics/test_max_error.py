"""The largest error."""

import numpy as np
from sklearn.metrics import max_error

from fitwright.core.rows import Rows
from fitwright.metrics.max_error import MaxError
from tests.metrics._expect import asked


def test_it_is_scikit_learns():
    rows, p = asked(1)
    assert MaxError().score(rows, p) == max_error(rows.y, p[:, 0])


def test_rows_without_weight_do_not_count():
    assert MaxError().score(Rows(np.array([1.0, 2.0]), np.array([0.0, 1.0])), np.array([[9.0], [2.5]])) == 0.5
