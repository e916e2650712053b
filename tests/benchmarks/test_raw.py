"""A raw file is cut by its twin's rows and not touched; a peer reads it with pandas in its own process."""

import gzip
import json
import stat
import sys

import numpy as np
import polars as pl
import pytest

from benchmarks import _peer, raw
from benchmarks._raw import cut
from benchmarks._tables import Public
from benchmarks.scenario import Options

PLAYS = b'App,Rating,Size\r\n"Maps, free",4.5,19M\r\nTimer,,3M\r\nChat,3,?\r\nbroken\r\nNotes,4.5,"1,000k"'
TWIN = Public(pl.DataFrame(), np.array([4.5, 3.0, 4.5]), [])


def test_lines_are_dealt_as_the_twins_rows_are(tmp_path):
    path = tmp_path / "plays.csv"
    path.write_bytes(PLAYS)
    found = cut(path, {"target": "Rating"}, TWIN, np.array([False, True, False]))
    assert found.judge == [b"Chat,3,?\r\n"]
    assert found.learn == [
        b'"Maps, free",4.5,19M\r\n', b"Timer,,3M\r\n", b"broken\r\n", b'Notes,4.5,"1,000k"\n',
    ]  # fmt: skip
    assert (found.alone, found.target) == (2, "Rating")
    train, test = found.write(tmp_path, ".csv")
    assert test.read_bytes() == b"App,Rating,Size\r\nChat,3,?\r\n"
    assert train.read_bytes() + b"" == found.head + b"".join(found.learn)


def test_a_file_without_names_has_its_answers_last(tmp_path):
    path = tmp_path / "bands.csv.gz"
    path.write_bytes(gzip.compress(b"1,x,no\n2,y,yes\n3,z\n4,z,no\n"))
    twin = Public(pl.DataFrame(), np.array([0, 1, 0]), ["no", "yes"])
    found = cut(path, {"target": "band"}, twin, np.array([False, False, True]))
    assert (found.head, found.target, found.judge, found.alone) == (b"", "x2", [b"4,z,no\n"], 1)
    assert gzip.decompress(found.write(tmp_path, ".csv.gz")[1].read_bytes()) == b"4,z,no\n"


@pytest.mark.parametrize("data", [b"a,y\n1,5\n", b'a,y\n"1,5\n2",5\n'])
def test_a_file_that_is_no_twin_is_said(tmp_path, data):
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(ValueError, match="Expected"):
        cut(
            tmp_path / "a.csv",
            {"target": "y"},
            Public(pl.DataFrame(), np.array([4.0, 5.0]), []),
            np.zeros(2, bool),
        )


def test_peers_are_those_that_have_an_environment(tmp_path):
    assert raw._there(Options()) == []
    (tmp_path / "flaml" / "bin").mkdir(parents=True)
    (tmp_path / "flaml" / "bin" / "python").touch()
    assert raw._there(Options(peers=tmp_path)) == ["flaml"]
    left = raw.Raw().tables([], Options(peers=tmp_path))["Peers left out"]
    assert [row["peer"] for row in left] == ["autogluon", "mljar"]


STAND_IN = '''
class AutoML:
    """Foretells the mean; fails with seed 7."""

    def fit(self, X_train, y_train, seed, **given):
        if seed == 7:
            raise ValueError("could not convert string to float: '19M'")
        self.model, self.mean = self, y_train.mean()

    def predict(self, X):
        return [self.mean + 0 * len(X.columns)] * len(X)
'''


@pytest.fixture
def peers(tmp_path):
    """A folder with an environment whose flaml is a stand-in."""
    home = tmp_path / "peers" / "flaml"
    (home / "bin").mkdir(parents=True)
    (home / "flaml.py").write_text(STAND_IN)
    python = home / "bin" / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{home}" exec "{sys.executable}" "$@"\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    return home.parent


@pytest.fixture
def files(tmp_path):
    """A raw file and its cleaned twin, and what a manifest says of them."""
    rng = np.random.default_rng(0)
    size = rng.normal(size=200)
    rows = [f"{size[i]:.6f},{i % 7}kg,{3 + size[i]:.6f}" for i in range(200)]
    (tmp_path / "a.csv").write_text("size,weight,price\n" + "\n".join(["?,1kg,", *rows]) + "\n")
    frame = pl.DataFrame(
        {"size": size.round(6), "weight": [i % 7 for i in range(200)], "price": (3 + size).round(6)}
    )
    frame.write_parquet(tmp_path / "a.parquet")
    entry = {"name": "a", "task": "regression", "target": "price"}
    return {**entry, "path": str(tmp_path / "a.parquet"), "raw_path": str(tmp_path / "a.csv")}


def given(files, who, peers=None, seed=0):
    fixed = {"cores": 1, "seed": seed, "fold": 0, "limit": 3.0}
    return {**fixed, "entry": files, "who": who, "peers": str(peers)}


def test_a_peer_gets_the_raw_lines(files, peers):
    told = raw.Raw.measure(given(files, "flaml", peers))
    assert (told["n_train"], told["n_test"], told["lines_without_a_twin"]) == (160, 40, 1)
    assert sorted(told["dtypes"].values()) == [1, 2]  # a question mark and a unit make text of two
    assert 0.5 < told["score"] < 1.5


def test_a_peer_that_breaks_says_why(files, peers):
    with pytest.raises(RuntimeError, match=r"(?s)flaml failed.*could not convert string to float: '19M'"):
        raw.Raw.measure(given(files, "flaml", peers, seed=7))


@pytest.mark.slow
def test_ours_reads_the_raw_file_as_the_twin(files):
    told = {who: raw.Raw.measure(given(files, who)) for who in (raw.RAW, raw.CLEANED)}
    assert all(one["score"] < 1.5 for one in told.values())
    assert told[raw.RAW]["lines_without_a_twin"] == 1
    roles = [[role for _, role, _ in told[who]["columns"]] for who in told]
    assert roles[0] == roles[1]


def test_columns_that_are_read_otherwise_are_shown():
    records = [
        {
            "dataset": "a",
            "framework": raw.RAW,
            "columns": [["x0", "text", "long"], ["x1", "number", "it is"]],
        },
        {
            "dataset": "a",
            "framework": raw.CLEANED,
            "columns": [["note", "category", "few"], ["n", "number", ""]],
        },
    ]
    [row] = raw._otherwise(records)
    assert (row["column"], row["called"], row["raw"]) == ("note", "x0", "text: long")


def test_the_peers_have_a_function_each():
    assert json.dumps(sorted(_peer.PEERS)) == '["autogluon", "flaml", "mljar"]'
