"""Means and sums of the target by a group."""

import numpy as np
import pytest

from tests.audit._acts import columns_of, found, labels, noise

BRANCH = np.random.default_rng(0).integers(0, 25, 300)


@pytest.mark.parametrize("what", ["mean", "sum", "mean over the other rows"])
@pytest.mark.parametrize("kind", ["classes", "numbers"])
def test_an_aggregate_of_the_target_is_critical(what, kind):
    y = labels() if kind == "classes" else np.random.default_rng(1).normal(size=300)
    value = (y == "yes").astype(float) if kind == "classes" else y
    sums, counts = np.bincount(BRANCH, value)[BRANCH], np.bincount(BRANCH)[BRANCH]
    made = {"mean": sums / counts, "sum": sums, "mean over the other rows": (sums - value) / (counts - 1)}
    columns = {**noise(), "branch": [f"b{code}" for code in BRANCH], "rate": made[what]}
    [finding] = found("leak_aggregate", columns, y)
    assert finding.columns == ("rate",)
    assert what in finding.seen
    assert "'branch'" in finding.seen


def test_groups_may_be_whole_numbers_or_named():
    y = np.random.default_rng(1).normal(size=300)
    rate = (np.bincount(BRANCH, y) / np.bincount(BRANCH))[BRANCH]
    assert columns_of(found("leak_aggregate", {**noise(), "branch": BRANCH, "rate": rate}, y)) == ["rate"]
    assert columns_of(found("leak_aggregate", {**noise(), "rate": rate}, y, groups=BRANCH)) == ["rate"]


def test_a_mean_of_another_column_is_none():
    y = np.random.default_rng(1).normal(size=300)
    columns = noise()
    rate = (np.bincount(BRANCH, columns["size"]) / np.bincount(BRANCH))[BRANCH]
    assert not found("leak_aggregate", {**columns, "branch": BRANCH, "rate": rate}, y)
