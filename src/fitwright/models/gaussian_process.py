"""A Gaussian process: rows that are alike have like answers, and how alike is learned column by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._calibrate import shares, told
from fitwright.models._process import LOOKS, Told, inverse, likeliest, likeness, root
from fitwright.models._scored import Scored, columns_of
from fitwright.models._soft import Soft
from fitwright.models.model import Cost, Takes
from fitwright.space import Choice, Space
from fitwright.splits import sample

MOST, TUNED, FEWEST = 3_000, 800, 100
"""Rows learned from at most; those that tell lengths and noise; and so many however short the time."""
CELLS = 2_000_000
"""Values of likeness that are held at a time."""


@dataclass
class GaussianProcess(Scored):
    """The likeliest smooth function through the rows; very good where rows are few and answers smooth.

    Lengths and noise maximise the marginal likelihood on a sample of 800 rows; 3,000 rows are kept at most.
    Classes are learned as numbers, 1 for a row's own; their shares come from scores of inner rows, which
    follow from the fit on all rows without another one.  A row of weight 2 is half as noisy.

    Parameters
    ----------
    kernel : "matern" (5/2: twice differentiable) or "rbf" (smoother than most tables are).
    relevance : one length for each column, rather than one for all.

    References
    ----------
    Rasmussen and Williams (2006), Gaussian processes for machine learning, 5.4 and 6.5.
    """

    kernel: Literal["matern", "rbf"] = "matern"
    relevance: bool = False

    takes: ClassVar[Takes] = Takes(categories="onehot", scaled=True, robust=True)
    imports: ClassVar[tuple[str, ...]] = ("scipy.linalg", "scipy.optimize")
    turn: ClassVar[Literal["first", "later", "asked"]] = "later"

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(kernel=Choice(("matern", "rbf")), relevance=Choice((False, True)))

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        return {}, {"kernel": "rbf", "relevance": True}

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = max(1, shape[0]), max(1, shape[1])
        kept = min(rows, MOST)
        tuned = 0.4 * LOOKS * _seconds(min(rows, TUNED), columns)  # it mostly ends before the last look
        predicted = rows * kept * (1e-8 + 1e-10 * columns)
        held = 32 * kept**2 + 8 * rows * columns + 16 * CELLS
        return Cost(0.01 + tuned + _seconds(kept, columns) + predicted, int(held))

    def learn(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> None:
        half = None if means.seconds is None else 0.5 * means.seconds
        kept = sample(rows, _rows(MOST, 0.4, means.seconds), seed)
        table, rows = table.at(kept), rows.at(kept)
        soft, marked = Soft.of(columns_of(table)), self.target_.marked(rows)
        self.centre_, self.spread_ = soft
        x = soft(columns_of(table))  # (kept, columns)
        self.middle_ = marked.mean(axis=0)  # (known,)
        noises = np.ones(len(rows)) if rows.weights is None else 1 / rows.weights
        whole = Told(x, marked - self.middle_, noises)
        few = sample(rows, _rows(TUNED, 0.4 / LOOKS, means.seconds), seed)
        some = Told(*(part[few] for part in whole))
        beliefs = likeliest(self.kernel, some, self.relevance, half, means.clock)
        lower = root(self.kernel, whole, beliefs)
        self.lengths_ = beliefs.lengths
        self.x_ = x / self.lengths_
        if task.classifies:
            alpha = self._told_shares(inverse(lower), marked, rows, task, seed)
        else:
            from scipy.linalg import cho_solve

            alpha = cho_solve((lower, True), whole.y, check_finite=False)
        self.alpha_ = beliefs.height * alpha  # (kept, known)

    def holds(self) -> str:
        return f"gaussian_process: {len(self.x_)} rows as numbers" if hasattr(self, "x_") else ""

    def _told_shares(self, turned: Floats, marked: Floats, rows: Rows, task: Task, seed: int) -> Floats:
        """Learn how scores become shares; (rows, known) what each row adds."""
        alpha: Floats = turned @ (marked - self.middle_)

        def scores_of(learn: Index, stop: Index) -> Floats:
            # what the rows of `learn` say of those of `stop`: the closed form of leaving rows out
            own = turned[np.ix_(stop, stop)]
            return np.asarray(marked[stop] - np.linalg.solve(own, alpha[stop]))

        self.shares_ = told(rows, task, marked, seed, scores_of)
        return alpha

    def answers(self, table: Table) -> Floats:
        x = Soft(self.centre_, self.spread_)(columns_of(table)) / self.lengths_
        scores = np.empty((len(x), self.target_.known))
        block = max(1, CELLS // len(self.x_))
        for start in range(0, len(x), block):
            part = slice(start, start + block)
            scores[part] = likeness(self.kernel, x[part], self.x_) @ self.alpha_ + self.middle_
        return shares(scores, self.shares_) if len(self.target_.present) else scores


def _seconds(rows: int, columns: int) -> float:
    """Roughly what one look at the likelihood takes."""
    return 1e-4 + 1.5e-10 * rows**3 + rows**2 * (5e-8 + 4e-10 * columns)


def _rows(most: int, share: float, seconds: float | None) -> int:
    """Rows for which one look takes this share of the time."""
    if seconds is None:
        return most
    return int(min(most, max(FEWEST, (share * seconds / 4e-10) ** (1 / 3))))
