"""Folds of one search: loss and derivatives are means."""

import pytest

from fitwright import tune
from fitwright.bilevel import Folded, GroupedRidge
from fitwright.core.errors import SettingError
from tests.bilevel.differences import GROUPS, table


def folds():
    return [GroupedRidge(*table(seed=seed), GROUPS) for seed in range(3)]


def test_loss_and_derivatives_are_means_over_the_folds():
    problems = folds()
    folded = Folded(problems)
    study = tune(folded, folded.space, search="gradient", max_trials=6)
    first = study.history[0]
    told = [problem.gradient(first.config) for problem in problems]
    assert first.loss == pytest.approx(sum(loss for loss, _ in told) / 3)
    assert first.gradient["noise"] == pytest.approx(sum(slopes["noise"] for _, slopes in told) / 3)
    assert study.best_value < first.loss


def test_folds_share_a_space():
    with pytest.raises(SettingError, match="of one space"):
        Folded([*folds(), GroupedRidge(*table(), ["all"] * len(GROUPS))])
    with pytest.raises(SettingError, match="at least one"):
        Folded([])
