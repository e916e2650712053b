"""Columns that are there or not because of the target."""

import numpy as np

from tests.audit._acts import columns_of, found, labels, noise


def filled(there, count=300):
    values = np.random.default_rng(5).normal(size=count)
    return [float(value) if known else None for value, known in zip(values, there, strict=True)]


def test_a_reason_that_only_leavers_have():
    y = labels()
    [finding] = found("leak_missing", {**noise(), "refund": filled(y == "yes")}, y)
    assert (finding.severity, finding.columns) == ("critical", ("refund",))
    assert "are 'yes'" in finding.seen


def test_most_leavers_are_enough():
    y, rng = labels(), np.random.default_rng(0)
    assert found("leak_missing", {**noise(), "refund": filled((y == "yes") & (rng.random(300) < 0.6))}, y)


def test_columns_with_the_same_gaps_are_told_together():
    y = labels()
    refund = filled(y == "yes")
    fee = [None if value is None else value**2 for value in refund]
    [finding] = found("leak_missing", {**noise(), "refund": refund, "fee": fee}, y)
    assert finding.columns == ("refund", "fee")


def test_gaps_by_chance_are_none():
    y, rng = labels(), np.random.default_rng(0)
    assert not found("leak_missing", {**noise(), "height": filled(rng.random(300) < 0.6)}, y)


def test_gaps_that_go_with_the_target_a_little_are_none():
    y, rng = labels(), np.random.default_rng(0)
    there = rng.random(300) < np.where(y == "yes", 0.8, 0.4)
    assert not found("leak_missing", {**noise(), "height": filled(there)}, y)


def test_numbers_above_all_others():
    y = np.random.default_rng(1).normal(size=300)
    assert columns_of(found("leak_missing", {**noise(), "prize": filled(y > 0.7)}, y)) == ["prize"]
    assert not found("leak_missing", {**noise(), "prize": filled(y + np.roll(y, 1) > 0.7)}, y)
