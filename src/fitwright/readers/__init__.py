"""Files to tables: readers, one format a file."""

from pathlib import Path
from typing import Any

from fitwright.core.catalog import Catalog
from fitwright.readers._folder import read_folder
from fitwright.readers._pick import by_scheme, is_address, pick, pick_writer
from fitwright.readers._titles import stem_of
from fitwright.readers.reader import Reader

__all__ = ["Reader", "catalog", "read", "stem", "write", "writer"]

catalog: Catalog[Reader] = Catalog(__name__, Reader)


def read(source: str | Path) -> Any:
    """Read a file, a folder of files, or a table of a database into a polars frame.

    Parameters
    ----------
    source : the path of a file, whose ending says the format: CSV and other text (gz too), Parquet, Feather,
        JSON lines, ARFF, Excel, or any other that a reader takes; of a folder whose files are one table; or a
        database's address, as in "sqlite:///shop.db?table=orders".

    Raises
    ------
    DataError
        There is no such file, no reader takes it, or it cannot be read.
    MissingExtra
        Its reader needs a library that is not installed.
    """
    if is_address(source):
        return by_scheme(catalog, str(source)).read(source)
    path = Path(source)
    return read_folder(catalog, path) if path.is_dir() else pick(catalog, path).read(path)


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
    """Put a polars frame into a file, whose old content is replaced, or into a new table of a database.

    Parameters
    ----------
    target : a path, whose ending says the format, or an address such as "sqlite:///shop.db?table=predictions".

    Raises
    ------
    SettingError
        No reader writes there, or such a table is there already.
    MissingExtra
        It needs a library that is not installed.
    """
    writer(target).write(frame, target if is_address(target) else Path(target))


def stem(source: str | Path) -> str:
    """A short name for what comes from there: of the file without its endings, or of the table."""
    return stem_of(catalog, source)
