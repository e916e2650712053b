"""Rows in the order of their answers."""

import numpy as np

from tests.audit._acts import found, labels, noise


def test_sorted_rows_are_told():
    assert [finding.severity for finding in found("row_order", noise(), np.sort(labels()))] == ["info"]
    assert [f.severity for f in found("row_order", noise(), np.sort(labels()), time=np.arange(300))] == [
        "warning"
    ]
    assert found("row_order", noise(), np.sort(np.random.default_rng(0).normal(size=300)))


def test_others_are_not():
    assert not found("row_order", noise(), labels())
