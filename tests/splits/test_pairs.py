"""The user's own split."""

import numpy as np
import pytest

from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.splits.pairs import Pairs
from tests.splits._expect import NO_TABLE, are_pairs, cover_once

ROWS = Rows(np.array([0, 1, 0, 1, 0, 1]), groups=np.array([0, 0, 1, 1, 2, 2]))


def _split(given):
    return Pairs(given).split(NO_TABLE, ROWS, 0)


def test_positions_rise():
    [(learn, judge)] = are_pairs(_split([([3, 0], np.array([5, 1]))]), 6)
    assert learn.tolist() == [0, 3]
    assert judge.tolist() == [1, 5]


def test_masks_are_positions():
    mask = np.array([True, False, True, False, False, False])
    [(learn, judge)] = are_pairs(_split([(~mask, mask)]), 6)
    assert judge.tolist() == [0, 2]
    assert len(learn) == 4


@pytest.mark.parametrize("name", ["KFold", "StratifiedKFold", "GroupKFold", "TimeSeriesSplit"])
def test_splitters_of_scikit_learn_are_asked(name):
    from sklearn import model_selection

    pairs = are_pairs(_split(getattr(model_selection, name)(n_splits=3)), 6)
    assert len(pairs) == 3
    if name == "GroupKFold":
        cover_once(pairs, 6)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "at least one pair"),
        ([([0, 1], [])], "judge on in pair 0 .*; got none"),
        ([([0], [1]), ([0, 6], [1])], "learn from in pair 1 of the split from 0 to 5; got 0 to 6"),
        ([([0], [-1])], "from 0 to 5"),
        ([([0, 1], [1, 2])], "both sides of pair 0 of the split; 1 are"),
        ([([0, 0], [1])], "once; got 1 again"),
        ([([0.5], [1])], "positions"),
        ([([True, False], [1])], "mask of 6 rows"),
        ([[0, 1, 2]], "two sides in pair 0"),
        ([5], "two sides in pair 0"),
    ],
    ids=str,
)
def test_what_is_no_split_is_named(given, words):
    with pytest.raises(SettingError, match=words):
        _split(given)


def test_a_splitter_that_refuses_is_quoted():
    from sklearn.model_selection import KFold

    with pytest.raises(SettingError, match="cannot split these 6 rows"):
        _split(KFold(n_splits=9))
