"""A value over two axes."""

import numpy as np

from fitwright.figures import field
from tests.figures._read import shapes, texts

AXES = (("rate", [(0, "0"), (0.5, "half"), (1, "1")]), ("depth", [(0, "2"), (1, "9")]))


def test_cells_points_and_names():
    cells = np.array([[1.0, 2.0], [np.nan, 4.0]])
    figure = field(cells, [(0.5, 0.5, 1.0)], *AXES, "T")
    assert len(shapes(figure, "rect")) == 3
    assert len(shapes(figure, "circle")) == 1
    assert {"rate", "depth", "0", "half", "9"} <= set(texts(figure))


def test_the_first_row_of_cells_lies_at_the_bottom():
    lower, upper = shapes(field(np.array([[1.0], [2.0]]), [], *AXES), "rect")
    assert float(lower.get("y")) > float(upper.get("y"))


def test_nothing_is_said():
    assert "nothing to show" in texts(field(np.full((1, 1), np.nan), [], *AXES))
