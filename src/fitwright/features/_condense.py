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
    from sklearn.utils.extmath import randomized_svd
    from threadpoolctl import threadpool_limits

    count = min(count, *matrix.shape)
    if not count or not matrix.nnz:
        return np.zeros((matrix.shape[1], 0))
    with threadpool_limits(1):
        _, strength, vectors = randomized_svd(
            matrix,
            count,
            n_oversamples=SPARE,
            n_iter=ROUNDS,
            power_iteration_normalizer="QR",
            random_state=seed,
        )
    return np.ascontiguousarray(vectors[strength > 1e-9 * strength[0]].T)
