"""`fitwright check`: what is odd in a table."""

import json

import polars as pl
import pytest

from fitwright.cli._exit import Exit
from tests.cli._acts import run, table


@pytest.fixture
def leaking(tmp_path):
    path = tmp_path / "train.csv"
    rows = table(160, 0).with_columns(reason=pl.when(pl.col("left") == "leave").then(pl.lit("moved")))
    rows.write_csv(path)
    return path


def test_people_get_text(leaking):
    done = run("check", leaking, "--target", "left")
    assert done.exit_code == Exit.FINE
    assert "Data check: 160 rows, 5 columns, binary" in done.stdout
    assert "reason" in done.stdout


def test_scripts_get_one_document(leaking):
    told = json.loads(run("check", leaking, "--target", "left", "--json").stdout)
    assert told["leaking"] == ["reason"]
    assert told["findings"][0]["severity"] == "critical"


def test_strict_ends_with_a_code_where_something_is_critical(leaking, files):
    assert run("check", leaking, "--target", "left", "--strict").exit_code == Exit.DATA
    assert run("check", files.train, "--target", "left", "--strict").exit_code == Exit.FINE


def test_another_table_is_compared(files, tmp_path):
    table(100, 3).with_columns(pl.col("age") + 40).write_csv(tmp_path / "later.csv")
    done = run("check", files.train, "--target", "left", "--other", tmp_path / "later.csv")
    assert "drift: age" in done.stdout


def test_an_unknown_column_is_named(files):
    done = run("check", files.train, "--target", "gone")
    assert done.exit_code == Exit.DATA
    assert "gone" in done.stderr
