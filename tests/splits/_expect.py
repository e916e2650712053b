"""What holds for the pairs of any splitter."""

import numpy as np

from fitwright.core.table import Table

NO_TABLE = Table((), {})


def are_pairs(pairs, count):
    """Rising positions of rows that are there, and no row on both sides."""
    assert pairs
    for learn, judge in pairs:
        for side in (learn, judge):
            assert side.size
            assert (np.diff(side) > 0).all()
            assert side[0] >= 0
            assert side[-1] < count
        assert not np.intersect1d(learn, judge).size
    return pairs


def cover_once(pairs, count):
    """Every row is judged by exactly one pair, which learns from all others."""
    judged = np.concatenate([judge for _, judge in are_pairs(pairs, count)])
    assert sorted(judged) == list(range(count))
    assert all(len(learn) + len(judge) == count for learn, judge in pairs)
    return pairs
