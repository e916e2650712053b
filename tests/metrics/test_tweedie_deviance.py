"""Deviance of amounts."""

import numpy as np
import pytest
from sklearn.metrics import mean_tweedie_deviance

from fitwright import tasks
from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.metrics.tweedie_deviance import TweedieDeviance
from tests.metrics._expect import positive


@pytest.mark.parametrize("weights", [False, True])
@pytest.mark.parametrize("power", [1, 1.5, 2, 3])
def test_it_is_scikit_learns(weights, power):
    rows, p = positive(weights=weights)
    if power < 2:
        rows = Rows(np.floor(rows.answers), rows.weights)  # with zeros
    expected = mean_tweedie_deviance(rows.y, p[:, 0], power=power, sample_weight=rows.weights)
    assert TweedieDeviance(power).score(rows, p) == pytest.approx(expected)


@pytest.mark.parametrize(("power", "needs"), [(1.5, "from 0"), (2, "above 0")])
def test_a_target_outside_of_the_family_is_refused(power, needs):
    y = np.array([1.0, -0.5 if power < 2 else 0.0])
    with pytest.raises(SettingError, match=f"tweedie_deviance does not fit this target.*numbers {needs}"):
        TweedieDeviance(power).bind(tasks.infer([0.5, 1.5]), Rows(y))


def test_powers_below_1_are_named_as_what_they_are():
    with pytest.raises(SettingError, match="use rmse"):
        TweedieDeviance(0)
