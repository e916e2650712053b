"""How much each hyperparameter decides of what the losses are."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.history import History
from fitwright.space import Encoding, Space

Array = NDArray[np.float64]
FEWEST = 5
TREES, DRAWS, SHUFFLES = 64, 512, 3


def importances(history: History, space: Space, seed: int = 0) -> dict[str, float]:
    """Name to share of the variation of losses over the whole space, summing to 1.

    A forest learns loss from config, and foretells those of configs drawn at random: a name counts by how far
    they move in rank when its values are dealt anew among the configs in which it is open (Breiman, 2001).
    So it does not matter where a search that learns has spent its trials, and a few very bad trials do not
    decide.  Where a name is closed it has a value drawn at random: so it does not tell that it is closed, and
    is not credited with what its condition does.  Trials that were stopped have the loss of a part, and are
    left out.  Empty with fewer than five others; all 0 where all losses are the same.
    """
    from scipy.stats import rankdata
    from sklearn.ensemble import ExtraTreesRegressor

    trials, encoding = history.in_state("done"), Encoding(space)
    rows = [(row, trial.loss) for trial in trials if (row := encoding.row(trial.config)) is not None]
    rows = [(row, loss) for row, loss in rows if np.isfinite(loss)]
    if len(rows) < FEWEST or not len(encoding):
        return {}
    rng = np.random.default_rng(seed)
    ranks = rankdata([loss for _, loss in rows])
    forest = ExtraTreesRegressor(TREES, min_samples_leaf=2, random_state=seed, n_jobs=1)
    forest.fit(_opened(np.stack([row for row, _ in rows]), rng), ranks)
    drawn = encoding.snap(rng.random((DRAWS, len(encoding))))
    found = _moved(forest, drawn, _opened(drawn, rng), rng)
    total = float(found.sum())
    shares = found / total if total > 0 else found
    return dict(zip(encoding.names, shares.tolist(), strict=True))


def _opened(rows: Array, rng: np.random.Generator) -> Array:
    """The rows (rows, columns) with values where they are closed: of rows that are open there, if any is."""
    found, closed = rows.copy(), np.isnan(rows)
    for column in range(rows.shape[1]):
        known = rows[~closed[:, column], column]
        found[closed[:, column], column] = (
            rng.choice(known, int(closed[:, column].sum())) if len(known) else 0.0
        )
    return found


def _moved(forest: Any, drawn: Array, rows: Array, rng: np.random.Generator) -> Array:
    """(columns,) how far rows move in rank, squared, when a column is dealt anew where it is open."""
    base = forest.predict(rows)
    order, found = np.sort(base), np.zeros(rows.shape[1])
    for column in range(rows.shape[1]):
        is_open = np.flatnonzero(~np.isnan(drawn[:, column]))
        for _ in range(SHUFFLES):
            dealt = rows[is_open]
            dealt[:, column] = rows[rng.permutation(is_open), column]
            moved = _rank(order, forest.predict(dealt)) - _rank(order, base[is_open])
            found[column] += float((moved**2).sum())
    return found


def _rank(order: Array, values: Array) -> Array:
    """Places of values among those in order, the middle of the places where several are the same."""
    left, right = np.searchsorted(order, values, "left"), np.searchsorted(order, values, "right")
    return (left + right) / 2
