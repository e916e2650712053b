"""Trees that ask one question a level, all of them about numbers, and a walk through them."""

import numpy as np

from fitwright.models._trees import Nodes, Trees, begun

COLUMNS = 5


def oblivious(seed, depths=(3, 6, 0, 2, 9, 1, 4), outputs=2):
    """Random ones; NaN goes one way or the other, question by question."""
    rng = np.random.default_rng(seed)
    asked = [(int(rng.integers(COLUMNS)), round(rng.normal(), 1), bool(rng.integers(2))) for _ in range(20)]
    parts, roots = [], []
    for depth in depths:
        roots.append(len(parts))
        levels = rng.integers(0, len(asked), depth)
        for node in range(2 ** (depth + 1) - 1):
            level, child = (node + 1).bit_length() - 1, roots[-1] + 2 * node + 1
            column, threshold, missing = asked[levels[level]] if level < depth else (-1, 0.0, False)
            parts.append((column, threshold, child, child + 1, missing))
    feature, threshold, first, second, missing = map(np.array, zip(*parts, strict=True))
    children = np.where(feature[:, None] < 0, 0, np.stack([first, second], axis=1))
    nodes = Nodes(feature, threshold.astype(np.float32), children, missing, np.zeros(0, np.int32))
    value = rng.normal(size=(int((feature < 0).sum()), outputs))
    return Trees.of(nodes, np.array(roots), value, rng.normal(size=outputs))


def walked(trees, x):
    """What a walk node by node with NumPy adds up to."""
    most = np.finfo(np.float32).max
    return trees._total(np.clip(x, -most, most), begun(trees, len(x))) + trees.base
