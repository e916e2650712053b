"""The suite for models finds what is wrong with a model."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from fitwright.models.baseline import Baseline
from fitwright.models.model import Cost, Model, Takes
from fitwright.space import Float, Space
from tests.checks._wrong import named, refused


@dataclass
class Right(Model):
    """A mean that behaves: what the wrong ones below are made from."""

    strength: float = 0.5
    kinds: ClassVar[tuple[str, ...]] = ("binary", "regression")
    takes = Takes(missing=True, categories="codes", sparse=True)

    @classmethod
    def space(cls, task):
        return Space(strength=Float(0.0, 1.0))

    def cost(self, task, shape):
        return Cost(1e-6 * shape[0], shape[0])

    def fit(self, table, rows, task, seed, means):
        self.core_ = Baseline().fit(table, rows, task, seed, means).answer_
        return self

    def predict(self, table):
        return np.tile(self.core_, (len(table), 1))


class Everything(Right):
    kinds = ("all",)


class Shifted(Right):
    @classmethod
    def space(cls, task):
        return Space(strength=Float(0.6, 1.0))


class Strange(Right):
    @classmethod
    def space(cls, task):
        return Space(weakness=Float(0.0, 1.0))


class Hasty(Right):
    @classmethod
    def starts(cls, task):
        return ({"strength": 3.0},)


class Cheaper(Right):
    def cost(self, task, shape):
        return Cost(1.0 / shape[0], 8)


class Scores(Right):
    def predict(self, table):
        return 2 * super().predict(table)


class Flat(Right):
    def predict(self, table):
        return super().predict(table)[:, 0]


class Batched(Right):
    def predict(self, table):
        p = super().predict(table)
        p[0] = p[0, ::-1] if p.shape[1] > 1 else p[0] + 1
        return p


class Lending(Right):
    def predict(self, table):
        self.p_ = getattr(self, "p_", None)
        if self.p_ is None or len(self.p_) != len(table):
            self.p_ = super().predict(table)
        return self.p_


class Writing(Right):
    def fit(self, table, rows, task, seed, means):
        table.blocks[0].values[0, 0] = 99.0
        return super().fit(table, rows, task, seed, means)


class Shouting(Right):
    def fit(self, table, rows, task, seed, means):
        sys.stdout.write("round 1\n")
        Path("model_info.tmp").touch()
        return super().fit(table, rows, task, seed, means)


class Drawing(Right):
    def fit(self, table, rows, task, seed, means):
        np.random.random()  # noqa: NPY002  # this is what it does wrong
        return super().fit(table, rows, task, seed, means)


class Unseeded(Right):
    def fit(self, table, rows, task, seed, means):
        super().fit(table, rows, task, seed, means)
        self.core_ = self.core_ + np.random.default_rng().normal() * 1e-9
        return self


class Remembering(Right):
    def fit(self, table, rows, task, seed, means):
        old = getattr(self, "core_", None)
        super().fit(table, rows, task, seed, means)
        self.core_ = self.core_ if old is None else self.core_ + 0 * old.mean() + 1e-9
        return self


class Rounding(Right):
    def state(self):
        return {**super().state(), "core_": self.core_.astype(np.float16)}

    @classmethod
    def from_state(cls, state):
        return super().from_state({**state, "core_": state["core_"].astype(np.float64)})


class Resetting(Right):
    @classmethod
    def from_state(cls, state):
        return super().from_state({**state, "strength": 0.0})


class Heavy(Right):
    def predict(self, table):
        import polars as pl  # noqa: F401  # this is what it does wrong

        return super().predict(table)


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (Everything, "check_kinds_are_known_tasks", r"kinds among .*binary.*; got \['all'\]"),
        (Shifted, "check_space_speaks_of_settings", "default of strength in Float.*it is 0.5"),
        (Strange, "check_space_speaks_of_settings", "'weakness' is none"),
        (Hasty, "check_starts_are_settings", "start strength=3.0 in Float"),
        (Cheaper, "check_cost_rises_with_the_rows", "a cost that rises with rows"),
        (Scores, "check_predicts_in_shape", "add up to 1 by Scores for binary"),
        (Flat, "check_predicts_in_shape", r"predictions \(60, 2\) by Flat .*; got \(60,\)"),
        (Batched, "check_row_by_row_equals_the_whole", "one row to be answered as in a batch"),
        (Batched, "check_order_of_rows_does_not_matter_when_predicting", "permuted rows"),
        (Lending, "check_predicting_changes_nothing", "the same answer twice|add up to 1"),
        (Writing, "check_leaves_its_input_alone", "an input that is left alone"),
        (Shouting, "check_is_quiet", "it printed 'round 1.*a file called 'model_info.tmp'"),
        (Drawing, "check_global_random_numbers_are_untouched", "it drew from numpy.random"),
        (Unseeded, "check_same_seed_same_model", "the same model from the same seed"),
        (Remembering, "check_second_fit_forgets_the_first", "a second fit to forget the first"),
        (Right, "check_beats_the_baseline_on_an_easy_table", "Right to get below a loss of"),
        (Rounding, "check_fitted_and_loaded_predict_alike", "differ by"),
        (Resetting, "check_state_holds_the_settings", "strength=0.5 after loading; got 0.0"),
        (Heavy, "check_loads_without_heavy_libraries", "Heavy to load without polars"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_model_that_misbehaves_is_told(member, check, sentence):
    refused("models", check, member, sentence)


def test_the_mean_that_behaves_passes_where_nothing_is_to_be_learned():
    for check in ("check_predicts_in_shape", "check_is_quiet", "check_loads_without_heavy_libraries"):
        named("models", check)(Right)
