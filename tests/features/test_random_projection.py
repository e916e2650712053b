"""Fewer columns, and distances nearly as they were."""

import numpy as np
from scipy.spatial.distance import pdist

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.random_projection import RandomProjection
from tests.features.tables import REGRESSION


def table_of(values):
    return Table.of(Numbers(tuple(f"x{i}" for i in range(values.shape[1])), np.asfortranarray(values)))


def test_distances_stay_nearly_as_they_were():
    values = np.random.default_rng(0).normal(size=(40, 500))
    values = (values - values.mean(0)) / values.std(0)
    step = RandomProjection(components=200).fit(table_of(values), Rows(), REGRESSION, 0)
    ratio = pdist(step.transform(table_of(values)).matrix()) / pdist(values)
    assert 0.7 < ratio.min() < ratio.max() < 1.3


def test_few_numbers_are_left_alone():
    table = table_of(np.ones((3, 4)))
    assert RandomProjection(components=4).fit(table, Rows(), REGRESSION, 0).transform(table) is table
