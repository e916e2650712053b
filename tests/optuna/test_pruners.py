"""Optuna's names of pruners."""

import pytest

from fitwright.optuna import pruners
from fitwright.stopping.halving import Halving
from fitwright.stopping.hyperband import Hyperband
from fitwright.stopping.median import Median
from fitwright.stopping.never import Never
from fitwright.stopping.patience import Patience
from fitwright.stopping.percentile import Percentile


@pytest.mark.parametrize(
    ("pruner", "rule"),
    [
        (pruners.MedianPruner(n_startup_trials=0, n_warmup_steps=3), Median(warmup=1, grace=4)),
        (pruners.PercentilePruner(25.0, 7), Percentile(25.0, 7, 1)),
        (pruners.SuccessiveHalvingPruner(2, 3, 1), Halving(3, 6)),
        (pruners.HyperbandPruner(1, 27, 3), Hyperband(3, 1, 4)),
        (pruners.HyperbandPruner(), Hyperband(3, 1)),
        (pruners.PatientPruner(None, 5, 0.1), Patience(5, 0.1)),
    ],
)
def test_each_stands_for_a_rule_of_ours(pruner, rule):
    assert pruner.rule == rule
    assert isinstance(pruners.NopPruner().rule, Never)


def test_settings_without_a_counterpart_are_named():
    with pytest.warns(UserWarning, match="interval_steps"):
        pruners.MedianPruner(interval_steps=3)
    with pytest.warns(UserWarning, match="wrapped_pruner"):
        pruners.PatientPruner(pruners.MedianPruner(), 3)


def test_those_that_are_not_there_are_named():
    with pytest.raises(AttributeError, match=r"MedianPruner.*stopping="):
        _ = pruners.ThresholdPruner
