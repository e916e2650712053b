"""Texts as numbers: what is alike lies near, whatever the letters, and new words do no harm."""

from collections import Counter

import numpy as np
import pytest

from fitwright.core.blocks import Texts
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.text_tfidf import TextTfidf
from tests.features.tables import REGRESSION


def table_of(*texts):
    return Table.of(Texts.of("t", list(texts)))


def written(seed, rows=400):
    """Texts on two subjects, and which."""
    rng = np.random.default_rng(seed)
    words = [[f"cat{i}" for i in range(40)], [f"dog{i}" for i in range(40)]]
    which = rng.integers(0, 2, rows)
    return [" ".join(rng.choice(words[w], 8)) for w in which], which


@pytest.mark.parametrize("units", ["words", "characters"])
def test_subjects_are_told_apart(units):
    texts, _ = written(0)
    step = TextTfidf(dimensions=5, units=units).fit(table_of(*texts), Rows(), REGRESSION, 0)
    texts, which = written(1)
    topics = step.transform(table_of(*texts)).matrix()[:, 1:]
    centre = [topics[which == w].mean(0) for w in (0, 1)]
    nearer = np.linalg.norm(topics - centre[1], axis=1) < np.linalg.norm(topics - centre[0], axis=1)
    assert (nearer == which).mean() > 0.98


def test_likeness_is_that_of_the_textbook():
    texts, _ = written(3, 60)
    counts = [Counter(text.split()) for text in texts]
    rows_with = Counter(word for count in counts for word in count)
    vectors = np.array(
        [
            [(1 + np.log(c[w])) * (np.log(61 / (1 + rows_with[w])) + 1) if w in c else 0 for w in rows_with]
            for c in counts
        ]
    )
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    step = TextTfidf(dimensions=100, min_count=1).fit(table_of(*texts), Rows(), REGRESSION, 0)
    ours = step.transform(table_of(*texts)).matrix()[:, 1:]
    np.testing.assert_allclose(ours @ ours.T, vectors @ vectors.T, atol=1e-9)


def test_case_and_punctuation_do_not_matter():
    step = TextTfidf(min_count=1).fit(
        table_of("Das Äpfelchen – rot!", "b a", "c “a” d"), Rows(), REGRESSION, 0
    )
    one, other = step.transform(table_of("DAS ÄPFELCHEN, ROT", "das\näpfelchen\u00a0(rot)")).matrix()[:, 1:]
    np.testing.assert_array_equal(one, other)
    assert one.any()


def test_missing_empty_and_new_words_are_0():
    step = TextTfidf(min_count=1).fit(table_of("a b", "b c", "c d e"), Rows(), REGRESSION, 0)
    made = step.transform(table_of(None, "", "unknown words", "?!")).matrix()
    assert not made[:, 1:].any()
    assert made[:, 0].tolist() == [0, 0, 13, 2]


def test_a_column_without_words_has_a_length_only():
    table = table_of(None, "", "!!")
    made = TextTfidf().fit(table, Rows(), REGRESSION, 0).transform(table)
    assert made.names == ("t length",)


def test_the_vocabulary_keeps_the_most_common_words():
    texts = [f"common{i % 3} rare{i}" for i in range(30)]
    step = TextTfidf(min_count=1, max_vocabulary=3).fit(table_of(*texts), Rows(), REGRESSION, 0)
    made = step.transform(table_of("common0", "rare7")).matrix()[:, 1:]
    assert made[0].any()
    assert not made[1].any()


def test_much_text_is_learned_from_in_part(monkeypatch):
    monkeypatch.setattr("fitwright.features.text_tfidf.LEARNED_BYTES", {"words": 5000})
    texts, _ = written(0)
    step = TextTfidf(dimensions=4).fit(table_of(*texts), Rows(), REGRESSION, 0)
    again = TextTfidf(dimensions=4).fit(table_of(*texts), Rows(), REGRESSION, 0)
    np.testing.assert_array_equal(step.learned_[0]["directions"], again.learned_[0]["directions"])
    assert step.transform(table_of(*texts)).matrix()[:, 1:].any(1).mean() > 0.9


def test_many_rows_are_projected_in_parts_that_do_not_show(monkeypatch):
    texts, _ = written(0)
    step = TextTfidf(dimensions=4).fit(table_of(*texts), Rows(), REGRESSION, 0)
    whole = step.transform(table_of(*texts)).matrix()
    monkeypatch.setattr("fitwright.features.text_tfidf.ROWS_AT_ONCE", 7)
    np.testing.assert_array_equal(step.transform(table_of(*texts)).matrix(), whole)
