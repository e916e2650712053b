"""Most frequent imputation: which value wins, alone and weighed."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.impute_most_frequent import ImputeMostFrequent
from tests.features.tables import REGRESSION

few = st.sampled_from([-1.0, 0.0, 2.5, 7.0, float("nan")])


def fitted(values, weights=None):
    names = tuple(f"c{i}" for i in range(values.shape[1]))
    table = Table.of(Numbers(names, values))
    return ImputeMostFrequent().fit(table, Rows(weights=weights), REGRESSION, 0).fill_


@given(st.lists(st.tuples(few, few, few), min_size=1, max_size=12))
def test_the_most_frequent_wins_and_the_smallest_of_equals(rows):
    values = np.array(rows)
    expected = []
    for column in values.T:
        counts = Counter(column[~np.isnan(column)].tolist())
        expected.append(min(counts, key=lambda value: (-counts[value], value)) if counts else 0.0)
    assert fitted(values).tolist() == expected


@given(st.lists(st.tuples(few, few, st.integers(1, 3)), min_size=1, max_size=12))
def test_weights_count_like_repeated_rows(rows):
    values, weights = np.array([r[:2] for r in rows]), np.array([r[2] for r in rows])
    repeated = fitted(np.repeat(values, weights, 0))
    assert fitted(values, weights.astype(float)).tolist() == repeated.tolist()
