"""K folds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.errors import DataError, SettingError
from fitwright.core.rows import Rows
from fitwright.splits.kfold import KFold
from tests.splits._expect import NO_TABLE, cover_once


@given(count=st.integers(2, 60), folds=st.integers(2, 10), classes=st.integers(1, 8), seed=st.integers(0, 99))
def test_folds_are_even_in_size_and_in_classes(count, folds, classes, seed):
    y = np.random.default_rng(seed).integers(0, classes, count)
    pairs = cover_once(KFold(folds).split(NO_TABLE, Rows(y), seed), count)
    assert len(pairs) == min(folds, count)
    sizes = [len(judge) for _, judge in pairs]
    assert max(sizes) - min(sizes) <= 1
    for k in range(classes):
        held = [int((y[judge] == k).sum()) for _, judge in pairs]
        assert max(held) - min(held) <= 1


def test_numbers_are_even_over_quantiles():
    y = np.random.default_rng(0).lognormal(sigma=2, size=100)
    pairs = cover_once(KFold(5).split(NO_TABLE, Rows(y), 0), 100)
    top = np.argsort(y)[-5:]
    assert [np.isin(judge, top).sum() for _, judge in pairs] == [1] * 5


def test_a_class_of_one_row_is_left_out_of_one_learn_part():
    y = np.array([0] * 9 + [1] * 9 + [2])
    pairs = cover_once(KFold(5).split(NO_TABLE, Rows(y), 0), 19)
    assert sum(18 in learn for learn, _ in pairs) == 4


def test_seeds_differ_and_repeat():
    rows = Rows(np.arange(50.0))
    one, again, other = (KFold().split(NO_TABLE, rows, seed)[0][1].tolist() for seed in (1, 1, 2))
    assert one == again != other


def test_what_cannot_be_split_is_said():
    with pytest.raises(DataError, match="two rows"):
        KFold().split(NO_TABLE, Rows(np.zeros(1)), 0)
    with pytest.raises(SettingError, match="2 folds"):
        KFold(1)
