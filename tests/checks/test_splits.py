"""The suite for splitters finds what is wrong with a splitter."""

import numpy as np
import pytest

from fitwright.splits.splitter import Splitter
from tests.checks._wrong import refused


class Halves(Splitter):
    """The first half is judged; the wrong ones below are made from it."""

    def split(self, table, rows, seed):
        count = len(rows)
        return [(np.arange(count // 2, count), np.arange(count // 2))]


class Falling(Halves):
    def split(self, table, rows, seed):
        return [(learn[::-1], judge) for learn, judge in super().split(table, rows, seed)]


class Overlapping(Halves):
    def split(self, table, rows, seed):
        return [(np.arange(len(rows)), judge) for _, judge in super().split(table, rows, seed)]


class Whimsical(Splitter):
    def split(self, table, rows, seed):
        judged = np.random.default_rng().random(len(rows)) < 0.5
        return [(np.flatnonzero(~judged), np.flatnonzero(judged))]


class Sorted(Splitter):
    def split(self, table, rows, seed):
        order, half = np.argsort(rows.answers, kind="stable"), len(rows) // 2
        return [(np.sort(order[:half]), np.sort(order[half:]))]


class Mixing(Splitter):
    def split(self, table, rows, seed):
        judged = np.zeros(len(rows), bool) if rows.groups is None else rows.groups % 2 == 1
        judged[0], judged[1] = True, False
        return [(np.flatnonzero(~judged), np.flatnonzero(judged))]


class Backwards(Halves):
    ordered = True


class Careless(Halves):
    def split(self, table, rows, seed):
        return [(np.arange(1, len(rows)), np.arange(min(1, len(rows))))]


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (Falling, "check_pairs_are_rising_positions", "rising positions below 120"),
        (Overlapping, "check_no_row_is_on_both_sides", "disjoint sides"),
        (Whimsical, "check_same_seed_same_pairs", "the same pairs from the same seed"),
        (Sorted, "check_every_class_is_learned_from", "every class on both sides; got 1"),
        (Mixing, "check_groups_stay_whole_where_it_looks_at_them", "groups on one side"),
        (Backwards, "check_judged_rows_come_after_learned_ones_where_ordered", "judge on later rows"),
        (Careless, "check_tiny_tables_are_split_or_refused", "or an error of ours; 0 rows|; 1 rows"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_splitter_that_misbehaves_is_told(member, check, sentence):
    refused("splits", check, member, sentence)
