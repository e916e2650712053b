"""The strongest directions of a sparse matrix: a truncated singular value decomposition."""

from typing import Any

import numpy as np

from fitwright.core.rows import Floats

SPARE = 10
"""Directions looked for beyond those that are wanted; they make these exact."""
ROUNDS = 4


def directions(matrix: Any, count: int, rng: np.random.Generator) -> Floats:
    """(columns, at most `count`) right singular vectors of a CSR matrix, the strongest first.

    Fewer where the matrix has no more.  The largest entry of each is positive, so equal matrices give equal
    vectors.  By random projection (N. Halko et al., "Finding structure with randomness", 2011); one thread,
    so that the last bit does not depend on how many there are.
    """
    from threadpoolctl import threadpool_limits

    rows, columns = matrix.shape
    wide = min(count + SPARE, rows, columns)
    if not wide or not matrix.nnz:
        return np.zeros((columns, 0))
    with threadpool_limits(1, "blas"):
        turned = matrix.T.tocsr()
        basis = matrix @ rng.standard_normal((columns, wide))
        for _ in range(ROUNDS):
            basis = matrix @ np.linalg.qr(turned @ np.linalg.qr(basis)[0])[0]
        basis = np.linalg.qr(basis)[0]
        _, strength, vectors = np.linalg.svd((turned @ basis).T, full_matrices=False)
    found = vectors[: min(count, int((strength > 1e-9 * strength[0]).sum()))]
    peak = found[np.arange(len(found)), np.abs(found).argmax(1)]
    return np.ascontiguousarray((found * np.sign(peak)[:, None]).T)
