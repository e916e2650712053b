"""Classes with few rows."""

import numpy as np

from tests.audit._acts import found, noise


def test_fewer_rows_than_folds_is_a_warning():
    y = np.array(["a"] * 150 + ["b"] * 147 + ["c"] * 3)
    [finding] = found("rare_classes", noise(), y)
    assert finding.severity == "warning"
    assert "'c'" in finding.seen


def test_a_small_share_is_told():
    y = np.array(["no"] * 290 + ["yes"] * 10)
    [finding] = found("rare_classes", noise(), y)
    assert finding.severity == "info"
    assert "3.3%" in finding.seen


def test_even_classes_and_numbers_are_fine():
    assert not found("rare_classes", noise(), np.array(["a", "b"] * 150))
    assert not found("rare_classes", noise(), np.linspace(0, 1, 300))
