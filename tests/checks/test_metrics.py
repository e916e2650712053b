"""The suite for metrics finds what is wrong with a metric."""

from dataclasses import dataclass

import numpy as np
import pytest

from fitwright.core.rows import Rows
from fitwright.metrics.accuracy import Accuracy
from fitwright.metrics.log_loss import LogLoss
from fitwright.metrics.mae import MAE
from tests.checks._wrong import refused


class Turned(Accuracy):
    higher_is_better = False


class Signless(Accuracy):
    def loss(self, rows, p):
        return self.score(rows, p)


class Unweighed(MAE):
    def score(self, rows, p):
        return super().score(Rows(rows.y), p)


class Added(MAE):
    def score(self, rows, p):
        return super().score(rows, p) * len(rows)


class Sure(LogLoss):
    def score(self, rows, p):
        with np.errstate(divide="ignore"):
            return float(-np.log(p[np.arange(len(rows)), rows.answers.astype(int)]).mean())

    def each(self, rows, p):
        return None


class Ordered(MAE):
    def score(self, rows, p):
        error = np.abs(rows.answers - p[:, 0])
        return float((error * np.arange(1, len(rows) + 1)).sum() / len(rows))


class Blind(LogLoss):
    label_based = True


class Halved(LogLoss):
    def each(self, rows, p):
        return super().each(rows, p) / 2

    def score(self, rows, p):
        return 2 * float(np.average(self.each(rows, p), weights=rows.weights))


@dataclass
class Binding(MAE):
    scale: float = 1.0

    def bind(self, task, rows):
        self.scale *= 2
        return self

    def score(self, rows, p):
        return super().score(rows, p) / self.scale


class Array(MAE):
    def score(self, rows, p):
        return np.float64(super().score(rows, p))


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (Turned, "check_nothing_beats_the_truth", "no loss below 1.0, that of the truth"),
        (Signless, "check_loss_is_lower_where_the_score_is_better", "Expected the loss -0"),
        (Unweighed, "check_a_row_of_weight_2_counts_as_two_rows", "weight 2 to count as two rows"),
        (Unweighed, "check_a_row_of_weight_0_does_not_count", "without rows of weight 0"),
        (Added, "check_a_row_of_weight_2_counts_as_two_rows", "weight 2 to count as two rows"),
        (Sure, "check_scores_are_finite_numbers", "a finite score .*; got inf"),
        (Ordered, "check_order_of_rows_does_not_matter", "for permuted rows too"),
        (Blind, "check_labels_alone_decide_where_it_says_so", "labels alone to matter"),
        (Halved, "check_each_adds_up_to_the_score", "`each` to average to"),
        (Binding, "check_bind_gives_a_metric_and_keeps_its_own", "bind to give the same twice"),
        (Array, "check_scores_are_finite_numbers", "a float .*; got float64"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_metric_that_misbehaves_is_told(member, check, sentence):
    refused("metrics", check, member, sentence)
