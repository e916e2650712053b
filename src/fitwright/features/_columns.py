"""What several steps ask of a table: which columns lie how, names that are free, columns a few at a time."""

from collections.abc import Iterable, Iterator

from fitwright.core.blocks import Sparse
from fitwright.core.table import Role, Table

NUMERIC: tuple[Role, ...] = ("number", "boolean")
AT_ONCE = 1 << 20
"""So many entries of a matrix are worked on at a time: the loop costs nothing, and the cache holds them."""


def sparse_names(table: Table, *roles: Role) -> list[str]:
    """Columns with one of these roles that lie in sparse blocks."""
    lying = {name for block in table.blocks if isinstance(block, Sparse) for name in block.names}
    return [name for name in table.having(*roles) if name in lying]


def dense_names(table: Table, *roles: Role) -> list[str]:
    """Columns with one of these roles that lie in dense blocks."""
    lying = set(sparse_names(table, *roles))
    return [name for name in table.having(*roles) if name not in lying]


def free_names(wanted: Iterable[str], table: Table) -> list[str]:
    """Names for new columns: as wanted, with as many "'" behind as it takes to differ from all others.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> free_names(["age", "size", "size"], Table.of(Numbers(("age",), np.ones((1, 1)))))
    ["age'", 'size', "size'"]
    """
    taken, found = set(table.names), []
    for name in wanted:
        while name in taken:
            name += "'"
        taken.add(name)
        found.append(name)
    return found


def parts(rows: int, columns: int) -> Iterator[slice]:
    """Runs of columns whose entries together are about `AT_ONCE`."""
    width = max(1, AT_ONCE // max(rows, 1))
    for start in range(0, columns, width):
        yield slice(start, min(start + width, columns))
