"""A table and its rows in files, mapped by every process that needs them."""

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from fitwright.core.rows import Rows
from fitwright.core.table import Table


@dataclass(frozen=True)
class Laid:
    """Travels as a path; the first use maps the files, and pages are shared between processes."""

    home: Path

    @classmethod
    def write(cls, home: Path, table: Table, rows: Rows) -> Self:
        """Lay both down in the folder `home`."""
        table.write(home)
        for word in fields(Rows):
            if (values := getattr(rows, word.name)) is not None:
                np.save(home / f"rows-{word.name}.npy", values, allow_pickle=False)
        return cls(home)

    @classmethod
    def open(cls, home: Path) -> Self:
        """What `write` laid down."""
        return cls(home)

    @cached_property
    def table(self) -> Table:
        """The table, mapped."""
        return Table.map(self.home)

    @cached_property
    def rows(self) -> Rows:
        """The rows, mapped."""
        found: dict[str, Any] = {}
        for word in fields(Rows):
            path = self.home / f"rows-{word.name}.npy"
            if path.exists():
                found[word.name] = np.load(path, mmap_mode="r", allow_pickle=False)
        return Rows(**found)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.home,)
