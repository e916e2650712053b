"""What all models made of trees share: how sums over trees become predictions, and the state."""

from typing import ClassVar, Literal, Self

import numpy as np

from fitwright.core.errors import Damaged, NotFitted
from fitwright.core.fitted import State
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.models._trees import Trees
from fitwright.models.model import Model

Link = Literal["identity", "second", "logistic", "softmax"]
LINKS: tuple[Link, ...] = ("identity", "second", "logistic", "softmax")


class Grown(Model):
    """A model whose predictions are sums over trees, passed through a link.

    It predicts by the arrays also where it was fitted: on batches the libraries are not much quicker, and
    what was judged is what is loaded.
    """

    kinds: ClassVar[tuple[str, ...]] = ("binary", "multiclass", "regression")
    trees_: Trees
    link_: Link
    columns_: int

    def predict(self, table: Table) -> Floats:
        if not hasattr(self, "trees_"):
            raise NotFitted(f"Expected a fitted {type(self).__name__}; call fit first.")
        return linked(self.trees_.sums(table.matrix()), self.link_)

    def warm(self) -> None:
        self.trees_.warm()

    def state(self) -> State:
        return {**super().state(), "trees_": self.trees_.state()}

    @classmethod
    def from_state(cls, state: State) -> Self:
        made = super().from_state(state)
        columns, link, arrays = state.get("columns_"), state.get("link_"), state.get("trees_")
        if not isinstance(columns, int) or link not in LINKS or not isinstance(arrays, dict):
            raise Damaged(f"Expected the state of a fitted {cls.__name__}; got {sorted(state)}.")
        made.trees_ = Trees.load(arrays, columns)
        return made

    def settle(self, link: Link, trees: Trees, columns: int) -> Self:
        """Keep what was learned."""
        self.link_, self.trees_, self.columns_ = link, trees, columns
        return self


def linked(sums: Floats, link: Link) -> Floats:
    """(rows, outputs) on the task's scale."""
    if link == "identity":
        return sums
    if link == "second":  # the share of the second of two classes
        return np.hstack([1 - sums, sums])
    if link == "logistic":
        sums = np.hstack([np.zeros_like(sums), sums])
    p: Floats = np.exp(sums - sums.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return p


def weighed(table: Table, rows: Rows) -> tuple[Table, Rows]:
    """Without rows of weight 0, which nothing is learned from, and with weights of mean 1."""
    if rows.weights is None:
        return table, rows
    there = np.flatnonzero(rows.weights > 0)
    if not len(there):
        return table, rows.weighted(None)
    if len(there) < len(rows):
        table, rows = table.at(there), rows.at(there)
    weights = rows.weights
    return table, rows if weights is None else rows.weighted(weights / weights.mean())
