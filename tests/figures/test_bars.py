"""One row for each name."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright.figures import bars
from tests.figures._read import hints, shapes, texts

numbers = st.floats(-1e12, 1e12) | st.sampled_from([math.nan, math.inf])


@given(
    st.lists(st.tuples(st.text(max_size=60), numbers, st.floats(0, 1e6)), max_size=5),
    st.booleans(),
)
def test_any_names_and_numbers_make_a_picture(rows, zero):
    names, values, errors = zip(*rows, strict=True) if rows else ((), (), ())
    assert texts(bars(names, values, errors, "Title & <more>", "x", zero))[0] == "Title & <more>"


def test_names_and_values_are_written_out():
    figure = bars(["lightgbm", "knn"], [0.9431, 12345.0], [0.004, math.nan])
    assert {"lightgbm", "knn", "0.9431", "12,345"} <= set(texts(figure))
    assert "lightgbm: 0.9431 ± 0.004" in hints(figure)


def test_long_names_that_begin_alike_are_told_apart():
    step = "histgradientboostingclassifier"
    shown = texts(bars([f"{step}__learning_rate", f"{step}__max_leaf_nodes"], [1.0, 2.0]))
    assert {text[-5:] for text in shown} >= {"_rate", "nodes"}
    assert not any(step in text for text in shown)


def test_bars_begin_at_zero_and_are_as_long_as_their_values():
    rects = shapes(bars(["a", "b", "c"], [1.0, 2.0, -1.0]), "rect")
    starts, lengths = [[float(r.get(word)) for r in rects] for word in ("x", "width")]
    assert starts[0] == starts[1] == pytest.approx(starts[2] + lengths[2], abs=0.1)
    assert lengths[1] == pytest.approx(2 * lengths[0], abs=0.1)


def test_points_for_scores_that_are_close():
    figure = bars(["a", "b"], [0.93, 0.94], zero=False)
    assert len(shapes(figure, "circle")) == 2
    assert shapes(figure, "rect") == []


def test_what_has_no_value_has_no_bar():
    figure = bars(["failed", "a"], [math.nan, 1.0])
    assert len(shapes(figure, "rect")) == 1
    assert "failed" in texts(figure)


def test_values_that_are_all_zero_have_bars_without_length():
    rects = shapes(bars(["a", "b"], [0.0, 0.0]), "rect")
    assert [float(r.get("width")) for r in rects] == [0.0, 0.0]


def test_nothing_to_show_is_said():
    assert texts(bars([], [])) == ["nothing to show"]


def test_lists_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="zip"):
        bars(["a"], [1.0, 2.0])
