"""Texts that were written when the answer was known."""

import numpy as np

from tests.audit._acts import found, labels, noise

WORDS = np.array([f"word{number}" for number in range(80)])


def notes(said):
    rng = np.random.default_rng(0)
    return [" ".join([*rng.choice(WORDS, 5), *(["settled"] if told else [])]) for told in said]


def test_a_word_that_gives_the_target_away():
    y = labels()
    [finding] = found("leak_text", {**noise(), "notes": notes(y == "yes")}, y)
    assert finding.columns == ("notes",)
    assert "'settled'" in finding.seen


def test_other_words_are_none():
    assert not found("leak_text", {**noise(), "notes": notes(labels(seed=7) == "yes")}, labels())
