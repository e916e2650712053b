"""Whatever the rows: sides are disjoint, all rows are judged once, groups stay whole, time goes forward."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fitwright import splits
from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table

SEEDS = st.integers(0, 999)
ANSWERS = st.lists(st.integers(0, 3), min_size=12, max_size=60)


def table(count):
    return Table.of(Numbers(("x",), np.zeros((count, 1))))


@given(ANSWERS, st.integers(2, 5), SEEDS)
def test_folds_judge_every_row_once(answers, folds, seed):
    rows = Rows(np.array(answers))
    pairs = splits.resolve(folds).split(table(len(rows)), rows, seed)
    judged = np.concatenate([judge for _, judge in pairs])
    assert sorted(judged.tolist()) == list(range(len(rows)))
    for learn, judge in pairs:
        assert not np.intersect1d(learn, judge).size
        assert len(learn) + len(judge) == len(rows)


@given(ANSWERS, SEEDS)
def test_the_same_seed_gives_the_same_folds(answers, seed):
    rows = Rows(np.array(answers))
    one, other = (splits.resolve("kfold").split(table(len(rows)), rows, seed) for _ in range(2))
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a[1], b[1])


@given(ANSWERS, SEEDS, st.integers(3, 8))
def test_groups_stay_whole(answers, seed, groups):
    labels = np.arange(len(answers)) % groups
    rows = Rows(np.array(answers), groups=labels)
    for learn, judge in splits.resolve("groups", folds=3).split(table(len(rows)), rows, seed):
        assert not np.intersect1d(labels[learn], labels[judge]).size


@given(ANSWERS, SEEDS)
def test_time_goes_forward(answers, seed):
    time = np.random.default_rng(seed).permutation(len(answers)).astype(float)
    rows = Rows(np.array(answers), time=time)
    for learn, judge in splits.resolve("time").split(table(len(rows)), rows, seed):
        assert time[learn].max() < time[judge].min()


@given(ANSWERS, st.floats(0.1, 0.5), SEEDS)
def test_a_holdout_has_its_share(answers, share, seed):
    rows = Rows(np.array(answers))
    [(learn, judge)] = splits.resolve("holdout", share=share).split(table(len(rows)), rows, seed)
    assert len(learn) + len(judge) == len(rows)
    assert abs(len(judge) - share * len(rows)) <= 5
