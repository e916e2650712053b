"""A user's own scikit-learn transformer as a step; like an estimator of theirs, its state is a pickle."""

import copy
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from fitwright.core.blocks import Numbers, Sparse
from fitwright.core.errors import CandidateFailed, SettingError
from fitwright.core.fitted import State
from fitwright.core.pickled import from_bytes, to_bytes, what_it_holds
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import NUMERIC, free_names
from fitwright.features.step import Stage, Step


@dataclass
class OwnStep(Step):
    """Wraps a transformer with `fit` and `transform`: what it makes of numbers and booleans replaces them.

    It is cloned and fitted anew for every fold, on the rows learned from alone, and gets the target too.
    Gaps are NaN: a step that fills them goes before it where it cannot bear them.
    """

    stage: ClassVar[Stage] = "create"
    pickled: ClassVar[bool] = True

    transformer: Any = None

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(table.having(*NUMERIC))

    def fresh(self) -> "OwnStep":
        """A step that has learned nothing."""
        return OwnStep(self.transformer)

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        from sklearn.base import clone

        core = clone(self.transformer)
        if "random_state" in core.get_params() and core.get_params()["random_state"] is None:
            core.set_params(random_state=seed)
        self.names_ = list(table.having(*NUMERIC))
        core.fit(table.numbers(self.names_), rows.y)
        self.core_ = core
        return self

    def transform(self, table: Table) -> Table:
        made = self.core_.transform(table.numbers(self.names_))
        if getattr(made, "shape", (0,))[0] != len(table):
            raise CandidateFailed(
                f"Expected {type(self.core_).__name__} to give a row for each of {len(table)} rows; got "
                f"{getattr(made, 'shape', type(made).__name__)}."
            )
        rest = table.replace(self.names_)
        names = tuple(free_names(self._new_names(made.shape[1]), rest))
        if hasattr(made, "tocsr"):
            return rest.replace((), Sparse(names, made.tocsr()))
        return rest.replace((), Numbers(names, np.asarray(made, np.float64)))

    def holds(self) -> str:
        return what_it_holds(self.core_)

    def state(self) -> State:
        return {"pickle": to_bytes(self.core_), "names": self.names_}

    @classmethod
    def from_state(cls, state: State) -> Self:
        made = cls()
        made.core_, made.names_ = from_bytes(state["pickle"]), state["names"]
        return made

    def _new_names(self, count: int) -> list[str]:
        word = type(self.core_).__name__.lower()
        return [f"{word} {number}" for number in range(1, count + 1)]


def own_step(transformer: Any) -> OwnStep:
    """Take in a transformer of the user's.

    Raises
    ------
    SettingError
        It has no `fit`, `transform` and `get_params`.
    """
    if isinstance(transformer, type) or not all(
        hasattr(transformer, word) for word in ("fit", "transform", "get_params")
    ):
        raise SettingError(
            f"Expected a step's name or a scikit-learn transformer object; got {transformer!r}. "
            "Give an instance with fit, transform and get_params."
        )
    return OwnStep(copy.deepcopy(transformer))
