"""Which rows each part of a predictor has not seen: with it a recorded score can be derived again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from fitwright.core.rows import Index

EVERYTHING = -1
"""In place of a fold: it was fitted on all rows."""


@dataclass(frozen=True)
class Evidence:
    """What stands in a model file beside its score.

    Attributes
    ----------
    judged : for each fold the positions of the rows it was judged on, in the table that was given to `fit`.
    folds : for each member the folds of its pipelines, or EVERYTHING.
    answers : fingerprint of the targets and weights of that table.
    """

    judged: tuple[Index, ...]
    folds: tuple[tuple[int, ...], ...]
    answers: str

    @property
    def refitted(self) -> int:
        """How many pipelines were fitted on all rows."""
        return sum(fold == EVERYTHING for member in self.folds for fold in member)

    def places(self, fold: int) -> Sequence[int] | None:
        """For each member which of its pipelines had not seen the fold; None where one has none."""
        if any(fold not in member for member in self.folds):
            return None
        return [member.index(fold) for member in self.folds]

    def state(self) -> dict[str, Any]:
        """Plain values and arrays."""
        judged = [np.asarray(positions, np.int32) for positions in self.judged]
        return {"judged": judged, "folds": [list(member) for member in self.folds], "answers": self.answers}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The evidence that `state` describes."""
        judged = tuple(np.asarray(positions).astype(np.intp) for positions in state["judged"])
        return cls(judged, tuple(tuple(member) for member in state["folds"]), str(state["answers"]))
