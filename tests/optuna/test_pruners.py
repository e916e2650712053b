"""Optuna's names of pruners."""

import pytest

from fitwright import optuna
from fitwright.core.errors import SettingError
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


def ended(pruner, *, direction="minimize", shapes=(), steps=8):
    """How many reports each trial made, told by its height at each step."""
    reports = []

    def objective(trial):
        trial.suggest_float("x", 0, 1)
        for step in range(steps):
            trial.report(shapes[trial.number](step), step)
            reports[trial.number :] = [step + 1]
            if trial.should_prune():
                raise optuna.TrialPruned
        return shapes[trial.number](steps)

    study = optuna.create_study(direction=direction, pruner=pruner)
    study.optimize(objective, n_trials=len(shapes))
    return reports


def test_what_lies_beyond_a_bound_ends():
    rise, fall = (lambda step: step), (lambda step: -step)
    pruner = pruners.ThresholdPruner(lower=-4, upper=2)
    assert ended(pruner, shapes=[rise, fall]) == [4, 6]
    assert ended(pruner, shapes=[rise, fall], direction="maximize") == [4, 6]
    assert ended(pruners.ThresholdPruner(upper=2, n_warmup_steps=5), shapes=[rise, fall]) == [6, 8]
    with pytest.raises(SettingError, match="neither"):
        pruners.ThresholdPruner()
    with pytest.raises(SettingError, match="at most"):
        pruners.ThresholdPruner(lower=2, upper=1)


def test_patience_comes_before_another_rule():
    flat, late = (lambda step: 5.0), (lambda step: 9.0 - step)
    shapes = [lambda step: 0.0] * 5 + [flat, late]
    assert ended(pruners.MedianPruner(), shapes=shapes)[5:] == [1, 1]
    assert ended(pruners.PatientPruner(pruners.MedianPruner(), 3), shapes=shapes)[5:] == [4, 8]
    assert ended(pruners.PatientPruner(None, 3), shapes=shapes)[5:] == [4, 8]


def test_instances_are_compared_one_by_one():
    hard = [3.0, 90.0, 1.0, 40.0, 7.0, 20.0, 5.0, 60.0, 30.0]
    shapes = [hard.__getitem__, lambda step: hard[step] + 1 + step / 9, lambda step: hard[step] - 1]
    assert ended(pruners.WilcoxonPruner(p_threshold=0.1), shapes=shapes) == [8, 4, 8]
    assert ended(pruners.WilcoxonPruner(n_startup_steps=6), shapes=shapes) == [8, 6, 8]


def test_those_that_are_not_there_are_named():
    with pytest.raises(AttributeError, match=r"MedianPruner.*stopping="):
        _ = pruners.RacingPruner
