"""The suite for searchers finds what is wrong with a searcher."""

import numpy as np
import pytest

from fitwright.search.random import Random
from fitwright.search.searcher import Searcher
from tests.checks._wrong import refused


class Partial(Random):
    def ask(self, number, history):
        config = super().ask(number, history)
        return config and dict(list(config.items())[1:])


class Arrays(Random):
    def ask(self, number, history):
        config = super().ask(number, history)
        return config and {k: np.float64(v) if isinstance(v, float) else v for k, v in config.items()}


class Whimsical(Searcher):
    def ask(self, number, history):
        return self.space.sample(np.random.default_rng())


class Counting(Searcher):
    """Draws from how often it was asked."""

    asked = 0

    def ask(self, number, history):
        self.asked += 1
        return self.space.sample(np.random.default_rng(self.asked))


class Repeating(Searcher):
    def ask(self, number, history):
        return self.space.default()


class Discouraged(Random):
    def ask(self, number, history):
        return None if history.in_state("failed") else super().ask(number, history)


class Crossing(Random):
    def ask(self, number, history):
        for trial in history:
            trial.config["seen"] = True
        return super().ask(number, history)


class Spaceless(Random):
    def bound(self, space, seed):
        return self


class Nameless(Random):
    def origin(self, config):
        return ""


class Impatient(Random):
    lag = 0


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (Partial, "check_configs_lie_in_the_space", "a whole config of Space"),
        (Arrays, "check_configs_are_plain", "a config of plain values"),
        (Whimsical, "check_same_seed_number_and_history_same_config", "the same config from the same seed"),
        (
            Counting,
            "check_a_fresh_searcher_proposes_what_a_used_one_does",
            "a fresh searcher to agree at trial 1",
        ),
        (Counting, "check_order_of_asking_does_not_matter", "the history alone to decide"),
        (Repeating, "check_no_config_is_proposed_twice", "no config twice"),
        (Repeating, "check_a_finite_space_is_tried_out", "6 configs, then None; got 50"),
        (
            Repeating,
            "check_nothing_is_left_of_a_space_that_was_tried_out",
            "None where all configs are under",
        ),
        (Discouraged, "check_failed_paused_and_running_trials_are_borne", "a config after .* trials"),
        (Crossing, "check_asking_changes_nothing", "leave space and history alone"),
        (Spaceless, "check_without_a_space_it_waits_for_one", "the same once it is bound"),
        (Impatient, "check_lag_is_a_number_of_decisions", "a lag from 1 on, or None"),
        (Nameless, "check_origin_is_a_word", "a word as origin"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_searcher_that_misbehaves_is_told(member, check, sentence):
    refused("search", check, member, sentence)
