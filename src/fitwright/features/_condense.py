"""The strongest directions of a sparse matrix: a truncated singular value decomposition."""

from typing import Any

import numpy as np

from fitwright.core.rows import Floats

SPARE = 10
"""Directions looked for beyond those that are wanted; they make these exact."""
ROUNDS = 4


def directions(matrix: Any, count: int, seed: int) -> Floats:
    """(columns, at most `count`) right singular vectors of a CSR matrix, the strongest first.

    Fewer where the matrix has no more.  By random projection (N. Halko et al., "Finding structure with
    randomness", 2011); one thread, so that the last bit does not depend on how many there are.
    """
    from threadpoolctl import threadpool_limits

    count = min(count, *matrix.shape)
    if not count or not matrix.nnz:
        return np.zeros((matrix.shape[1], 0))
    with threadpool_limits(1):
        rows, columns = matrix.shape
        found = np.random.default_rng(seed).normal(size=(columns, min(count + SPARE, rows, columns)))
        for _ in range(ROUNDS):
            found = _upright(matrix.T @ _upright(matrix @ found))
        part = (matrix.T @ _upright(matrix @ found)).T  # (directions, columns)
        _, strength, vectors = np.linalg.svd(part, full_matrices=False)
    strength, vectors = strength[:count], vectors[:count]
    largest = np.take_along_axis(vectors, np.abs(vectors).argmax(axis=1)[:, None], axis=1)
    vectors *= np.sign(largest)  # a direction has two ends: the same one each time
    return np.ascontiguousarray(vectors[strength > 1e-9 * strength[0]].T)


def _upright(found: Floats) -> Floats:
    """Columns at right angles that span the same."""
    return np.linalg.qr(found)[0]
