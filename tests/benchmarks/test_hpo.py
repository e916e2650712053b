"""Regret is measured from the best known to the median draw, on what all searchers ran."""

import pytest

from benchmarks.hpo import table

FOUND = [0.9] * 24 + [0.5] * 25 + [0.1] * 51


def record(searcher, losses, task="a/1", seed=0):
    return {
        "searcher": searcher,
        "task": task,
        "seed": seed,
        "losses": losses,
        "ask_ms": 1.0,
        "late_ask_ms": 2.0,
    }


def reference(task="a/1"):
    return {"searcher": "reference", "task": task, "best": 0.1, "median": 1.1}


def test_a_line_tells_regret_at_each_budget():
    [first, second] = table([reference(), record("tpe", FOUND), record("random", [0.6] * 100)])
    assert first["searcher"] == "tpe"
    assert [first[f"after {at}"] for at in (25, 50, 100)] == pytest.approx([0.4, 0.0, 0.0])
    assert second["after 100"] == pytest.approx(0.5)
    assert (first["rank"], second["rank"]) == (1, 2)


def test_only_tasks_and_seeds_that_all_have_are_compared():
    runs = [record("tpe", FOUND), record("tpe", FOUND, seed=1), record("random", FOUND)]
    assert [row["tasks"] for row in table([reference(), *runs])] == [1, 1]
    assert table([reference(), record("tpe", FOUND), record("random", FOUND, task="b/2")]) == []


def test_the_best_of_any_run_is_the_best_known():
    [row] = table([reference(), record("tpe", [0.0] * 100)])
    assert row["after 100"] == 0.0
