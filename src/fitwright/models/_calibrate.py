"""From scores of classes to their shares."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.seeds import seed as seed_of
from fitwright.core.task import Task
from fitwright.splits import inner

UNTOLD = 2.0
"""What scores are multiplied with where no row can be set aside."""
ENOUGH, MANY = 5_000, 40
"""Rows that are looked at, at most; and classes up to which they tell of each other."""


def learn_shares(scores: Floats, marked: Floats, weights: Floats) -> Floats:
    """What turns scores into logarithms of shares: a factor, a bias for each class, and what classes tell of
    each other (up to 40 of them), drawn to nothing where rows are few.

    They minimise the log loss on rows whose scores come from a model that had not seen them.  A row counts a
    little for the other classes too, as in Platt's method, so that few rows do not make it certain.
    Source: Platt, 1999 (two classes); Kull et al., 2019 (matrices that are drawn to a diagonal).

    Parameters
    ----------
    scores : (rows, classes).
    marked : (rows, classes) 1 for the class of a row.
    weights : (rows,).

    Returns
    -------
    (1 + classes + pairs,) the factor, the biases, and row after row what each class tells of each.
    """
    from scipy.optimize import minimize

    spread = float(scores.std()) or 1.0
    problem = _Problem.of(scores / spread, marked, weights)
    classes = marked.shape[1]
    start = np.append(1.0, np.zeros(classes + problem.pairs))
    bounds = [(1e-3, 1e3), *[(None, None)] * (len(start) - 1)]
    found = minimize(problem, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 200})
    theta = np.array(found.x)
    theta[0] /= spread
    theta[1 + classes :] /= spread
    return theta


def shares(scores: Floats, theta: Floats) -> Floats:
    """(rows, classes) that add up to 1."""
    z = _logarithms(scores, theta)
    p: Floats = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return p


def _logarithms(scores: Floats, theta: Floats) -> Floats:
    """(rows, classes) of shares, up to a constant a row."""
    classes = scores.shape[1]
    z: Floats = theta[0] * scores + theta[1 : 1 + classes]
    if len(theta) > 1 + classes:
        z += scores @ theta[1 + classes :].reshape(classes, classes).T
    return z


@dataclass(frozen=True)
class _Problem:
    """Parameters to the loss and its slope.

    Attributes
    ----------
    scores : (rows, classes) with spread 1.
    soft : (rows, classes) shares that are aimed at.
    weights : (rows, 1) that add up to 1.
    pairs : parameters that tell of pairs of classes.
    """

    scores: Floats
    soft: Floats
    weights: Floats
    pairs: int

    @classmethod
    def of(cls, scores: Floats, marked: Floats, weights: Floats) -> "_Problem":
        kept = slice(None, None, -(-len(scores) // ENOUGH))
        scores, marked, weights = scores[kept], marked[kept], weights[kept]
        count, classes = scores.shape
        soft = (marked * count + 1.0) / (count + classes)
        pairs = classes**2 if 2 < classes <= MANY else 0
        return cls(scores, soft, weights[:, None] / weights.sum(), pairs)

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        z = _logarithms(self.scores, theta)
        z -= z.max(axis=1, keepdims=True)
        odds = np.exp(z)
        sums = odds.sum(axis=1, keepdims=True)
        off = (odds / sums - self.soft) * self.weights
        value = float((self.weights * self.soft * (np.log(sums) - z)).sum())
        slope = [(off * self.scores).sum(keepdims=True).ravel(), off.sum(axis=0)]
        if self.pairs:
            slope.append((off.T @ self.scores).ravel())
        classes = self.scores.shape[1]
        pull = np.append(0.0, theta[1:]) / len(self.scores)
        pull[1 + classes :] *= classes  # the more of them there are, the less each may say
        return value + 0.5 * float(pull @ theta), np.concatenate(slope) + pull


def centred(scores: Floats) -> Floats:
    """With a mean of 0 in each row: what all classes share tells nothing, and hides the rest."""
    apart: Floats = scores - scores.mean(axis=1, keepdims=True)
    return apart


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
