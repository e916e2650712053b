"""Gaps and what could not be read."""

import numpy as np

from tests.audit._acts import found, noise


def test_gaps_by_their_share():
    holes = np.full((3, 300), np.nan)
    holes[0, :10], holes[1, :100], holes[2, :200] = 1, np.arange(100), np.arange(200)
    columns = {**noise(), "none": holes[0], "few": holes[1], "many": holes[2]}
    worst, many = found("missing", columns)
    assert (worst.severity, worst.columns) == ("warning", ("none",))
    assert "96.7%" in worst.seen
    assert (many.severity, many.columns) == ("info", ("few",))


def test_entries_that_cannot_be_read_are_told():
    price = [str(i) for i in range(295)] + ["oops"] * 5
    [finding] = found("missing", {**noise(), "price": price})
    assert finding.columns == ("price",)
    assert "5 of 300 entries cannot be read" in finding.seen
