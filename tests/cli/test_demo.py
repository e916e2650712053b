"""`fitwright demo`: the main job, and its picture."""

import polars as pl
import pytest

from fitwright.cli._exit import Exit
from fitwright.cli._showcase import TARGET, write_tables
from tests.cli._acts import run


def test_the_table_has_names_and_no_row_is_in_both_parts(tmp_path):
    train, test = (pl.read_csv(path) for path in write_tables(tmp_path))
    assert train.columns == test.columns
    assert {"mean radius", TARGET} <= set(train.columns)
    assert set(train[TARGET]) == {"malignant", "benign"}
    assert len(train) + len(test) == 569
    assert train.join(test, on=train.columns, how="semi").is_empty()


@pytest.mark.slow
def test_it_fits_saves_and_predicts_in_a_fresh_process(tmp_path):
    picture = tmp_path / "demo.svg"
    done = run("demo", "--max-trials", "3", "--folder", tmp_path, "--svg", picture)
    assert done.exit_code == Exit.FINE, done.output
    predictions = pl.read_csv(tmp_path / "predictions.csv")
    answers = pl.read_csv(tmp_path / "test.csv")[TARGET]
    assert (predictions["prediction"] == answers).sum() > 0.9 * len(answers)
    drawn = picture.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert "url(http" not in drawn
    assert all(word in drawn for word in ("searching", "ensemble", "roc_auc", "proba_benign"))
