"""A support vector machine with a kernel."""

import itertools
import math
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np

from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._calibrate import shares, times, told
from fitwright.models._scored import Scored, columns_of
from fitwright.models._soft import Soft
from fitwright.models.model import Cost, Takes
from fitwright.space import Choice, Float, Space
from fitwright.splits import sample

MOST, FEWEST = 10_000, 300
"""Rows that are learned from at most; and at least, however short the time."""
ROUNDS = 100
"""Steps of the solver a row, at most."""
CELLS = 2_000_000
"""Kernel values that are held at a time."""
CACHE = 300
"""MB of kernel values that the library keeps."""
STEEP, LEAST = 4.0, 1e-5
"""How quickly one class wins against another as the margin grows, and a share that counts as none."""


@dataclass
class SVM(Scored):
    """The widest margin between classes, or a tube around numbers, in the space of a kernel.

    By scikit-learn's libsvm, on a seeded sample where rows are many or time is short.  Shares of classes
    come from scores of inner rows that the machine had not seen.

    Parameters
    ----------
    kernel : "rbf" compares rows by their distance, "poly" by products of up to `degree` columns.
    cost_of_errors : what a row on the wrong side costs (C).
    gamma : how quickly likeness fades; 1 suits rows that differ as much as two drawn at random do.
    epsilon : half the width of the tube, in standard deviations of the target; looked at for numbers only.
    degree : of "poly".

    References
    ----------
    Cortes and Vapnik (1995), Support-vector networks; Wu, Lin and Weng (2004), Probability estimates for
    multi-class classification by pairwise coupling.
    """

    kernel: Literal["rbf", "poly"] = "rbf"
    cost_of_errors: float = 3.0
    gamma: float = 1.0
    epsilon: float = 0.1
    degree: int = 3

    takes: ClassVar[Takes] = Takes(categories="onehot", scaled=True, robust=True)
    imports: ClassVar[tuple[str, ...]] = ("sklearn.svm",)
    turn: ClassVar[Literal["first", "later", "asked"]] = "later"

    @classmethod
    def space(cls, task: Task) -> Space:
        tube = {} if task.classifies else {"epsilon": Float(0.01, 0.5, log=True, default=0.1)}
        return Space(
            kernel=Choice(("rbf", "poly")),
            cost_of_errors=Float(0.1, 1000.0, log=True, default=3.0),
            gamma=Float(0.03, 10.0, log=True, default=1.0),
            **tube,
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        return {}, {"cost_of_errors": 30.0, "gamma": 0.3}, {"gamma": 3.0}

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = min(max(1, shape[0]), MOST), max(1, shape[1])
        fits = 1 + (times(rows) if task.classifies else 0)
        predicted = 1e-8 * max(1, shape[0]) * rows
        seconds = 0.01 + fits * self._seconds(rows, columns) + predicted
        return Cost(seconds, int(16 * shape[0] * columns + 16 * CELLS + min(1e6 * CACHE, 8.0 * rows**2)))

    def learn(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> None:
        until = _Until(means)
        kept = sample(rows, self._affordable(task, table.shape, means.seconds), seed)
        table, rows = table.at(kept), rows.at(kept)
        x, y = columns_of(table), self.target_.posed(rows)
        soft = Soft.of(x)
        self.middle_, self.spread_, x = *soft, soft(x)
        self.fade_ = self.gamma / (float(x.var(axis=0).sum()) or 1.0)
        if task.classifies:

            def scores_of(learn: Index, stop: Index) -> Floats:
                machine = self._machine(x[learn], y[learn], rows.at(learn).weights, until)
                scores = np.full((len(stop), self.target_.known), math.log(LEAST) / 2)
                scores[:, np.unique(y[learn]).astype(np.intp)] = self._scores(machine, x[stop])
                return scores

            self.shares_ = told(rows, task, self.target_.marked(rows), seed, scores_of)
        machine = self._machine(x, y, rows.weights, until)
        self.support_, self.dual_, self.intercept_, self.ends_ = machine

    def answers(self, table: Table) -> Floats:
        machine = Machine(self.support_, self.dual_, self.intercept_, self.ends_)
        soft = Soft(self.middle_, self.spread_)
        scores = self._scores(machine, soft(columns_of(table)))
        return shares(scores, self.shares_) if len(self.target_.present) else scores

    def holds(self) -> str:
        return f"svm: {len(self.support_)} rows as numbers" if hasattr(self, "support_") else ""

    def _machine(self, x: Floats, y: Floats, weights: Floats | None, until: "_Until") -> "Machine":
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.svm import SVC, SVR

        given: dict[str, Any] = {
            "kernel": self.kernel, "C": self.cost_of_errors, "gamma": self.fade_, "degree": self.degree,
            "coef0": 1.0, "cache_size": CACHE, "max_iter": until.rounds(*x.shape),
        }  # fmt: skip
        classifies = len(self.target_.present) > 0
        core = SVC(**given) if classifies else SVR(epsilon=self.epsilon, **given)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # a little short of the margin is good enough
            core.random_state = 0  # an SVR has no argument for it, and would ask the global generator
            core.fit(x, y, weights)
        ends = np.cumsum(core.n_support_) if classifies else np.array([len(core.support_)])
        return Machine(x[core.support_], core.dual_coef_, core.intercept_, ends.astype(np.intp))

    def _scores(self, machine: "Machine", x: Floats) -> Floats:
        """(rows, classes of the machine), or (rows, 1) scaled numbers."""
        block = max(1, CELLS // max(1, len(machine.support), len(machine.ends) ** 2))
        parts = [
            _decided(machine, self._likeness(machine.support, x[start : start + block]))
            for start in range(0, max(1, len(x)), block)
        ]
        scores = np.concatenate(parts)
        if scores.shape[1] == 1 and len(self.target_.present):
            return np.column_stack([np.zeros(len(x)), scores[:, 0]])
        return scores

    def _likeness(self, support: Floats, x: Floats) -> Floats:
        """(rows, support)."""
        products = x @ support.T
        if self.kernel == "poly":
            return np.asarray((self.fade_ * products + 1.0) ** self.degree)
        lengths = np.einsum("ij,ij->i", x, x)[:, None] + np.einsum("ij,ij->i", support, support)
        return np.asarray(np.exp(-self.fade_ * np.maximum(lengths - 2 * products, 0.0)))

    def _seconds(self, rows: int, columns: int) -> float:
        """Of one fit, roughly."""
        return 1e-9 * rows**2 * (columns + 10)

    def _affordable(self, task: Task, shape: tuple[int, int], seconds: float | None) -> int:
        most = min(shape[0], MOST)
        if seconds is None:
            return most
        share = (seconds / self.cost(task, (most, shape[1])).seconds) ** 0.5
        return max(min(most, FEWEST), int(most * min(1.0, share)))


class Machine(NamedTuple):
    """Rows that bear the margins, and what each adds.

    Attributes
    ----------
    support : (support, columns), class after class.
    dual : (classes - 1, support): of a row of class a at place b what it adds to the margin between a and
        the b-th other class.  (1, support) for two classes or numbers.
    intercept : (pairs of classes,).
    ends : (classes,) where the rows of each class end.
    """

    support: Floats
    dual: Floats
    intercept: Floats
    ends: Index


def _decided(machine: Machine, likeness: Floats) -> Floats:
    """(rows, 1) the decision between two classes, or the number; (rows, classes) where there are more."""
    if len(machine.intercept) == 1:
        return likeness @ machine.dual.T + machine.intercept
    rows, classes = len(likeness), len(machine.ends)
    wins = np.zeros((rows, classes, classes))
    for one, other, margin in margins(machine, likeness):
        wins[:, one, other] = 1 / (1 + np.exp(-np.clip(STEEP * margin, -30.0, 30.0)))
        wins[:, other, one] = 1 - wins[:, one, other]
    return np.log(np.maximum(_coupled(wins), LEAST)) - math.log(LEAST) / 2


def _coupled(wins: Floats) -> Floats:
    """(rows, classes) shares p under which p_i / (p_i + p_j) comes nearest to `wins` (rows, i, j).

    Source: Wu, Lin and Weng, 2004, the second method.
    """
    own = np.arange(wins.shape[1])
    off = -wins.transpose(0, 2, 1) * wins
    off[:, own, own] = (wins**2).sum(axis=1) + 1e-9
    p = np.linalg.solve(off, np.ones((*wins.shape[:2], 1)))[:, :, 0]
    return np.asarray(p / p.sum(axis=1, keepdims=True))


def margins(machine: Machine, likeness: Floats) -> Iterator[tuple[int, int, Floats]]:
    """For each pair of classes how far, (rows,), the one wins against the other."""
    begins = np.append(0, machine.ends[:-1])
    adds = [
        likeness[:, begin:end] @ machine.dual[:, begin:end].T  # (rows, classes - 1)
        for begin, end in zip(begins, machine.ends, strict=True)
    ]
    pairs = itertools.combinations(range(len(machine.ends)), 2)
    for (one, other), intercept in zip(pairs, machine.intercept, strict=True):
        yield one, other, adds[one][:, other - 1] + adds[other][:, one] + intercept


class _Until:
    """The time that a fit has, from now on."""

    def __init__(self, means: Means):
        self._end = None if means.seconds is None else time.monotonic() + 0.9 * means.seconds
        self._clock = means.clock

    def rounds(self, rows: int, columns: int) -> int:
        """Steps of the solver at most: as many as rows need, or the time allows."""
        most = max(10_000, ROUNDS * rows)
        if self._end is None:
            return most
        left = max(0.0, self._end - time.monotonic())
        able = left / (rows * (1e-9 * columns + 4e-9) + 1e-7)
        return int(self._clock.says(min(most, max(rows, int(able)))))
