"""Searches beside scikit-learn's: which rows they see, what is counted, how sets are compared."""

import numpy as np
import polars as pl
import pytest

from benchmarks._tables import Public
from benchmarks.searchcv import against, as_numbers, kinds, parts, searched, table


def mixed(rows=120):
    rng = np.random.default_rng(0)
    size = rng.normal(size=rows)
    frame = pl.DataFrame(
        {
            "size": [None, *size[1:].tolist()],
            "shop": [f"shop {number % 3}" if number % 10 else None for number in range(rows)],
            "open": [True, False] * (rows // 2),
        }
    )
    return Public(frame, (size + rng.normal(size=rows) > 0).astype(np.int64), ["no", "yes"])


def test_words_become_codes_and_gaps_stay():
    X = as_numbers(mixed().X)
    assert kinds(mixed().X) == ([0, 2], [1])
    assert np.isnan(X).sum(axis=0).tolist() == [1, 12, 0]
    assert len(np.unique(X[~np.isnan(X[:, 1]), 1])) == 3


def test_half_of_a_small_set_is_seen_and_little_of_a_large_one():
    for rows, seen in ((120, 60), (6000, 1000)):
        _, y, learn = parts(Public(mixed(rows).X, mixed(rows).y, ["no", "yes"]), "binary", 0)
        assert learn.sum() == pytest.approx(seen, abs=2)
        assert len(y) == rows


def test_a_search_is_counted_and_judged_on_rows_that_it_has_not_seen():
    given = {"entry": {"name": "one", "task": "binary"}, "model": "svm", "seed": 0, "turn": 1}
    *_, last = searched(mixed(), {**given, "ways": ["random", "ours_race"]})
    plain, ours = last["ways"]["random"], last["ways"]["ours_race"]
    assert (plain["fits"], plain["candidates"], ours["candidates"]) == (200, 40, 40)
    assert 40 <= ours["fits"] < 200
    assert all(0.5 < way["score"] < 1 and way["cpu_seconds"] > 0 for way in (plain, ours))


def record(name, seconds, score, model="svm", task="binary"):
    ways = {
        way: {"cpu_seconds": s, "score": p, "fits": 100 * s}
        for way, s, p in (("random", 2.0, 0.9), ("ours_race", seconds, score))
    }
    return {"dataset": name, "model": model, "task": task, "ways": ways}


def test_shares_and_errors_are_means_over_sets():
    runs = [record("a", 1.0, 0.91), record("b", 0.5, 0.89), record("b", 0.5, 0.89)]
    [one, every] = against(runs)
    assert (one["way"], one["model"], one["sets"], one["runs"]) == ("ours_race", "svm", 2, 3)
    assert one["CPU of random's"] == pytest.approx(0.354, abs=1e-3)
    assert one["error above random's, %"] == pytest.approx(0.0, abs=1e-6)
    assert (one["better in"], one["worse in"]) == (1, 2)
    assert every["model"] == "all"
    [line, _] = table(runs, "svm")
    assert (line["set"], line["CPU s"], line["ours_race: CPU"]) == ("a", 2.0, 0.5)


def test_errors_of_numbers_are_counted_from_zero():
    runs = [record("a", 1.0, -1.1, task="regression")]
    runs[0]["ways"]["random"]["score"] = -1.0
    assert against(runs)[0]["error above random's, %"] == pytest.approx(10)
