"""What models of scores share: rows that count, one answer where there is one only, and the state."""

from abc import abstractmethod
from dataclasses import asdict
from typing import ClassVar, Self

import numpy as np

from fitwright.core.errors import Damaged, NotFitted
from fitwright.core.fitted import State
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._grown import weighed
from fitwright.models._target import Target
from fitwright.models.model import Model


class Scored(Model):
    """Gives every row shares of the classes that were there, or a number on the scale of `Target`."""

    kinds: ClassVar[tuple[str, ...]] = ("binary", "multiclass", "regression")
    target_: Target

    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        table, rows = weighed(table, rows)
        for name in [name for name in vars(self) if name.endswith("_")]:
            delattr(self, name)
        self.target_ = Target.of(rows, task)
        if not self.target_.is_settled:
            self.learn(table, rows, task, seed, means)
        return self

    def predict(self, table: Table) -> Floats:
        if not hasattr(self, "target_"):
            raise NotFitted(f"Expected a fitted {type(self).__name__}; call fit first.")
        if self.target_.is_settled or not len(table):
            return self.target_.usual(len(table))
        return self.target_.back(self.answers(table))

    @abstractmethod
    def learn(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> None:
        """Learn from rows that all count; weights have mean 1 and there are several answers."""

    @abstractmethod
    def answers(self, table: Table) -> Floats:
        """(rows, known) shares of the classes that were there, or scaled numbers."""

    def state(self) -> State:
        return {**super().state(), "target_": asdict(self.target_)}

    @classmethod
    def from_state(cls, state: State) -> Self:
        made = super().from_state(state)
        try:
            made.target_ = Target(**state["target_"])
        except (KeyError, TypeError):
            raise Damaged(f"Expected the state of a fitted {cls.__name__}; got {sorted(state)}.") from None
        return made


def columns_of(table: Table) -> Floats:
    """(rows, columns), in rows; a column of 0 where there is none."""
    x = np.ascontiguousarray(table.matrix())
    return x if x.shape[1] else np.zeros((len(table), 1))
