"""`fitwright verify`: every byte, and the score from the table that it was learned from."""

import json

import polars as pl

from fitwright.cli._exit import Exit
from tests.cli._acts import run


def test_every_byte_is_checked(files, tmp_path):
    done = run("verify", files.model)
    assert (done.exit_code, "every byte" in done.stdout) == (Exit.FINE, True)
    data = bytearray(files.model.read_bytes())
    data[-2000] ^= 1
    broken = tmp_path / "broken.fw"
    broken.write_bytes(data)
    done = run("verify", broken)
    assert done.exit_code == Exit.MODEL
    assert "changed" in done.stderr


def test_the_score_is_derived_again(files):
    done = run("verify", files.model, files.train, "--target", "left")
    assert (done.exit_code, "They agree" in done.stdout) == (Exit.FINE, True)
    told = json.loads(run("verify", files.model, files.train, "--target", "left", "--json").stdout)
    assert told["agrees"]
    assert abs(told["recorded"] - told["derived"]) < 1e-6


def test_another_table_is_told_from_this_one(files, tmp_path):
    done = run("verify", files.model, files.test, "--target", "left")
    assert (done.exit_code, "fingerprint" in done.stderr) == (Exit.DATA, True)
    pl.read_csv(files.train).with_columns(pl.col("left").reverse()).write_csv(tmp_path / "turned.csv")
    done = run("verify", files.model, tmp_path / "turned.csv", "--target", "left")
    assert (done.exit_code, "answers" in done.stderr) == (Exit.DATA, True)


def test_a_table_needs_its_target(files):
    done = run("verify", files.model, files.train)
    assert (done.exit_code, "--target" in done.stderr) == (Exit.USAGE, True)
