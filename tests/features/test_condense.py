"""The strongest directions of a sparse matrix are those of its whole decomposition."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from fitwright.features._condense import directions


@pytest.fixture(scope="module")
def matrix():
    """(200, 60) of rank 6, with a little noise, mostly zeros."""
    rng = np.random.default_rng(0)
    whole = rng.normal(size=(200, 6)) * [9, 7, 5, 4, 3, 2] @ rng.normal(size=(6, 60))
    return csr_matrix((whole + 0.01 * rng.normal(size=whole.shape)) * (rng.random(whole.shape) < 0.5))


def test_they_are_the_right_singular_vectors(matrix):
    found = directions(matrix, 3, seed=0)
    exact = np.linalg.svd(matrix.toarray())[2][:3].T
    assert np.abs((found * exact).sum(axis=0)) == pytest.approx(np.ones(3), abs=1e-4)
    assert found.T @ found == pytest.approx(np.eye(3), abs=1e-9)


def test_a_direction_has_the_same_end_first_whatever_the_seed(matrix):
    assert directions(matrix, 2, seed=0) == pytest.approx(directions(matrix, 2, seed=5), abs=1e-4)


@pytest.mark.parametrize(("shape", "count"), [((3, 40), 3), ((40, 3), 3), ((1, 1), 1)])
def test_a_small_matrix_has_fewer(shape, count):
    small = csr_matrix(np.random.default_rng(1).normal(size=shape))
    assert directions(small, 30, seed=0).shape == (shape[1], count)


def test_nothing_has_no_direction():
    assert directions(csr_matrix((5, 4)), 3, seed=0).shape == (4, 0)
