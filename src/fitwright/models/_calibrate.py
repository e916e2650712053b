"""From scores of classes to their shares."""

from collections.abc import Callable

import numpy as np

from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.seeds import seed as seed_of
from fitwright.core.task import Task
from fitwright.splits import inner

UNTOLD = 2.0
"""What scores are multiplied with where no row can be set aside."""


def learn_shares(scores: Floats, marked: Floats, weights: Floats) -> Floats:
    """What `shares` multiplies scores with, and what it then adds for each class.

    They minimise the log loss on rows whose scores come from a model that had not seen them.  A row counts a
    little for the other classes too, as in Platt's method, so that few rows do not make it certain.
    Source: Platt, 1999 (two classes); Alexandari et al., 2020 (temperature and bias).

    Parameters
    ----------
    scores : (rows, classes).
    marked : (rows, classes) 1 for the class of a row.
    weights : (rows,).

    Returns
    -------
    (1 + classes,)
    """
    from scipy.optimize import minimize

    count, classes = scores.shape
    spread = float(scores.std()) or 1.0
    scores, weights = scores / spread, weights / weights.sum()
    soft = (marked * count + 1.0) / (count + classes)  # (rows, classes)

    def loss(theta: Floats) -> tuple[float, Floats]:
        z = theta[0] * scores + theta[1:]
        z -= z.max(axis=1, keepdims=True)
        odds = np.exp(z)
        sums = odds.sum(axis=1, keepdims=True)
        off = (odds / sums - soft) * weights[:, None]
        value = float((weights[:, None] * soft * (np.log(sums) - z)).sum())
        slope = np.append((off * scores).sum(), off.sum(axis=0))
        pull = np.append(0.0, theta[1:]) / count  # of several equal biases the smallest
        return value + 0.5 * float(pull @ theta), slope + pull

    start = np.append(1.0, np.zeros(classes))
    bounds = [(1e-3, 1e3), *[(None, None)] * classes]
    theta = np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x)
    theta[0] /= spread
    return theta


def shares(scores: Floats, theta: Floats) -> Floats:
    """(rows, classes) that add up to 1."""
    z = theta[0] * scores + theta[1:]
    p: Floats = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return p


def told(
    rows: Rows, task: Task, marked: Floats, seed: int, scores_of: Callable[[Index, Index], Floats]
) -> Floats:
    """What `shares` takes, from scores of inner rows: a few inner splits where rows are few, else one.

    Parameters
    ----------
    rows : to learn from.
    marked : (rows, classes) 1 for the class of a row.
    scores_of : positions of rows to learn from, and of rows to be scored, to (rows scored, classes).
    """
    pairs = [inner(rows, task, seed_of(seed, "told", number)) for number in range(times(len(rows)))]
    pairs = [(learn, stop) for learn, stop in pairs if len(stop) and marked[learn].any(axis=0).sum() > 1]
    if not pairs:
        return np.append(UNTOLD, np.zeros(marked.shape[1]))
    scores = np.concatenate([scores_of(learn, stop) for learn, stop in pairs])
    stops = np.concatenate([stop for _, stop in pairs])
    weights = np.ones(len(stops)) if rows.weights is None else rows.weights[stops]
    return learn_shares(scores, marked[stops], weights)


def times(rows: int) -> int:
    """Inner splits that scores are told from."""
    return 5 if rows < 500 else 3 if rows < 2_000 else 1
