"""Optuna's names of distributions."""

import json
import warnings

import pytest

from fitwright import Choice, Float, optuna
from fitwright.optuna import distributions
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


OF_OPTUNA = [
    '{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.1, "high": 2.0, "log": false}}',
    '{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.001, "high": 1.0, "log": true}}',
    '{"name": "FloatDistribution", "attributes": {"step": 0.25, "low": 0.0, "high": 1.0, "log": false}}',
    '{"name": "IntDistribution", "attributes": {"log": false, "step": 2, "low": 0, "high": 8}}',
    '{"name": "IntDistribution", "attributes": {"log": true, "step": 1, "low": 1, "high": 9}}',
    '{"name": "CategoricalDistribution", "attributes": {"choices": ["a", null, 1, 2.5, true, NaN]}}',
]


@pytest.mark.parametrize("text", OF_OPTUNA)
def test_what_optuna_has_written_is_read_and_written_again(optuna, text):
    words = optuna.distributions
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert words.distribution_to_json(words.json_to_distribution(text)) == text


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('{"name": "UniformDistribution", "attributes": {"low": 0.0, "high": 1.0}}', FloatDistribution(0, 1)),
        (
            '{"name": "LogUniformDistribution", "attributes": {"low": 0.1, "high": 1.0}}',
            FloatDistribution(0.1, 1, log=True),
        ),
        (
            '{"name": "DiscreteUniformDistribution", "attributes": {"low": 0.0, "high": 1.0, "q": 0.5}}',
            FloatDistribution(0, 1, step=0.5),
        ),
        (
            '{"name": "IntUniformDistribution", "attributes": {"step": 2, "low": 1, "high": 9}}',
            IntDistribution(1, 9, step=2),
        ),
        (
            '{"name": "IntLogUniformDistribution", "attributes": {"step": 1, "low": 1, "high": 9}}',
            IntDistribution(1, 9, log=True),
        ),
        ('{"type": "float", "low": 0.1, "high": 1, "log": true}', FloatDistribution(0.1, 1, log=True)),
        ('{"type": "int", "low": 0, "high": 8, "step": null}', IntDistribution(0, 8)),
        ('{"type": "categorical", "choices": ["a", 1]}', CategoricalDistribution(["a", 1])),
    ],
)
def test_older_and_shorter_texts_mean_the_same(text, same):
    assert distributions.json_to_distribution(text) == same


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("low", "as JSON; got 'low'"),
        ("[1, 2]", r"FloatDistribution.*got '\[1, 2\]'"),
        ('{"name": "Normal", "attributes": {}}', "a name among FloatDistribution, IntDistribution"),
        ('{"type": "float", "low": 0}', "attributes of a FloatDistribution, such as low and high"),
        ('{"type": "float", "low": 2, "high": 1}', "low <= high"),
    ],
)
def test_a_text_that_is_no_distribution_is_refused(text, words):
    with pytest.raises(ValueError, match=words):
        distributions.json_to_distribution(text)


def test_what_json_or_optuna_cannot_hold_is_told():
    with pytest.raises(ValueError, match="choices that JSON can hold"):
        distributions.distribution_to_json(CategoricalDistribution([print]))
    for one, named in (
        (Float(0, 1, default=0.0, prior=(0, 0.1, 1)), "default, prior"),
        (Choice([0, 1], default=0), "default"),
    ):
        with pytest.warns(UserWarning, match=f"no {named} here") as told:
            text = distributions.distribution_to_json(one)
        assert told[0].filename == __file__
        assert set(json.loads(text)["attributes"]) <= {"low", "high", "log", "step", "choices"}
