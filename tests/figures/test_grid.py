"""Several pictures as one."""

from fitwright.figures import grid, line
from tests.figures._read import shapes, texts


def test_every_picture_has_its_place():
    one = line({"a": ([1, 2], [3, 4])}, title="one")
    whole = grid([one, one, one], "All")
    inner = shapes(whole, "svg")[1:]
    places = {(svg.get("x"), svg.get("y")) for svg in inner if svg.get("x")}
    assert len(places) == 3
    assert texts(whole).count("one") == 3


def test_nothing_is_said():
    assert "nothing to show" in texts(grid([], "Empty"))
