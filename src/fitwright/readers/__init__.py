"""Files to tables: readers, one format a file."""

from pathlib import Path
from typing import Any

from fitwright.core.catalog import Catalog
from fitwright.readers._pick import pick
from fitwright.readers.reader import Reader

__all__ = ["Reader", "catalog", "read"]

catalog: Catalog[Reader] = Catalog(__name__, Reader)


def read(path: str | Path) -> Any:
    """Read a file into a polars frame; its ending says the format.

    Parameters
    ----------
    path : of a CSV (gz too), Parquet, Feather or JSON-lines file, or of any other format that a reader takes.

    Raises
    ------
    DataError
        There is no such file, no reader takes its ending, or it cannot be read.
    """
    file = Path(path)
    return pick(catalog, file).read(file)
