"""The network: it learns what is smooth, stops when it should, and stays where the answers were."""

import numpy as np
import pytest
from sklearn.neural_network import MLPRegressor

from fitwright.core.work import Means
from fitwright.models._network import drawn, layers_of, outputs_of
from fitwright.models.mlp import MLP
from tests.models._tables import numbers, posed


def _x(count=300, columns=4, seed=0):
    return np.random.default_rng(seed).normal(size=(count, columns))


def _smooth(x):
    return np.sin(2 * x[:, 0]) + x[:, 1] * x[:, 2]


def _fit(x, y, kind=None, weights=None, seconds=None, seed=0, **settings):
    task, rows = posed(y, kind, weights)
    return MLP(**settings).fit(numbers(x), rows, task, seed, Means(seconds=seconds))


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_answers_are_those_of_scikit_learn(activation):
    x = _x(50)
    theirs = MLPRegressor(hidden_layer_sizes=(6, 5), activation=activation, random_state=0).partial_fit(
        x, x[:, :3]
    )
    flat = [part.ravel() for pair in zip(theirs.coefs_, theirs.intercepts_, strict=True) for part in pair]
    ours = outputs_of(layers_of(np.concatenate(flat)[None], [4, 6, 5, 3]), x, activation)[0]
    np.testing.assert_allclose(ours, theirs.predict(x), rtol=1e-9)


@pytest.mark.slow
def test_a_smooth_relation_is_learned():
    x, new = _x(600), _x(300, seed=1)
    p = _fit(x, _smooth(x), networks=2).predict(numbers(new))[:, 0]
    assert 1 - ((p - _smooth(new)) ** 2).mean() / _smooth(new).var() > 0.9


def test_noise_is_not_learned():
    x = _x()
    p = _fit(x, _x(seed=5)[:, 0]).predict(numbers(_x(seed=1)))
    assert p.std() < 0.4


def test_answers_stay_near_those_that_were_seen():
    x = _x(100)
    y = 100 + 10 * x[:, 0]
    p = _fit(x, y, networks=1).predict(numbers(1e6 * x))
    more = 0.1 * np.ptp(y)
    assert y.min() - more <= p.min()
    assert p.max() <= y.max() + more


def test_heavy_rows_draw_the_answer():
    x, y = _x(200), _x(200, seed=1)[:, 0]
    heavy = _fit(x, y, weights=np.where(y > 0, 20.0, 1.0), networks=1).predict(numbers(x))
    assert heavy.mean() > y.mean() + 0.3


def test_rows_are_drawn_as_often_as_they_weigh():
    weights = np.array([0.5, 2.0, 0.25, 1.25])
    counts = sum(
        np.bincount(drawn(np.arange(4), weights, np.random.default_rng(seed)), minlength=4)
        for seed in range(400)
    )
    np.testing.assert_allclose(counts / 400, weights, atol=0.08)


def test_a_class_that_was_not_there_is_next_to_impossible():
    x = _x(200)
    task, rows = posed(np.where(x[:, 0] > 0, "a", np.where(x[:, 1] > 0, "b", "c")))
    there = np.flatnonzero(rows.answers != 1)
    model = MLP(networks=1).fit(numbers(x[there]), rows.at(there), task, 0, Means())
    p = model.predict(numbers(x))
    assert p[:, 1].max() < 0.01
    np.testing.assert_allclose(p.sum(axis=1), 1)


def test_a_class_of_few_rows_is_learned_wherever_they_stand():
    x = _x(1_200)
    y = np.where(np.arange(1_200) < 3, "rare", np.where(x[:, 0] > 0, "high", "low"))
    task, rows = posed(y)
    p = MLP(networks=1, layers=1, width=32).fit(numbers(x), rows, task, 0, Means()).predict(numbers(x))
    assert (np.array(task.outputs)[p.argmax(axis=1)] == y).mean() > 0.95


def test_networks_differ_and_are_averaged():
    x = _x(100)
    model = _fit(x, _smooth(x), networks=3)
    assert len(model.parameters_) == 3
    whole = model.predict(numbers(x))
    singly = []
    for one in model.parameters_:
        model.parameters_ = one[None]
        singly.append(model.predict(numbers(x)))
    assert not np.allclose(singly[0], singly[1])
    np.testing.assert_allclose(np.mean(singly, axis=0), whole, atol=0.2 * whole.std())


def test_little_time_gives_fewer_networks_and_a_model():
    x = _x(3_000, 10)
    assert len(_fit(x, x[:, 0], seconds=0.02).parameters_) == 1
