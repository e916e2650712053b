"""One split."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.errors import DataError, SettingError
from fitwright.core.rows import Rows
from fitwright.splits.holdout import Holdout
from tests.splits._expect import NO_TABLE, are_pairs


@given(count=st.integers(2, 200), share=st.floats(0.01, 0.5), seed=st.integers(0, 99))
def test_the_share_is_kept(count, share, seed):
    [(learn, judge)] = are_pairs(Holdout(share).split(NO_TABLE, Rows(np.arange(float(count))), seed), count)
    assert len(learn) + len(judge) == count
    assert abs(len(judge) - share * count) <= 1


def test_classes_keep_their_shares_and_a_row_to_learn_from():
    y = np.array([0] * 80 + [1] * 20 + [2])
    [(learn, judge)] = Holdout(0.5).split(NO_TABLE, Rows(y), 3)
    assert abs((y[judge] == 1).sum() - 10) <= 1
    assert 100 in learn


def test_groups_stay_whole():
    groups = np.repeat(np.arange(20), 5)
    [(learn, judge)] = are_pairs(Holdout().split(NO_TABLE, Rows(np.arange(100.0), groups=groups), 0), 100)
    assert not set(groups[learn]) & set(groups[judge])
    assert len(judge) == 20


def test_what_cannot_be_split_is_said():
    with pytest.raises(DataError, match="two rows"):
        Holdout().split(NO_TABLE, Rows(np.zeros(1)), 0)
    with pytest.raises(DataError, match="two groups"):
        Holdout().split(NO_TABLE, Rows(np.zeros(3), groups=np.zeros(3, np.int64)), 0)
    with pytest.raises(SettingError, match="share"):
        Holdout(0.0)
