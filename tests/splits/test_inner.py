"""The split inside the rows to learn from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright import tasks
from fitwright.core.rows import Rows
from fitwright.splits import inner

NUMBERS = tasks.infer([0.5, 1.5, 2.5])
CLASSES = tasks.infer(["a", "b", "c"])


def _whole(learn, stop, count):
    assert sorted([*learn, *stop]) == list(range(count))
    assert (np.diff(learn) > 0).all()
    assert (np.diff(stop) > 0).all()
    assert len(learn)
    assert len(stop) or count == 1


@given(count=st.integers(1, 50), share=st.floats(0.01, 0.5), seed=st.integers(0, 50))
def test_there_are_rows_on_both_sides(count, share, seed):
    y = np.random.default_rng(seed).normal(size=count)
    _whole(*inner(Rows(y), NUMBERS, seed, share), count)


@given(y=st.lists(st.integers(0, 2), min_size=1, max_size=40), seed=st.integers(0, 50))
def test_each_class_keeps_a_row_to_learn_from(y, seed):
    codes = np.array(y)
    learn, stop = inner(Rows(codes), CLASSES, seed)
    assert set(codes[learn]) == set(y)
    assert sorted([*learn, *stop]) == list(range(len(y)))


def test_classes_keep_their_shares():
    codes = np.repeat([0, 1], [900, 100])
    _, stop = inner(Rows(codes), CLASSES, 0)
    assert (codes[stop] == 1).sum() == 15


def test_the_later_rows_tell():
    time = np.random.default_rng(0).permutation(100).astype(float)
    learn, stop = inner(Rows(np.zeros(100), time=time), NUMBERS, 0)
    assert time[learn].max() < time[stop].min()
    _whole(learn, stop, 100)


def test_one_moment_is_no_order():
    _whole(*inner(Rows(np.arange(9.0), time=np.zeros(9)), NUMBERS, 0), 9)


@pytest.mark.parametrize("number", [1, 2, 7])
def test_groups_stay_whole_where_there_are_several(number):
    groups = np.arange(70) % number
    learn, stop = inner(Rows(np.arange(70.0), groups=groups), NUMBERS, 0)
    _whole(learn, stop, 70)
    if number > 1:
        assert not set(groups[learn]) & set(groups[stop])


def test_very_many_rows_spare_most_for_learning():
    _, stop = inner(Rows(np.zeros(400_000)), NUMBERS, 0)
    assert len(stop) == 20_000
