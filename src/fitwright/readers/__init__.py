"""Files to tables: readers, one format a file."""

from pathlib import Path
from typing import Any

from fitwright.core.catalog import Catalog
from fitwright.readers._folder import free_folder, is_folder, read_folder, write_folder
from fitwright.readers._pick import by_scheme, cut, is_address, pick, pick_writer
from fitwright.readers._titles import stem_of
from fitwright.readers.reader import Reader

__all__ = ["Reader", "catalog", "free_folder", "is_folder", "read", "stem", "write", "writer"]

catalog: Catalog[Reader] = Catalog(__name__, Reader)


def read(source: str | Path) -> Any:
    """Read a file, a folder of files, or a table of a database into a polars frame.

    Parameters
    ----------
    source : the path of a file, whose ending says the format: CSV and other text (gz too), Parquet, Feather,
        JSON lines, ARFF, Excel (another sheet than the first as in "sales.xlsx#2024"), or any other that a
        reader takes; of a folder whose files are one table; or a database's address, as in
        "sqlite:///shop.db?table=orders".

    Raises
    ------
    DataError
        There is no such file, no reader takes it, or it cannot be read.
    MissingExtra
        Its reader needs a library that is not installed.
    """
    if is_address(source):
        return by_scheme(catalog, str(source)).read(source)
    path, part = cut(catalog, Path(source))
    return read_folder(catalog, path) if path.is_dir() else pick(catalog, path, part).read(path)


def writer(target: str | Path) -> Reader:
    """The reader that can `write` such a file, by the ending of its name, or a table of a database.

    Raises
    ------
    SettingError
        None can.
    MissingExtra
        It needs a library that is not installed.
    """
    return pick_writer(catalog, target)


def write(frame: Any, target: str | Path) -> None:
    """Put a polars frame into a file, whose old content is replaced, into a folder, or into a database.

    Parameters
    ----------
    target : a path, whose ending says the format; a folder, with "/" at its end or one that is there and
        empty, which gets Parquet files; or an address such as "sqlite:///shop.db?table=predictions".

    Raises
    ------
    SettingError
        No reader writes there, the folder holds something, or such a table is there already.
    MissingExtra
        It needs a library that is not installed.
    """
    if is_folder(target):
        write_folder(frame, free_folder(target))
        return
    writer(target).write(frame, target if is_address(target) else Path(target))


def stem(source: str | Path) -> str:
    """A short name for what comes from there: of the file without its endings, or of the table."""
    return stem_of(catalog, source)
