"""Volumes are shares of what all runs and the reference cover together, up to the medians."""

import pytest

from benchmarks.hpo_fronts import table


def record(searcher, points, share=1):
    run = {"points": points, "share": share}
    return {"searcher": searcher, "task": "a", "status": "ok", "half": "chosen", "runs": {"0": run}}


REFERENCE = {
    "searcher": "reference",
    "task": "a",
    "status": "ok",
    "half": "chosen",
    "front": [[0.0, 1.0], [1.0, 0.0]],
    "corner": [2.0, 2.0],
}


def test_the_better_front_comes_first():
    good = [[3.0, 3.0]] * 30 + [[1.0, 0.0]] * 30 + [[0.0, 1.0]] * 40
    bad = [[1.0, 1.0]] * 100
    [first, second] = table([REFERENCE, record("tpe", good), record("optuna_tpe", bad)])
    assert (first["searcher"], first["rank"], second["rank"]) == ("tpe", 1, 2)
    assert [first[f"after {at}"] for at in (25, 50, 100)] == pytest.approx([0.0, 2 / 3, 1.0])
    assert second["after 100"] == pytest.approx(1 / 3)
    assert first["beside optuna_tpe"].startswith("+0.667")


def test_what_a_run_found_beyond_the_reference_counts():
    [first, second] = table(
        [REFERENCE, record("tpe", [[0.0, 0.0]] * 100), record("random", [[1.0, 1.0]] * 100)]
    )
    assert (first["after 25"], second["after 25"]) == (1.0, 0.25)


def test_double_the_trials_are_looked_at_twice_as_late():
    points = [[3.0, 3.0]] * 49 + [[0.0, 0.0]] * 151
    [row] = table([REFERENCE, record("random_x2", points, share=2)])
    assert row["after 25"] == 1.0
