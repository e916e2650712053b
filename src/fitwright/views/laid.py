"""A table and its rows in files, mapped by every process that needs them."""

import json
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.blocks import KINDS
from fitwright.core.rows import Rows
from fitwright.core.table import Table


@dataclass(frozen=True)
class Laid:
    """Travels as a path; the first use maps the files, and pages are shared between processes."""

    home: Path

    @classmethod
    def write(cls, home: Path, table: Table, rows: Rows) -> Self:
        """Lay both down in the folder `home`."""
        _write(table, home)
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
        return _map(self.home)

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


def _write(table: Table, home: Path) -> None:
    """An array a file, so that mapping reads nothing."""
    home.mkdir(parents=True, exist_ok=True)
    described: list[dict[str, Any]] = []
    for number, block in enumerate(table.blocks):
        plain, arrays = (block if table.index is None else block.take(table.index)).parts()
        for name, array in arrays.items():
            np.save(home / f"{number}-{name}.npy", array, allow_pickle=False)
        described.append({"kind": type(block).__name__, "plain": plain, "arrays": list(arrays)})
    text = json.dumps({"roles": dict(table.roles), "blocks": described})
    (home / "table.json").write_text(text, encoding="utf-8")


def _map(home: Path) -> Table:
    """Pages are read when they are touched, and shared."""
    described = json.loads((home / "table.json").read_text(encoding="utf-8"))
    kinds = {kind.__name__: kind for kind in KINDS}
    blocks = []
    for number, block in enumerate(described["blocks"]):
        arrays = {name: _open(home / f"{number}-{name}.npy") for name in block["arrays"]}
        blocks.append(kinds[block["kind"]].build(block["plain"], arrays))
    return Table(tuple(blocks), described["roles"])


def _open(path: Path) -> NDArray[Any]:
    """Mapped where there is something to map."""
    array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return array if array.size else np.array(array)
