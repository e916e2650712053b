"""Files to tables, and tables to files."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from fitwright.core.errors import SettingError


class Reader(ABC):
    """Reads one format into a polars frame, and writes it where it can; the schema does the rest."""

    suffixes: ClassVar[tuple[str, ...]] = ()
    """Endings of file names, in lower case, with the dot: (".csv", ".csv.gz")."""
    schemes: ClassVar[tuple[str, ...]] = ()
    """Beginnings of addresses that are no files, before "://" (and "+driver"): ("sqlite", "postgresql")."""
    writes: ClassVar[tuple[str, ...]] = ()
    """Those of its endings that it can write."""
    part: ClassVar[str] = ""
    """Where a file holds several tables: the setting that names one, which may follow "#" after the path."""
    needs: ClassVar[Mapping[str, str]] = {}
    """Library to extra, beyond the core install."""

    @abstractmethod
    def read(self, path: Any) -> Any:
        """The file as a polars DataFrame; `DataError` in one sentence where it cannot be read.

        Parameters
        ----------
        path : a Path; where the format has `schemes`, the address as text.
        """

    def write(self, frame: Any, path: Any) -> None:
        """Put a polars DataFrame into a file, whose name ends in one of `writes`; an old one is replaced.

        Where the format has `schemes`, `path` is an address as text, and what is there is left alone.
        """
        raise SettingError(f"{type(self).__name__} only reads; got {str(path)!r} to write.")
