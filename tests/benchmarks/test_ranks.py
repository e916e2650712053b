"""Ranks among peers: ties, failures, and sets that not all were given."""

import pytest

from benchmarks._ranks import error, ranks, scores, standing


def record(dataset, framework, score, **more):
    given = {"status": "ok", "metric": "auc", "fold": 0, "time_limit": 60.0, "train_seconds": 60.0}
    return {**given, "dataset": dataset, "framework": framework, "score": score, **more}


def test_equal_errors_share_their_places():
    assert ranks([0.2, 0.1, 0.2, 0.4]) == [2.5, 1.0, 2.5, 4.0]


def test_a_failed_run_is_worse_than_any_score():
    assert error(record("a", "x", 0.9)) == pytest.approx(0.1)
    assert error(record("a", "x", 3.0, metric="rmse")) == 3.0
    assert error(record("a", "x", None)) == float("inf")
    assert error(record("a", "x", 0.9, status="killed")) == float("inf")


def test_standing_counts_the_sets_that_all_were_given():
    rows = standing(
        [
            record("a", "ours", 0.9),
            record("a", "theirs", 0.8, train_seconds=70.0),
            record("b", "ours", 0.7),
            record("b", "theirs", None, status="failed"),
            record("c", "theirs", 0.9),
        ]
    )
    assert [row["framework"] for row in rows] == ["ours", "theirs"]
    ours, theirs = rows
    assert (ours["sets"], ours["mean rank"], ours["firsts"], ours["win rate %"]) == (2, 1.0, 2, 100.0)
    assert (theirs["mean rank"], theirs["failed"], theirs["over"]) == (2.0, 1, 1)
    assert theirs["gap to best, mean %"] == 75.0


def test_standing_without_a_common_set_has_no_ranks():
    rows = standing([record("a", "ours", 0.9), record("b", "theirs", 0.9)])
    assert [row["mean rank"] for row in rows] == [None, None]


def test_scores_show_why_there_is_none():
    (row,) = scores([record("a", "ours", 0.91234), record("a", "theirs", None, status="killed")])
    assert (row["ours"], row["theirs"], row["metric"]) == ("0.91234", "killed", "auc")
