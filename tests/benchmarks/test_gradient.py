"""The benchmark of grouped penalties: which group a column gets, and how runs are compared."""

import numpy as np
import polars as pl
import pytest

from benchmarks.gradient import against, encoded, table


def test_columns_are_grouped_by_kind():
    rng = np.random.default_rng(0)
    frame = pl.DataFrame(
        {
            "age": [None, *rng.normal(size=49).tolist()],
            "flag": [True, False] * 25,
            "shop": [f"shop {number % 3}" for number in range(50)],
            "town": [f"town {number % 20}" for number in range(50)],
            "same": [1] * 50,
        }
    )
    X, groups = encoded(frame, np.arange(50) < 40)
    count = {group: groups.count(group) for group in groups}
    assert count == {"numbers": 2, "bins": 8, "gaps": 1, "few levels": 3, "many levels": 20}
    assert X.shape == (50, len(groups))
    assert np.isfinite(X).all()


def record(way, loss, seconds, seed=0):
    sizes = {"rows": 60, "columns": 9, "groups": 3, "trials": 25}
    return {"dataset": "a", "seed": seed, "way": way, "test_loss": loss, "cpu_seconds": seconds, **sizes}


def test_runs_are_compared_with_the_grid_of_their_seed():
    runs = [record("grid", 0.5, 2.0), record("gradient", 0.4, 1.0), record("gradient", 0.1, 1.0, seed=1)]
    [row] = against(runs)
    assert (row["way"], row["runs"], row["better in"]) == ("gradient", 1, 1)
    assert row["% below, median"] == pytest.approx(20)
    assert row["CPU of the grid's"] == pytest.approx(0.5)
    [line] = table(runs)
    assert (line["grid"], line["gradient"], line["gradient CPU s"]) == (0.5, 0.25, 1.0)
