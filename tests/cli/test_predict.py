"""`fitwright predict`: rows in, rows out, in the same order, in the format asked for."""

import io
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import polars as pl
import pytest

from fitwright import load, readers
from fitwright.cli._exit import Exit
from tests.cli._acts import QUICK, run

READ: Mapping[str, Any] = {
    ".csv": pl.read_csv,
    ".parquet": pl.read_parquet,
    ".feather": pl.read_ipc,
    ".jsonl": pl.read_ndjson,
    ".tsv.gz": readers.read,
    ".arff": readers.read,
    ".xlsx": readers.read,
}


@pytest.mark.parametrize("ending", READ)
def test_the_file_has_a_row_for_each_row_in_its_order(files, tmp_path, ending):
    out = tmp_path / f"p{ending}"
    assert run("predict", files.model, files.test, "--out", out).exit_code == Exit.FINE
    got, rows = READ[ending](out), pl.read_csv(files.test)
    model = load(files.model)
    assert got.columns == ["prediction", "proba_leave", "proba_stay"]
    assert got["prediction"].to_list() == list(model.answers(rows))
    assert got["proba_stay"].to_numpy() == pytest.approx(model.outputs(rows)[:, 1], abs=1e-12)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("ending", [".parquet", ".arff", ".xlsx"])
def test_tables_of_other_formats_get_the_same_predictions(files, tmp_path, ending):
    path = tmp_path / f"t{ending}"
    readers.writer(path).write(readers.read(files.test), path)
    assert run("predict", files.model, path).stdout == run("predict", files.model, files.test).stdout


def test_a_database_and_a_folder_are_tables_too(files, tmp_path):
    rows = readers.read(files.test)
    with closing(sqlite3.connect(tmp_path / "shop.db")) as shop, shop:
        shop.execute(f"create table people ({', '.join(rows.columns)})")
        shop.executemany(f"insert into people values ({', '.join('?' * rows.width)})", rows.rows())
    (tmp_path / "parts").mkdir()
    rows[:10].write_parquet(tmp_path / "parts" / "0.parquet")
    rows[10:].write_parquet(tmp_path / "parts" / "1.parquet")
    expected = run("predict", files.model, files.test).stdout
    assert run("predict", files.model, f"sqlite:///{tmp_path}/shop.db?table=people").stdout == expected
    assert run("predict", files.model, tmp_path / "parts").stdout == expected


def test_predictions_go_into_a_table_of_a_database(files, tmp_path):
    out = f"sqlite:///{tmp_path}/shop.db?table=predictions"
    assert run("predict", files.model, files.test, "--out", out).exit_code == Exit.FINE
    assert readers.read(out)["prediction"].to_list() == list(
        load(files.model).answers(readers.read(files.test))
    )
    again = run("predict", files.model, files.test, "--out", out)
    assert again.exit_code == Exit.USAGE
    assert "is there already" in again.stderr


def test_predictions_go_into_a_folder_of_parquet(files, tmp_path):
    out = f"{tmp_path}/predictions/"
    assert run("predict", files.model, files.test, "--out", out).exit_code == Exit.FINE
    assert [path.suffix for path in (tmp_path / "predictions").iterdir()] == [".parquet"]
    expected = pl.read_csv(io.StringIO(run("predict", files.model, files.test).stdout))
    assert readers.read(out)["prediction"].equals(expected["prediction"])
    again = run("predict", tmp_path / "none.fw", files.test, "--out", out)
    assert again.exit_code == Exit.USAGE
    assert "holds files" in again.stderr


def test_rows_come_from_a_sheet_by_its_name(files, tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path, rows = tmp_path / "book.xlsx", readers.read(files.test)
    with xlsxwriter.Workbook(path) as book:
        rows[:3].write_excel(book, "first")
        rows.write_excel(book, "Rows of May")
    said = run("predict", files.model, f"{path}#Rows of May")
    assert said.stdout == run("predict", files.model, files.test).stdout


def test_turned_rows_give_turned_predictions(files, tmp_path):
    turned = tmp_path / "turned.csv"
    pl.read_csv(files.test).reverse().write_csv(turned)
    here = pl.read_csv(io.StringIO(run("predict", files.model, files.test).stdout))
    there = pl.read_csv(io.StringIO(run("predict", files.model, turned).stdout))
    assert here.equals(there.reverse())


def test_numbers_have_no_probabilities(files, tmp_path):
    model = tmp_path / "m.fw"
    run("fit", files.train, "--target", "spent", "--out", model, "--quiet", *QUICK)
    got = pl.read_csv(io.StringIO(run("predict", model, files.test).stdout))
    assert got.columns == ["prediction"]
    assert got["prediction"].dtype == pl.Float64


def test_an_unknown_ending_is_said_before_anything_is_read(files, tmp_path):
    done = run("predict", tmp_path / "none.fw", files.test, "--out", tmp_path / "p.docx")
    assert done.exit_code == Exit.USAGE
    assert ".parquet" in done.stderr


def test_a_missing_column_is_named(files, tmp_path):
    short = tmp_path / "short.csv"
    pl.read_csv(files.test).drop("city").write_csv(short)
    done = run("predict", files.model, short)
    assert done.exit_code == Exit.DATA
    assert "city" in done.stderr


@pytest.mark.parametrize("content", [None, b"", b"not a model", b"\x80\x04."])
def test_a_file_that_is_no_model_is_refused(files, tmp_path, content):
    model = tmp_path / "m.fw"
    if content is not None:
        model.write_bytes(content)
    done = run("predict", model, files.test)
    assert done.exit_code == Exit.MODEL
    assert "Traceback" not in done.output


def test_a_changed_byte_is_noticed(files, tmp_path):
    content = bytearray(files.model.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "m.fw").write_bytes(content)
    assert run("predict", tmp_path / "m.fw", files.test).exit_code == Exit.MODEL
