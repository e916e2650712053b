"""Evolution over pipelines: what a peer gets, and what is told of ours."""

import stat
import sys

import numpy as np
import polars as pl
import pytest

from benchmarks import _peer
from benchmarks._tables import Public
from benchmarks.pipelines import Pipelines, _written
from benchmarks.scenario import Options

STAND_IN = '''
import numpy as np


class TPOTClassifier:
    """Knows the labels and how frequent they are."""

    def __init__(self, max_time_mins, scorers, **given):
        assert scorers == ["roc_auc"] and max_time_mins == 0.05

    def fit(self, X, y):
        assert [str(kind) for kind in X.dtypes] == ["float64", "object", "int8"]
        self.fitted_pipeline_, self.classes_ = self, np.unique(y)
        self.shares = [float((y == label).mean()) for label in self.classes_]

    def predict_proba(self, X):
        return np.tile(self.shares, (len(X), 1))
'''


@pytest.fixture
def entry(tmp_path):
    """A set with a number, a word and a truth."""
    rng = np.random.default_rng(0)
    size = rng.normal(size=100)
    frame = pl.DataFrame(
        {
            "size": [None, *size[1:].tolist()],
            "shop {1}": [f"shop {number % 3}" for number in range(100)],
            "open": [True, False] * 50,
            "sold": ["yes" if value > 0 else "no" for value in size + rng.normal(size=100)],
        }
    )
    frame.write_parquet(tmp_path / "a.parquet")
    return {"name": "a", "task": "binary", "target": "sold", "path": str(tmp_path / "a.parquet")}


@pytest.fixture
def peers(tmp_path):
    """A folder with an environment whose tpot is a stand-in."""
    home = tmp_path / "peers" / "tpot"
    (home / "bin").mkdir(parents=True)
    (home / "tpot.py").write_text(STAND_IN)
    python = home / "bin" / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{home}" exec "{sys.executable}" "$@"\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    return home.parent


def given(entry, way, peers=None):
    fixed = {"cores": 1, "seed": 0, "fold": 0, "limit": 3.0}
    return {**fixed, "entry": entry, "way": way, "peers": str(peers)}


def test_the_peer_gets_the_same_rows_as_plain_columns(entry, peers):
    told = Pipelines.measure(given(entry, "tpot", peers))
    assert (told["n_train"], told["n_test"]) == (80, 20)
    assert told["score"] == 0.5
    assert told["train_seconds"] >= 0


def test_moments_are_written_as_numbers(tmp_path):
    days = pl.Series("day", ["2024-01-01", "2024-01-02"]).str.to_date()
    path = _written(
        Public(pl.DataFrame([days]), np.array([0, 1]), ["a", "b"]), np.array([True, True]), tmp_path / "a.csv"
    )
    assert pl.read_csv(path).rows() == [(19723, 0), (19724, 1)]


def test_peers_left_out_are_named(peers):
    scenario = Pipelines()
    assert [row["peer"] for row in scenario.tables([], Options())["Peers left out"]] == ["tpot"]
    assert scenario.tables([], Options(peers=peers))["Peers left out"] == []
    assert list(_peer.BREEDERS) == ["tpot"]


@pytest.mark.slow
def test_ours_tells_how_many_pipelines_it_tried(entry):
    told = Pipelines.measure(given(entry, "evolution_alone"))
    assert told["score"] > 0.5
    assert told["pipelines"] >= 1
