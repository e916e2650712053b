"""The suite for steps finds what is wrong with a step."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.features.standard import Standard
from fitwright.features.step import Stage, Step
from fitwright.features.target import Target
from fitwright.tasks.regression import Regression
from tests.checks._wrong import refused

REGRESSION = Regression()


@dataclass
class Mean(Step):
    """Adds a column with the mean of the first number; the wrong ones below are made from it."""

    stage: ClassVar[Stage] = "create"

    @classmethod
    def wanted(cls, table):
        return bool(table.having("number"))

    def fit(self, table, rows, task, seed):
        self.mean_ = float(np.nan_to_num(table.numbers()[:, :1]).mean()) if cls_wants(table) else None
        return self

    def transform(self, table):
        if self.mean_ is None:
            return table
        return table.replace((), Numbers(("the mean",), np.full((len(table), 1), self.mean_)))


def cls_wants(table):
    """Is there a number?"""
    return len(table) > 0 and bool(table.having("number"))


class Late(Mean):
    stage: ClassVar = "later"  # type: ignore[assignment]  # this is what it does wrong


class Batch(Standard):
    """Scales by the rows that are shown, not by those that were learned from."""

    def transform(self, table):
        return Standard().fit(table, Rows(), REGRESSION, 0).transform(table)


class Leaking(Target):
    """The mean of the answers with the row's own in it."""

    def fit_transform(self, table, rows, task, seed):
        return self.fit(table, rows, task, seed).transform(table)


class Turning(Mean):
    def transform(self, table):
        return super().transform(table.at(np.arange(len(table))[::-1]))


class Dropping(Mean):
    def fit_transform(self, table, rows, task, seed):
        return self.fit(table, rows, task, seed).transform(table).at(np.arange(1, len(table)))


class Touching(Mean):
    def transform(self, table):
        return super().transform(table).keep(table.having("number"))


class Writing(Mean):
    def fit(self, table, rows, task, seed):
        if cls_wants(table):
            table.blocks[0].values[0, 0] += 1
        return super().fit(table, rows, task, seed)


class Eager(Mean):
    def transform(self, table):
        return table.replace((), Numbers(("new",), np.zeros((len(table), 1))))


class Forgetful(Mean):
    def state(self):
        return {"mean_": None if self.mean_ is None else round(self.mean_, 2)}


class Heavy(Mean):
    def transform(self, table):
        import polars as pl  # noqa: F401  # this is what it does wrong

        return super().transform(table)


class Shaky(Mean):
    def fit(self, table, rows, task, seed):
        super().fit(table, rows, task, seed)
        self.mean_ = None if self.mean_ is None else self.mean_ + np.random.default_rng().random()
        return self


class Weighing(Mean):
    def reweigh(self, table, rows, task, seed):
        return rows.weighted(np.full(len(rows), -1.0))


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (Late, "check_stage_is_known", "a stage among clean.*; got 'later'"),
        (Batch, "check_blocks_of_rows_equal_the_whole", "rows 0 to 1 to become what they are in the whole"),
        (Leaking, "check_answers_do_not_leak", "'user' to know nothing of answers that are pure chance"),
        (Turning, "check_keeps_the_number_and_order_of_rows", "the rows as they came in from Turning"),
        (Dropping, "check_keeps_the_number_and_order_of_rows", "the rows as they came in from Dropping"),
        (Touching, "check_columns_that_are_left_out_stay", "it touched .*'colour'"),
        (Writing, "check_leaves_its_input_alone", "an input that is left alone"),
        (Eager, "check_does_nothing_where_it_is_not_wanted", "no change where Eager is not wanted"),
        (Mean, "check_new_columns_take_no_name_away", "the user's own column 'the mean'"),
        (
            Forgetful,
            "check_state_comes_back_bit_for_bit",
            "the loaded Forgetful to transform like the fitted",
        ),
        (Heavy, "check_loads_without_heavy_libraries", "Heavy to load without polars"),
        (Shaky, "check_same_seed_same_table", "one result from one seed"),
        (Weighing, "check_reweigh_changes_weights_alone", "weights from 0"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_step_that_misbehaves_is_told(member, check, sentence):
    refused("features", check, member, sentence)
