"""`fitwright evaluate`: the metric asked for and the usual ones."""

import json

import polars as pl
import pytest

from fitwright import load
from fitwright.cli._exit import Exit
from tests.cli._acts import run


def test_values_are_those_of_the_predictor(files):
    told = json.loads(run("evaluate", files.model, files.test, "--target", "left", "--json").stdout)
    rows = pl.read_csv(files.test)
    assert told["values"] == pytest.approx(load(files.model).evaluate(rows, rows["left"]))
    assert (told["rows"], told["left_out"], told["metric"]) == (40, 0, "roc_auc")


def test_people_see_which_metric_was_asked_for(files):
    done = run("evaluate", files.model, files.test, "--target", "left")
    assert done.exit_code == Exit.FINE
    [asked] = [line for line in done.stdout.splitlines() if "asked for" in line]
    assert asked.split()[0] == "roc_auc"


def test_figures_are_drawn_into_a_folder(files, tmp_path):
    run("evaluate", files.model, files.test, "--target", "left", "--figures", tmp_path / "figures")
    drawn = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "figures").iterdir()}
    assert "confusion.svg" in drawn
    assert all(content.startswith("<svg") for content in drawn.values())


def test_rows_without_an_answer_are_left_out_aloud(files, tmp_path):
    rows = pl.read_csv(files.test).with_row_index("n")
    some = rows.with_columns(pl.when(pl.col("n") > 2).then("left").alias("left")).drop("n")
    some.write_csv(tmp_path / "some.csv")
    assert "3 left out" in run("evaluate", files.model, tmp_path / "some.csv", "--target", "left").stdout


def test_an_unknown_target_is_named(files):
    done = run("evaluate", files.model, files.test, "--target", "gone")
    assert done.exit_code == Exit.DATA
    assert "gone" in done.stderr
