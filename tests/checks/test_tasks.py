"""The suite for tasks finds what is wrong with a task."""

from dataclasses import replace

import pytest

from fitwright.tasks.binary import Binary
from fitwright.tasks.multiclass import Multiclass
from fitwright.tasks.regression import Regression
from tests.checks._wrong import refused


class Unlike(Binary):
    like = "binary"


class Mismatched(Binary):
    metric = "rmse"


class Texts(Binary):
    def decode(self, answers):
        return super().decode(answers).astype(str)


class Shifted(Multiclass):
    def encode(self, y):
        return super().encode(y) + 1

    def decode(self, answers):
        return super().decode(answers - 1)


class Forgetful(Binary):
    @classmethod
    def from_state(cls, state):
        return cls(tuple(state["outputs"]), "<f8")


class Loose(Multiclass):
    def tidy(self, p):
        return p


class Writing(Multiclass):
    def tidy(self, p):
        p[p < 0] = 0
        return super().tidy(p)


class Contrary(Binary):
    def decide(self, p):
        return p.argmin(axis=1)


class Trusting(Regression):
    @classmethod
    def of(cls, y):
        return cls()


class Keeping(Regression):
    def pose(self, table):
        _, rows = super().pose(table)
        return table, rows


class Careless(Binary):
    def pose(self, table):
        inputs, rows = super().pose(table)
        return inputs, replace(rows, groups=None)


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (Unlike, "check_kind_is_a_word", "not like itself"),
        (Mismatched, "check_names_a_metric_and_a_splitter", "a metric for binary; got 'rmse'"),
        (Texts, "check_answers_come_back_in_the_users_words", "Expected .* back"),
        (Shifted, "check_codes_count_from_0", "codes below 3"),
        (Forgetful, "check_state_comes_back", "Expected type"),
        (Loose, "check_tidy_makes_valid_predictions", "shares from 0 that add up to 1"),
        (Writing, "check_tidy_leaves_valid_predictions_alone", "leave its input alone"),
        (Contrary, "check_decides_for_the_likeliest", "each class to be decided for"),
        (Trusting, "check_a_target_that_cannot_be_is_refused", "DataError from Trusting"),
        (Keeping, "check_pose_takes_aside_what_is_no_input", "the columns .* to stay"),
        (Careless, "check_pose_takes_aside_what_is_no_input", "groups"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_task_that_misbehaves_is_told(member, check, sentence):
    refused("tasks", check, member, sentence)
