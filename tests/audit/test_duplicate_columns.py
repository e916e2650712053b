"""Columns that say what another says."""

import numpy as np

from tests.audit._acts import found, noise


def test_equal_rescaled_and_renamed_columns():
    columns = noise()
    columns |= {
        "twin": columns["size"],
        "inches": columns["size"] / 2.54 + 1,
        "stadt": np.char.add("stadt ", columns["city"]).tolist(),
    }
    twin, numbers, names = found("duplicate_columns", columns)
    assert twin.columns == ("twin",)
    assert numbers.columns == ("size", "inches")
    assert names.columns == ("city", "stadt")
    assert {twin.severity, numbers.severity, names.severity} == {"info"}


def test_others_are_not():
    assert not found("duplicate_columns", noise())
