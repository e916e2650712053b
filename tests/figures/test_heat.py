"""Cells with their numbers."""

import numpy as np
import pytest

from fitwright.core.errors import SettingError
from fitwright.figures import heat
from tests.figures._read import hints, shapes, texts


def test_counts_and_shares_of_a_row_are_written_out():
    figure = heat([[30, 10], [0, 12345]], ["no", "<yes>"], ["no", "<yes>"], "Confusion", "true", "predicted")
    assert {"Confusion", "true", "predicted", "<yes>", "30", "75%", "25%", "0", "12,345"} <= set(
        texts(figure)
    )
    assert "no → <yes>: 10 (25.0%)" in hints(figure)


def test_a_larger_share_is_deeper():
    cells = shapes(heat([[9, 1]], ["a"], ["a", "b"]), "rect")
    reds = [int(cell.get("fill")[4:].split(",")[0]) for cell in cells]
    assert reds[0] < reds[1]


def test_a_row_without_counts_has_no_shares():
    assert "0%" not in texts(heat([[0, 0], [1, 1]], "ab", "ab"))


def test_many_classes_fit_on_a_page():
    names = [f"class {i}" for i in range(40)]
    figure = heat(np.eye(40), names, names)
    assert float(shapes(figure, "rect")[-1].get("x")) < 1200
    assert len(shapes(figure, "rect")) == 1600


def test_names_have_to_fit_the_cells():
    with pytest.raises(SettingError, match=r"shape \(1, 2\).*got \(2, 1\)"):
        heat([[1], [2]], ["a"], ["a", "b"])
