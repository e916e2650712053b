"""The leaderboard as a table, numbers as people read them."""

import io

import pytest
from rich.console import Console

from fitwright.cli._board import board, number_text, score_text, size_text


def row(**other):
    usual = {
        "candidate": 3,
        "model": "lightgbm",
        "score": 0.9312,
        "error": 0.0123,
        "folds": 5,
        "seconds": 2.5,
        "ms_per_row": 0.0123,
        "bytes": 120_000.0,
        "weight": 0.4,
        "state": "done",
        "why": "",
        "config": {},
    }
    return usual | other


def drawn(table, width=140):
    written = io.StringIO()
    Console(file=written, width=width).print(table)
    return written.getvalue()


def test_a_row_shows_score_error_seconds_size_and_state():
    text = drawn(board([row()], "roc_auc"))
    assert "roc_auc" in text
    assert all(
        part in text for part in ("lightgbm", "0.931 ± 0.012", "2.5", "0.012", "120 kB", "0.40", "done")
    )


def test_what_failed_shows_why():
    failed = row(
        score=None, error=None, ms_per_row=None, bytes=None, weight=0, state="failed", why="memory: 9 GB"
    )
    assert "failed: memory: 9 GB" in drawn(board([failed], "rmse"))


def test_brackets_in_a_reason_are_text_and_not_markup():
    assert "[bold]" in drawn(board([row(state="failed", why="exception: [bold]")], "rmse"))


@pytest.mark.parametrize("width", [80, 100, 160])
def test_a_narrow_terminal_cuts_the_reason_and_nothing_else(width):
    rows = [
        row(candidate=None, model="random_forest"),
        row(candidate=12, state="stopped", why="Worse. " * 30),
    ]
    rows = [one | {"error": 0.0012} for one in rows]
    text = drawn(board(rows, "roc_auc", width=width), width)
    assert all(word in text for word in ("12", "0.9312 ± 0.0012", "120 kB", "0.40", "stopped"))
    assert "…" not in text
    assert len(text.splitlines()) == 4


def test_the_rest_is_counted():
    assert "and 4 more" in drawn(board([row()] * 6, "rmse", top=2))
    assert "more" not in drawn(board([row()] * 2, "rmse", top=2))


@pytest.mark.parametrize(
    ("score", "error", "text"),
    [
        (0.98765, 0.0123, "0.988 ± 0.012"),
        (0.98765, None, "0.98765"),
        (1234567.8, None, "1234568"),
        (51234.9, 321.0, "51235 ± 321"),
        (0.5, 0.0, "0.50000"),
        (0.5, float("nan"), "0.50000"),
        (None, None, ""),
        (-1.25, 0.5, "-1.25 ± 0.50"),
    ],
)
def test_a_score_has_as_many_places_as_its_error_bears(score, error, text):
    assert score_text(score, error) == text


@pytest.mark.parametrize(
    ("count", "text"), [(None, ""), (12, "12 B"), (1_234, "1.2 kB"), (45_000_000, "45 MB"), (2e9, "2.0 GB")]
)
def test_sizes_read_well(count, text):
    assert size_text(count) == text


@pytest.mark.parametrize(
    ("number", "text"), [(None, ""), (float("nan"), ""), (0.01234, "0.012"), (1234.5, "1234")]
)
def test_numbers_read_well(number, text):
    assert number_text(number) == text
