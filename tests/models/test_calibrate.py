"""Shares from scores: right where rows are many, careful where they are few."""

import numpy as np

from fitwright.core.rows import Rows
from fitwright.models._calibrate import UNTOLD, learn_shares, shares, told
from fitwright.tasks import infer


def _marked(codes, classes):
    return np.equal(codes[:, None], np.arange(classes)).astype(float)


def test_a_factor_and_a_bias_are_found_again():
    rng = np.random.default_rng(0)
    score = rng.normal(size=5_000)
    true = 1 / (1 + np.exp(-(3 * score - 1)))
    y = (rng.random(5_000) < true).astype(int)
    scores = np.column_stack([np.zeros(5_000), score])
    p = shares(scores, learn_shares(scores, _marked(y, 2), np.ones(5_000)))
    assert np.abs(p[:, 1] - true).max() < 0.05


def test_a_class_between_two_others_gets_its_shares():
    rng = np.random.default_rng(0)
    x = rng.normal(size=2_000)
    y = np.digitize(x, [-0.5, 0.5])
    scores = np.column_stack([-x, np.zeros(2_000), x])  # the one between is never far ahead
    p = shares(scores, learn_shares(scores, _marked(y, 3), np.ones(2_000)))
    assert p[y == 1, 1].mean() > 0.5
    narrow = shares(50 * scores, learn_shares(50 * scores, _marked(y, 3), np.ones(2_000)))
    np.testing.assert_allclose(narrow, p, atol=1e-3)


def test_few_rows_do_not_make_it_certain():
    scores = np.column_stack([np.zeros(6), [-3.0, -2.0, -1.0, 1.0, 2.0, 3.0]])
    p = shares(scores, learn_shares(scores, _marked(np.repeat([0, 1], 3), 2), np.ones(6)))
    assert p.max() < 0.97


def test_weights_count():
    scores = np.zeros((100, 2))
    y, weights = np.repeat([0, 1], 50), np.repeat([1.0, 3.0], 50)
    p = shares(scores, learn_shares(scores, _marked(y, 2), weights))
    assert 0.7 < p[0, 1] < 0.76


def test_scores_are_asked_of_rows_that_were_not_learned_from():
    y = np.repeat([0, 1], 30)
    seen = []

    def scores_of(learn, stop):
        seen.append(np.intersect1d(learn, stop))
        return _marked(y[stop], 2)

    theta = told(Rows(y), infer(y), _marked(y, 2), 0, scores_of)
    assert len(seen) == 5
    assert not any(len(both) for both in seen)
    assert shares(_marked(y, 2), theta)[0, 0] > 0.8


def test_where_no_row_can_be_set_aside_scores_are_taken_as_they_are():
    y = np.array([0, 1])
    theta = told(Rows(y), infer(y), _marked(y, 2), 0, lambda learn, stop: np.zeros((len(stop), 2)))
    expected = 1 / (1 + np.exp(-UNTOLD))
    np.testing.assert_allclose(shares(np.eye(2), theta), [[expected, 1 - expected], [1 - expected, expected]])
