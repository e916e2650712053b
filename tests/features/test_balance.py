"""Rare classes weigh more, on the rows learned from alone."""

import numpy as np

from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.balance import Balance
from fitwright.pipeline import Chain
from tests.features.tables import BINARY, MULTICLASS, REGRESSION, mixed

Y = np.array([0] * 80 + [1] * 15 + [2] * 5)


def test_all_classes_weigh_the_same_and_the_sum_stays():
    weights = Balance().reweigh(Table.of(), Rows(y=Y), MULTICLASS, 0).weights
    np.testing.assert_allclose(np.bincount(Y, weights), 100 / 3)


def test_half_the_power_goes_half_the_way():
    weights = Balance(power=0.5).reweigh(Table.of(), Rows(y=Y), MULTICLASS, 0).weights
    np.testing.assert_allclose(weights[-1] / weights[0], 4)
    np.testing.assert_allclose(weights.sum(), 100)


def test_the_users_weights_stay_in():
    given = np.where(np.arange(100) % 2, 3.0, 1.0)
    weights = Balance().reweigh(Table.of(), Rows(y=Y, weights=given), MULTICLASS, 0).weights
    np.testing.assert_allclose(weights[1] / weights[0], 3)
    np.testing.assert_allclose(np.bincount(Y, weights), 200 / 3)


def test_numbers_as_targets_are_not_weighed():
    rows = Rows(y=np.zeros(3))
    assert Balance().reweigh(Table.of(), rows, REGRESSION, 0) is rows


def test_a_chain_hands_the_weights_to_the_model():
    rows = Rows(y=(np.arange(60) < 6).astype(np.int64))
    _, weighed = Chain([("balance", Balance())]).fit_transform(mixed(60), rows, BINARY, 0)
    np.testing.assert_allclose(np.bincount(rows.y, weighed.weights), 30)
