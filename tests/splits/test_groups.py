"""Folds that keep groups whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.errors import DataError, SettingError
from fitwright.core.rows import Rows
from fitwright.splits.groups import Groups
from tests.splits._expect import NO_TABLE, cover_once


@given(count=st.integers(4, 80), number=st.integers(2, 20), seed=st.integers(0, 99))
def test_no_group_is_on_both_sides(count, number, seed):
    rng = np.random.default_rng(seed)
    groups = rng.permutation(np.arange(count) % min(number, count))
    pairs = cover_once(Groups().split(NO_TABLE, Rows(rng.normal(size=count), groups=groups), seed), count)
    assert len(pairs) == min(5, number, count)
    for learn, judge in pairs:
        assert not set(groups[learn]) & set(groups[judge])


def test_classes_and_sizes_are_as_even_as_groups_allow():
    rng = np.random.default_rng(0)
    groups = rng.integers(0, 60, 1200)
    y = (rng.random(60)[groups] > 0.7).astype(np.int64)  # a group has one class
    pairs = cover_once(Groups(4).split(NO_TABLE, Rows(y, groups=groups), 0), 1200)
    for _, judge in pairs:
        assert abs(len(judge) - 300) <= 30
        assert abs(y[judge].mean() - y.mean()) < 0.05


def test_what_cannot_be_split_is_said():
    with pytest.raises(DataError, match="Name the column"):
        Groups().split(NO_TABLE, Rows(np.zeros(4)), 0)
    with pytest.raises(DataError, match="two groups"):
        Groups().split(NO_TABLE, Rows(np.zeros(4), groups=np.ones(4, np.int64)), 0)
    with pytest.raises(SettingError, match="2 folds"):
        Groups(1)
