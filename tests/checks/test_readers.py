"""The suite for readers finds what is wrong with a reader."""

import os
from typing import ClassVar

import pytest

from fitwright.readers.csv import CSV
from fitwright.readers.jsonl import JSONLines
from fitwright.readers.parquet import Parquet
from tests.checks._wrong import refused


class Undotted(CSV):
    suffixes: ClassVar[tuple[str, ...]] = ("csv",)  # type: ignore[assignment]  # the class it is made from says seven


class Text(CSV):
    """Leaves everything as text."""

    def read(self, path):
        import polars as pl

        return super().read(path).cast(pl.String)


class Shouting(CSV):
    """Writes other words than it was given."""

    def write(self, frame, path):
        import polars as pl

        super().write(frame.with_columns(pl.col("town").str.to_uppercase()), path)


class Consuming(CSV):
    def read(self, path):
        frame = super().read(path)
        path.write_text("read")
        return frame


class Rough(Parquet):
    """Lets the library's error through."""

    def read(self, path):
        import polars as pl

        return pl.read_parquet(path)


class Deadly(Parquet):
    def read(self, path):
        if path.stat().st_size % 2:
            os.abort()
        return super().read(path)


class Lists(JSONLines):
    def read(self, path):
        return super().read(path).rows()


class Lenient(CSV):
    def read(self, path):
        import polars as pl

        return super().read(path) if path.stat().st_size else pl.DataFrame()


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (Undotted, "check_endings_are_in_lower_case_with_the_dot", "an ending like '.csv'; got 'csv'"),
        (Text, "check_reads_what_polars_wrote", "Expected size from table.csv"),
        (Shouting, "check_reads_what_it_wrote", "Expected town from table.csv"),
        (Consuming, "check_reading_twice_gives_the_same", "table.csv to be"),
        (
            Rough,
            "check_damaged_files_are_read_or_refused",
            "an answer from a fresh interpreter; it ended with 1",
        ),
        (
            Deadly,
            "check_damaged_files_are_read_or_refused",
            "an answer from a fresh interpreter; it ended with -6",
        ),
        (Lists, "check_damaged_files_are_read_or_refused", "a polars DataFrame from Lists.*'list'"),
        (Lenient, "check_no_file_and_no_bytes_are_refused", "DataError for an empty .csv file"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_reader_that_misbehaves_is_told(member, check, sentence):
    refused("readers", check, member, sentence)
