"""Files to tables."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, ClassVar


class Reader(ABC):
    """Reads one format into a polars frame; the schema does the rest."""

    suffixes: ClassVar[tuple[str, ...]]
    """Endings of file names, in lower case, with the dot: (".csv", ".csv.gz")."""

    @abstractmethod
    def read(self, path: Path) -> Any:
        """The file as a polars DataFrame; `DataError` in one sentence where it cannot be read."""
