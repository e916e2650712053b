"""A folder whose files are one table, as data tools write large ones."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from fitwright.core.catalog import Catalog
from fitwright.core.errors import DataError, SettingError
from fitwright.readers._pick import by_ending, is_address, ready
from fitwright.readers.reader import Reader

NOTHING = "__HIVE_DEFAULT_PARTITION__"
"""What stands in a folder's name for a value that is missing."""
ROWS = 1_000_000
"""Rows of a file that is written into a folder."""


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


def is_folder(target: str | Path) -> bool:
    """Does this name a folder: with a slash at its end, or one that is there?"""
    if is_address(target):
        return False
    return str(target).endswith(("/", os.sep)) or Path(target).is_dir()


def free_folder(target: str | Path) -> Path:
    """A folder to write a table into: a new one, or one that is empty.

    Raises
    ------
    SettingError
        It holds something, or there is nothing to make it in.
    """
    folder = Path(target)
    if folder.is_dir() and any(folder.iterdir()):
        raise SettingError(f"Expected a new folder, or an empty one; {folder} holds files. Name another.")
    if not folder.parent.is_dir() or folder.is_file():
        raise SettingError(f"Expected a folder in one that exists; got {folder}.")
    return folder


def write_folder(frame: Any, folder: Path) -> None:
    """Put a polars frame into Parquet files of a folder, in the order of their names; all or nothing."""
    made = not folder.is_dir()
    folder.mkdir(exist_ok=True)
    try:
        for number, start in enumerate(range(0, max(1, len(frame)), ROWS)):
            frame[start : start + ROWS].write_parquet(folder / f".part-{number:05d}.parquet")
        for aside in sorted(folder.glob(".part-*")):
            aside.rename(folder / aside.name[1:])
    finally:
        for aside in folder.glob(".part-*"):
            aside.unlink()
        if made and not any(folder.iterdir()):
            folder.rmdir()


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
