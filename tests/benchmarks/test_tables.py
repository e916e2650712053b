"""The frozen split: whoever compares with old records needs the same rows."""

import numpy as np
import pytest

from benchmarks._tables import fold_of, generated, in_order


def test_folds_of_numbers_are_the_ones_on_record():
    assert fold_of(np.zeros(10), "regression", 5, 0).tolist() == [3, 4, 0, 2, 2, 4, 0, 1, 1, 3]


def test_folds_of_classes_are_the_ones_on_record():
    y = np.array([0, 1, 0, 1, 1, 0, 2, 2, 0, 1])
    assert fold_of(y, "multiclass", 3, 1).tolist() == [2, 1, 0, 0, 2, 1, 2, 0, 0, 1]


@pytest.mark.parametrize("task", ["binary", "regression"])
def test_folds_are_even(task):
    y = np.random.default_rng(0).integers(0, 2, 103)
    fold = fold_of(y, task, 5, 7)
    assert np.ptp(np.bincount(fold)) <= 1
    for code in (0, 1) if task == "binary" else ():
        assert np.ptp(np.bincount(fold[y == code], minlength=5)) <= 1


def test_labels_that_are_numbers_are_in_order_of_numbers():
    assert in_order({"10", "9", "-1"}) == ["-1", "9", "10"]
    assert in_order({"b", "a", "10"}) == ["10", "a", "b"]


def test_a_generated_table_has_the_columns_asked_for():
    X, y = generated(200, 6, words=2)
    assert X.shape == (200, 6)
    assert [str(kind) for kind in X.dtypes] == ["Float64"] * 4 + ["String"] * 2
    assert X["x5"].n_unique() == 12
    assert set(y) == {0, 1}
