"""The past judges nothing; it is learned from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.errors import DataError, SettingError
from fitwright.core.rows import Rows
from fitwright.splits.time import Time
from tests.splits._expect import NO_TABLE, are_pairs


def _split(time, **settings):
    return Time(**settings).split(NO_TABLE, Rows(np.zeros(len(time)), time=np.asarray(time, float)), 0)


@given(
    time=st.lists(st.integers(0, 15), min_size=2, max_size=60).filter(lambda t: len(set(t)) > 1),
    folds=st.integers(1, 6),
)
def test_what_is_judged_comes_after_all_that_was_learned(time, folds):
    moments = np.array(time)
    pairs = are_pairs(_split(time, folds=folds), len(time))
    assert 1 <= len(pairs) <= folds
    for learn, judge in pairs:
        assert moments[learn].max() < moments[judge].min()
    judged = np.concatenate([judge for _, judge in pairs])
    assert len(judged) == len(set(judged))
    assert moments.max() in moments[judged]


def test_windows_expand():
    sizes = [(len(learn), len(judge)) for learn, judge in _split(range(100), folds=5)]
    assert sizes == [(50, 10), (60, 10), (70, 10), (80, 10), (90, 10)]


def test_one_fold_is_the_last_fifth():
    [(learn, judge)] = _split(range(99, -1, -1), folds=1)
    assert judge.tolist() == list(range(20))
    assert len(learn) == 80


def test_it_is_ordered():
    assert Time().ordered


@pytest.mark.parametrize(
    ("time", "words"), [([1, 1], "all 2 rows have the same"), ([1, np.nan, np.inf], "2 of 3")], ids=str
)
def test_times_that_cannot_be_used_are_named(time, words):
    with pytest.raises(DataError, match=words):
        _split(time)


def test_what_cannot_be_split_is_said():
    with pytest.raises(DataError, match="Name the column"):
        Time().split(NO_TABLE, Rows(np.zeros(4)), 0)
    with pytest.raises(SettingError, match="share"):
        Time(share=1.0)
