"""Naive Bayes: scikit-learn's evidence for each kind of column, gaps that say nothing, weights."""

import numpy as np
import pytest
from sklearn.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB

from fitwright.core.blocks import MISSING, UNSEEN, Codes, Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.work import Means
from fitwright.models.naive_bayes import NaiveBayes
from tests.models._hard import hard, loaded, same_with_more_cores, strange, without_rows_of_weight_0
from tests.models._tables import numbers, posed, sparse

RNG = np.random.default_rng(0)
Y = RNG.integers(0, 3, 400)
X = RNG.normal(size=(400, 4)) * (1 + Y[:, None]) + Y[:, None]
WORDS = RNG.poisson(0.2 + 0.5 * (Y[:, None] == np.arange(6) % 3), size=(400, 6)).astype(float)


def _fit(table, y=Y, weights=None, **settings):
    task, rows = posed(y, weights=weights)
    return NaiveBayes(**settings).fit(table, rows, task, 0, Means())


def _likelihood(model, table):
    """(rows, classes) shares before inner rows have a say."""
    model.shares_ = np.append(1.0, np.zeros(len(model.prior_)))
    return model.predict(table)


def test_numbers_are_normally_distributed():
    p = _likelihood(_fit(numbers(X), smoothing=1e-9), numbers(X))
    assert p == pytest.approx(GaussianNB().fit(X, Y).predict_proba(X), abs=1e-4)


@pytest.mark.parametrize(("words", "theirs"), [("counts", MultinomialNB), ("present", BernoulliNB)])
def test_sparse_columns_are_words(words, theirs):
    p = _likelihood(_fit(sparse(WORDS), words=words, smoothing=1e-3), sparse(WORDS))
    assert p == pytest.approx(theirs(alpha=1e-3).fit(WORDS, Y).predict_proba(WORDS), abs=1e-2)


def test_levels_have_their_shares():
    codes = np.array([[0], [0], [0], [1], [1], [MISSING], [0], [1]], np.int32)
    table = Table.of(Codes(("c",), codes, (("a", "b", "c"),)))
    p = _likelihood(_fit(table, np.array([0, 0, 0, 0, 1, 1, 1, 1]), smoothing=1e-9), table)
    assert p[[0, 3, 5], 1] == pytest.approx([1 / 4, 2 / 3, 1], abs=1e-6)


def test_a_level_or_a_number_that_nobody_knows_says_nothing():
    codes, z = np.zeros((40, 1), np.int32), RNG.normal(size=(40, 1))
    codes[20:] = 1
    levels = (("a", "b"),)
    table = Table.of(Numbers(("z",), z), Codes(("c",), codes, levels))
    model = _fit(table, np.repeat([0, 1], 20))
    stranger = Codes(("c",), np.full((1, 1), UNSEEN, np.int32), levels)
    blank = Table.of(Numbers(("z",), np.full((1, 1), np.nan)), stranger)
    assert _likelihood(model, blank)[0] == pytest.approx([0.5, 0.5])


def test_booleans_are_no_bell():
    yes = np.array([[1.0], [1.0], [1.0], [0.0], [1.0], [0.0], [0.0], [0.0]])
    table = Table.of(Numbers(("yes",), np.asfortranarray(yes)), roles={"yes": "boolean"})
    p = _likelihood(_fit(table, np.repeat([0, 1], 4), smoothing=1e-9), table)
    assert p[[0, 3], 1] == pytest.approx([0.25, 0.75], abs=1e-6)


def test_columns_that_say_the_same_do_not_make_it_certain():
    task, rows = posed((X[:, 0] + 2 * RNG.normal(size=400) > 1).astype(int))
    copies = numbers(np.repeat(X[:, :1], 30, axis=1))
    p = NaiveBayes().fit(copies, rows, task, 0, Means()).predict(copies)[:, 1]
    one = NaiveBayes().fit(numbers(X[:, :1]), rows, task, 0, Means()).predict(numbers(X[:, :1]))[:, 1]
    assert p == pytest.approx(one, abs=0.1)


def test_a_row_of_weight_2_is_two_rows():
    weights = np.random.default_rng(1).integers(1, 4, 400)
    at = np.repeat(np.arange(400), weights)
    mean = weights.mean()
    weighed = _likelihood(_fit(numbers(X), weights=weights.astype(float), smoothing=1.0), numbers(X))
    repeated = _likelihood(_fit(numbers(X[at]), Y[at], smoothing=mean), numbers(X))
    assert weighed == pytest.approx(repeated, rel=1e-6)


@pytest.mark.parametrize("kind", ["binary", "multiclass"])
def test_fitted_and_loaded_agree_on_strange_rows(kind):
    table, rows, task = hard(kind)
    model = NaiveBayes().fit(table, rows, task, 0, Means())
    p = model.predict(strange(table))
    assert np.isfinite(p).all()
    assert np.array_equal(loaded(model).predict(strange(table)), p)


def test_rows_of_weight_0_are_as_if_they_were_not_there():
    assert without_rows_of_weight_0(NaiveBayes(), "multiclass")


def test_cores_change_no_bit():
    assert same_with_more_cores(NaiveBayes(), "binary")


def test_a_class_without_rows_keeps_a_small_share():
    task, rows = posed(Y)
    at = np.flatnonzero(Y != 1)
    p = NaiveBayes().fit(numbers(X[at]), Rows(rows.answers[at]), task, 0, Means()).predict(numbers(X))
    assert p[:, 1] == pytest.approx(1 / (len(at) + 3))
