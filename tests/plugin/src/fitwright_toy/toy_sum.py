"""A column with the sum of each row."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.features.step import Stage, Step


@dataclass
class ToySum(Step):
    """Adds the sum of the numbers of a row, missing ones left out."""

    stage: ClassVar[Stage] = "create"

    @classmethod
    def wanted(cls, table):
        return len(table.having("number")) > 1

    def fit(self, table, rows, task, seed):
        self.names_ = list(table.having("number")) if self.wanted(table) else []
        self.made_ = "sum of the row"
        while self.made_ in table.names:
            self.made_ += "'"
        return self

    def transform(self, table):
        if not self.names_:
            return table
        total = np.nansum(table.numbers(self.names_), axis=1, keepdims=True)
        return table.replace((), Numbers((self.made_,), total))
