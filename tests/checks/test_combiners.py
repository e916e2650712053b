"""The suite for combiners finds what is wrong with a combiner."""

import numpy as np
import pytest

from fitwright.ensemble.best import Best
from fitwright.ensemble.combiner import Blend, Combiner
from tests.checks._wrong import refused


class Mean(Combiner):
    """All alike, good and bad."""

    def fit(self, predictions, rows, metric, seed):
        return Blend(np.full(len(predictions), 1 / len(predictions)))


class Sum(Best):
    def fit(self, predictions, rows, metric, seed):
        return Blend(2 * super().fit(predictions, rows, metric, seed).weights)


class First(Combiner):
    def fit(self, predictions, rows, metric, seed):
        return Blend(np.eye(len(predictions))[-1])


class Whimsical(Combiner):
    def fit(self, predictions, rows, metric, seed):
        return Blend(np.random.default_rng().dirichlet(np.ones(len(predictions))))


class Sorting(Blend):
    def apply(self, predictions):
        return np.sort(super().apply(predictions), axis=0)


class Batched(Combiner):
    def fit(self, predictions, rows, metric, seed):
        return Sorting(np.full(len(predictions), 1 / len(predictions)))


class Contrary(Best):
    def fit(self, predictions, rows, metric, seed):
        blend = super().fit(predictions, rows, metric, seed)
        return Blend(blend.weights, np.geomspace(1e-9, 1, predictions.shape[2]))


class Forgetful(Blend):
    def state(self):
        return {**super().state(), "weights": np.roll(self.weights, 1)}


class Losing(Best):
    blend = Forgetful

    def fit(self, predictions, rows, metric, seed):
        return Forgetful(super().fit(predictions, rows, metric, seed).weights)


class Writing(Best):
    def fit(self, predictions, rows, metric, seed):
        predictions += 1e-6
        return super().fit(predictions, rows, metric, seed)


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (Mean, "check_equal_and_hopeless_candidates_are_borne", "a loss of at most"),
        (First, "check_never_worse_than_the_best_alone", "a loss of at most"),
        (Sum, "check_weights_are_shares", "weights that add up to 1; got 2"),
        (First, "check_order_of_candidates_does_not_matter", "in any order"),
        (Whimsical, "check_same_seed_same_blend", "the same blend from the same seed"),
        (Batched, "check_applies_in_shape", "to be blended as in the whole"),
        (Contrary, "check_deciding_by_itself_does_not_cost", "thresholds that help"),
        (Losing, "check_state_comes_back_bit_for_bit", "the same bits from the loaded blend"),
        (Writing, "check_leaves_its_input_alone", "leave the predictions alone"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_combiner_that_misbehaves_is_told(member, check, sentence):
    refused("ensemble", check, member, sentence)
