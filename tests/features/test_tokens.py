"""Pieces of texts: as many as a plain loop finds, in the same rows, equal where the words are equal."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.blocks import Texts
from fitwright.features._tokens import pieces

plain = st.lists(
    st.one_of(st.none(), st.text(st.sampled_from("aAbZ09 ,._-!\x00\n\t"), max_size=20)),
    min_size=1,
    max_size=8,
)
anything = st.lists(st.text(max_size=12), min_size=1, max_size=6)


@given(plain)
def test_words_are_those_a_loop_would_find(texts):
    marks, row = pieces(Texts.of("t", texts), "words")
    expected = [(i, w) for i, t in enumerate(texts) for w in re.findall("[a-z0-9]+", (t or "").lower())]
    assert row.tolist() == [i for i, _ in expected]
    named = dict(zip(marks.tolist(), [w for _, w in expected], strict=True))
    assert [named[mark] for mark in marks.tolist()] == [w for _, w in expected]
    assert len(named) == len({w for _, w in expected})


@given(plain)
def test_runs_of_characters_do_not_cross_rows(texts):
    marks, row = pieces(Texts.of("t", texts), "characters")
    small = [(t or "").lower().replace("\x00", " ") for t in texts]
    runs = [(i, t[k : k + n]) for n in (3, 4) for i, t in enumerate(small) for k in range(len(t) - n + 1)]
    assert row.tolist() == [i for i, _ in runs]
    assert len(set(marks.tolist())) == len({run for _, run in runs})


@given(anything)
def test_any_text_is_read_row_by_row(texts):
    for units in ("words", "characters"):
        marks, row = pieces(Texts.of("t", texts), units)
        for i, text in enumerate(texts):
            alone, _ = pieces(Texts.of("t", [text]), units)
            np.testing.assert_array_equal(marks[row == i], alone)
