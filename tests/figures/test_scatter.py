"""Points over two axes."""

import math

from hypothesis import given
from hypothesis import strategies as st

from fitwright.figures import scatter
from tests.figures._read import hints, shapes, texts

numbers = st.floats(-1e12, 1e12) | st.sampled_from([math.nan, math.inf, 0.0])


@given(st.lists(st.tuples(numbers, numbers, st.floats(0, 1)), max_size=6), st.booleans())
def test_any_points_make_a_picture(points, log):
    assert texts(scatter(points, "Title & <more>", "x", "y", log_x=log))[0] == "Title & <more>"


def test_a_point_for_each_pair_that_can_be_drawn():
    figure = scatter([(1, 2, 0), (math.nan, 1, 0), (3, math.inf, 1)])
    assert len(shapes(figure, "circle")) == 1
    assert hints(figure) == ["1: 2"]


def test_names_stand_below_their_points():
    figure = scatter([(0, 1.0, 0.0), (1, 2.0, 1.0)], names=["gini", "entropy"])
    assert {"gini", "entropy"} <= set(texts(figure))
    left, right = (float(c.get("cx")) for c in shapes(figure, "circle"))
    assert left < right
    assert hints(figure) == ["gini: 1", "entropy: 2"]


def test_later_is_deeper():
    pale, deep = (c.get("fill") for c in shapes(scatter([(0, 1, 0.0), (1, 1, 1.0)]), "circle"))
    assert pale != deep


def test_small_numbers_along_an_axis_differ():
    found = texts(scatter([(1e-5, 0.1, 0.0), (2.4e-5, 0.2, 0.0)]))
    assert len(set(found)) == len(found)
    assert {"1e-5", "1.5e-5", "2e-5"} & set(found)
