"""Parquet: columns with types, as data tools exchange them."""

from pathlib import Path
from typing import Any

from fitwright.core.errors import DataError
from fitwright.readers.reader import Reader


class Parquet(Reader):
    """Types are as the file says."""

    suffixes = writes = (".parquet", ".pq")

    def read(self, path: Path) -> Any:
        import polars as pl

        try:
            return pl.read_parquet(path)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            raise DataError(
                f"Expected a Parquet file; {path.name!r} cannot be read as one: {error}."
            ) from error

    def write(self, frame: Any, path: Path) -> None:
        frame.write_parquet(path)
