"""A folder whose files are one table, as data tools write large ones."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from fitwright.core.catalog import Catalog
from fitwright.core.errors import DataError
from fitwright.readers._pick import by_ending, ready
from fitwright.readers.reader import Reader

NOTHING = "__HIVE_DEFAULT_PARTITION__"
"""What stands in a folder's name for a value that is missing."""


def read_folder(catalog: Catalog[Reader], folder: Path) -> Any:
    """The rows of all its files, in the order of their paths.

    Files may lie in folders called `column=value` (as Hive has them), which give them a column more.  A
    column that a file lacks is missing in its rows.  Names that begin with "_" or "." are passed over.

    Raises
    ------
    DataError
        No file is of a format that is read, files are of several, or their columns do not fit together.
    """
    import polars as pl

    found = {path: by_ending(catalog, path) for path in sorted(folder.rglob("*")) if _counts(path, folder)}
    formats = sorted({name for name in found.values() if name is not None})
    if len(formats) != 1:
        what = f"files of several formats ({', '.join(formats)})" if formats else "a folder without any"
        raise DataError(
            f"Expected a file, or a folder of files of one format, at {str(folder)!r}; found {what}."
        )
    reader = ready(catalog, formats[0])
    parts = [_with_folders(reader.read(path), path, folder) for path, name in found.items() if name]
    try:
        return pl.concat(parts, how="diagonal_relaxed")
    except pl.exceptions.PolarsError as error:
        raise DataError(
            f"Expected files with columns of the same types in {str(folder)!r}; they differ: {error}."
        ) from error


def _counts(path: Path, folder: Path) -> bool:
    inside = path.relative_to(folder).parts
    return path.is_file() and not any(part.startswith(("_", ".")) for part in inside)


def _with_folders(frame: Any, path: Path, folder: Path) -> Any:
    """The frame with a column, of text, for each folder called column=value above its file."""
    import polars as pl

    pairs = [part.partition("=") for part in path.relative_to(folder).parts[:-1] if "=" in part]
    values = {unquote(name): None if value == NOTHING else unquote(value) for name, _, value in pairs}
    more = [pl.lit(value, pl.String).alias(name) for name, value in values.items()]
    return frame.with_columns(more)
