"""Distances to the centres of clusters."""

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.kmeans import KMeans
from tests.features.tables import REGRESSION


def table_of(values):
    return Table.of(Numbers(("a", "b"), np.asfortranarray(values)))


def test_rows_of_one_cluster_are_nearest_to_one_centre():
    rng = np.random.default_rng(0)
    which = rng.integers(0, 3, 300)
    values = np.array([[0, 0], [9, 0], [0, 9]])[which] + 0.3 * rng.normal(size=(300, 2))
    step = KMeans(clusters=3).fit(table_of(values), Rows(), REGRESSION, 0)
    made = step.transform(table_of(values))
    assert made.names[:2] == ("a", "b")
    nearest = made.numbers([f"cluster {i} distance" for i in (1, 2, 3)]).argmin(1)
    assert len({(w, n) for w, n in zip(which, nearest, strict=True)}) == 3


def test_there_are_no_more_clusters_than_different_rows():
    table = table_of(np.array([[0.0, 1.0], [0.0, 1.0], [2.0, 3.0]]))
    assert len(KMeans().fit(table, Rows(), REGRESSION, 0).transform(table).names) == 4
