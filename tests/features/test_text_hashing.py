"""Texts with the same words become the same, new words count, and rows have length 1."""

import numpy as np
import pytest

from fitwright.core.blocks import Sparse, Texts
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.text_hashing import TextHashing
from tests.features.tables import REGRESSION


def hashed(*texts, **given):
    table = Table.of(Texts.of("t", list(texts)))
    return TextHashing(**given).fit(table, Rows(), REGRESSION, 0).transform(table)


@pytest.mark.parametrize("units", ["words", "characters"])
def test_what_is_alike_lies_near(units):
    made = hashed("a fast red car", "the red car is fast", "green tea with milk", units=units).matrix()
    like = made @ made.T
    np.testing.assert_allclose(np.diag(like), 1)
    assert like[0, 1] > like[0, 2] + 0.2


def test_words_never_seen_while_fitting_count():
    table = Table.of(Texts.of("t", ["a b"]))
    step = TextHashing().fit(table, Rows(), REGRESSION, 0)
    made = step.transform(Table.of(Texts.of("t", ["brand new words", "brand new words", "others"]))).matrix()
    np.testing.assert_array_equal(made[0], made[1])
    assert made[0] @ made[2] == 0


def test_missing_and_empty_texts_are_0():
    assert not hashed(None, "", "?!").matrix().any()


def test_a_word_that_comes_often_counts_for_its_logarithm():
    made = hashed("red red red car", columns=4096).matrix()[0]
    ratio = np.abs(made[made != 0])
    np.testing.assert_allclose(ratio.max() / ratio.min(), 1 + np.log(3))


def test_dense_and_sparse_say_the_same():
    texts = ["a red car", "green tea", None]
    dense, wide = hashed(*texts, wide=1000), hashed(*texts, wide=0)
    assert isinstance(wide.blocks[0], Sparse)
    np.testing.assert_array_equal(dense.matrix(), wide.matrix())
