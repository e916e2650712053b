"""Feather: Arrow's own file."""

from io import BytesIO
from pathlib import Path
from typing import Any

from fitwright.core.errors import DataError
from fitwright.readers._arrow import complaint
from fitwright.readers.reader import Reader


class Feather(Reader):
    """Types are as the file says; version 2 of the format, compressed or not."""

    suffixes = writes = (".feather", ".arrow", ".ipc")

    def read(self, path: Path) -> Any:
        import polars as pl

        data = path.read_bytes()
        if why := complaint(data):
            raise DataError(f"Expected a Feather file (version 2); {path.name!r} is damaged: {why}.")
        try:
            return pl.read_ipc(BytesIO(data))
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            raise DataError(
                f"Expected a Feather file (version 2); {path.name!r} cannot be read as one: {error}."
            ) from error

    def write(self, frame: Any, path: Path) -> None:
        frame.write_ipc(path)
