"""Columns that hold one value."""

import numpy as np

from tests.audit._acts import columns_of, found, noise


def test_constant_and_nearly_constant_columns_are_told():
    rare = np.zeros(300)
    rare[:1] = 1
    findings = found("constant", {**noise(), "unit": ["m"] * 300, "flag": rare})
    assert columns_of(findings) == ["unit", "flag"]
    assert {finding.severity for finding in findings} == {"info"}
    assert "left out" in findings[0].seen


def test_others_are_not():
    assert not found("constant", noise())
