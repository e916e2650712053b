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
