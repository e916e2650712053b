"""Odd rows are told, count for less while learning, and are never dropped."""

import numpy as np
from scipy.stats import spearmanr
from sklearn.ensemble import IsolationForest as Textbook

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.isolation_forest import IsolationForest
from tests.features.tables import REGRESSION


def clouded(seed=0):
    """300 usual rows, then 10 far off."""
    rng = np.random.default_rng(seed)
    values = np.vstack([rng.normal(size=(300, 3)), rng.choice([-8.0, 8.0], size=(10, 3))])
    return Table.of(Numbers(("a", "b", "c"), np.asfortranarray(values)))


def test_rows_far_off_are_the_oddest():
    table = clouded()
    odd = IsolationForest().fit(table, Rows(), REGRESSION, 0).transform(table).numbers(["oddness"])[:, 0]
    assert odd[300:].min() > np.quantile(odd[:300], 0.97)
    assert 0 < odd.min() < odd.max() < 1


def test_oddness_is_that_of_the_textbook():
    table = clouded()
    odd = IsolationForest(trees=200).fit(table, Rows(), REGRESSION, 0).transform(table).numbers(["oddness"])
    expected = -Textbook(n_estimators=200, random_state=3).fit(table.matrix()).score_samples(table.matrix())
    assert spearmanr(odd[:, 0], expected)[0] > 0.97
    assert abs(odd.mean() - expected.mean()) < 0.02


def test_the_oddest_rows_learned_from_count_for_less():
    table, rows = clouded(), Rows(y=np.zeros(310), weights=np.full(310, 2.0))
    weights = IsolationForest(share=0.03, weight=0.25).reweigh(table, rows, REGRESSION, 0).weights
    assert set(weights[300:]) == {0.5}
    assert (weights == 0.5).sum() <= 12


def test_a_table_without_numbers_is_not_weighed():
    rows = Rows(y=np.zeros(4))
    assert IsolationForest().reweigh(Table.of(), rows, REGRESSION, 0) is rows
