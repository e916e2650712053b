"""How much of what was seen each hyperparameter explains."""

import numpy as np
from scipy.stats import rankdata

from fitwright.core.history import History
from fitwright.space import Encoding, Space

FEWEST = 5
TREES, SHUFFLES = 64, 5


def importances(history: History, space: Space, seed: int = 0) -> dict[str, float]:
    """Name to share of the variation of losses, summing to 1.

    A forest learns loss from config; a name counts by how much worse the forest foretells when its values are
    dealt anew among the trials in which it was open (Breiman, 2001).  Where it was closed it takes a value of
    a trial in which it was open, drawn at random: so it does not tell that it was closed, and is not credited
    with what its condition does.  Losses are taken as ranks, so that a few very bad trials do not decide.
    Empty with fewer than five trials.
    """
    from sklearn.ensemble import ExtraTreesRegressor

    trials, encoding = history.scored(), Encoding(space)
    rows = [(row, trial.loss) for trial in trials if (row := encoding.row(trial.config)) is not None]
    rows = [(row, loss) for row, loss in rows if np.isfinite(loss)]
    if len(rows) < FEWEST or not len(encoding):
        return {}
    X = np.stack([row for row, _ in rows])
    ranks = rankdata([loss for _, loss in rows]) / len(rows)
    rng = np.random.default_rng(seed)
    closed = np.isnan(X)
    for column in range(len(encoding)):
        known = X[~closed[:, column], column]
        X[closed[:, column], column] = rng.choice(known, int(closed[:, column].sum())) if len(known) else 0.0
    forest = ExtraTreesRegressor(TREES, min_samples_leaf=2, random_state=seed, n_jobs=1)
    forest.fit(X, ranks)
    base = forest.predict(X)
    found = {}
    for column, name in enumerate(encoding.names):
        is_open = np.flatnonzero(~closed[:, column])
        worse = 0.0
        for _ in range(SHUFFLES):
            dealt = X.copy()
            dealt[is_open, column] = X[rng.permutation(is_open), column]
            worse += float(((forest.predict(dealt) - base) ** 2).mean())
        found[name] = worse / SHUFFLES
    total = sum(found.values())
    return {name: share / total if total > 0 else 0.0 for name, share in found.items()}
