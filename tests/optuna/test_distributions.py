"""Optuna's names of distributions."""

import pytest

from fitwright import optuna
from fitwright.optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution


def test_a_distribution_is_known_by_its_class_and_its_ends():
    trial = optuna.create_study().ask(
        {"x": FloatDistribution(0.1, 1, log=True), "kind": CategoricalDistribution(["a", "b"])}
    )
    trial.suggest_int("n", 1, 9, step=2)
    kinds = {"x": FloatDistribution, "kind": CategoricalDistribution, "n": IntDistribution}
    assert all(isinstance(one, kinds[name]) for name, one in trial.distributions.items())
    assert not isinstance(trial.distributions["x"], CategoricalDistribution)
    assert tuple(trial.distributions["kind"].choices) == ("a", "b")
    assert (trial.distributions["x"].low, trial.distributions["x"].log) == (0.1, True)
    assert (trial.distributions["n"].high, trial.distributions["n"].step) == (9, 2)


@pytest.mark.parametrize("choices", [["a", "b"], ("a", "b")])
def test_equal_choices_are_equal(choices):
    assert CategoricalDistribution(choices=choices) == CategoricalDistribution(["a", "b"])


def test_older_words_mean_the_same(optuna):
    words = optuna.distributions
    older = (
        words.UniformDistribution(0.0, 2.0),
        words.LogUniformDistribution(0.1, 2.0),
        words.DiscreteUniformDistribution(0.0, 2.0, 0.5),
        words.IntUniformDistribution(1, 9, 2),
        words.IntLogUniformDistribution(1, 9, 1),
    )
    told = [(one.low, one.high, one.log, one.step) for one in older]
    assert told == [
        (0.0, 2.0, False, None),
        (0.1, 2.0, True, None),
        (0.0, 2.0, False, 0.5),
        (1, 9, False, 2),
        (1, 9, True, 1),
    ]
