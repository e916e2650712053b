"""The one shape in which data travels: named columns in typed blocks, each with a role."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from fitwright.core.blocks import UNSEEN, Block, Codes, Dates, Numbers, Raw, Sparse, Texts
from fitwright.core.rows import Floats, Index

Role = Literal[
    "number", "boolean", "category", "date", "text",  # inputs
    "identifier", "constant", "duplicate", "ignored",  # seen, named, left out
    "target", "weight", "group", "time",  # beside the inputs
]  # fmt: skip
INPUTS: tuple[Role, ...] = ("number", "boolean", "category", "date", "text")
BESIDE: tuple[Role, ...] = ("target", "weight", "group", "time")
B = TypeVar("B", bound=Block)
FEW = 64
"""Rows up to which it is quicker to take columns all at once than one after the other."""


@dataclass(frozen=True)
class Table:
    """Columns and their roles; a choice of rows is a view, and only reading a column copies.

    Attributes
    ----------
    blocks : the columns, by type.
    roles : name to role, in the user's order of columns; what a step makes comes last.
    index : positions of the rows in the blocks, or None for all of them in order.
    names : of all columns, in order.
    """

    blocks: tuple[Block, ...]
    roles: Mapping[str, Role]
    index: Index | None = None
    names: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _home: dict[str, Block] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        home = {name: block for block in self.blocks for name in block.names}
        object.__setattr__(self, "_home", home)
        object.__setattr__(self, "names", tuple(self.roles))

    @classmethod
    def of(cls, *blocks: Block, roles: Mapping[str, Role] | None = None) -> Self:
        """A table of these blocks; roles that are not given follow from the block."""
        return cls(tuple(blocks), _roles(blocks, roles or {}))

    def __len__(self) -> int:
        if self.index is not None:
            return len(self.index)
        return len(self.blocks[0]) if self.blocks else 0

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return len(self), len(self.roles)

    def having(self, *roles: Role) -> tuple[str, ...]:
        """Names of the columns that bear one of these roles, in order."""
        return tuple(name for name, role in self.roles.items() if role in roles)

    def at(self, index: Index) -> Self:
        """The same columns, the rows at `index`: a view, nothing is copied."""
        chosen = index if self.index is None else self.index[index]
        return replace(self, index=chosen)

    def numbers(self, names: Iterable[str] | None = None) -> Floats:
        """(rows, columns) of numbers and booleans, NaN where missing; a copy in column order."""
        wanted = self.having("number", "boolean") if names is None else tuple(names)
        out = np.empty((len(self), len(wanted)), np.float64, order="F")
        for block, at in _by_block(self, wanted):
            if isinstance(block, Sparse):
                out[:, at] = _cut(self, block, [wanted[i] for i in at]).values.toarray()
            else:
                _gather(self, _as(block, Numbers), wanted, at, out)
        return out

    def codes(self, names: Iterable[str] | None = None) -> NDArray[np.int32]:
        """(rows, columns) of category codes, below 0 where missing or unseen; a copy."""
        wanted = self.having("category") if names is None else tuple(names)
        out = np.empty((len(self), len(wanted)), np.int32, order="F")
        for block, at in _by_block(self, wanted):
            codes = _as(block, Codes)
            _gather(self, codes, wanted, at, out)
            if codes.strangers:
                np.maximum(out, UNSEEN, out=out)
        return out

    def levels(self, name: str) -> tuple[str, ...]:
        """The levels of a category, in the order of their codes."""
        block = _as(self._home[name], Codes)
        return block.levels[block.names.index(name)]

    def dates(self, names: Iterable[str] | None = None) -> NDArray[np.datetime64]:
        """(rows, columns) of datetime64[us] in UTC, NaT where missing; a copy."""
        wanted = self.having("date") if names is None else tuple(names)
        out = np.empty((len(self), len(wanted)), "datetime64[us]", order="F")
        for block, at in _by_block(self, wanted):
            _gather(self, _as(block, Dates), wanted, at, out)
        return out

    def texts(self, name: str) -> list[str | None]:
        """A text column's rows; None where missing."""
        return _cut(self, _as(self._home[name], Texts), [name]).strings()

    def raw(self, name: str) -> NDArray[Any]:
        """A column that stands beside the inputs, as the user gave it."""
        return _cut(self, _as(self._home[name], Raw), [name]).values

    @property
    def is_sparse(self) -> bool:
        """Does any column lie in a sparse block?"""
        return any(isinstance(block, Sparse) for block in self.blocks)

    def matrix(self) -> Floats:
        """(rows, columns) of all columns in order; codes as numbers, NaN where missing or unseen."""
        out = np.empty(self.shape, np.float64, order="F")
        place = {name: i for i, name in enumerate(self.roles)}
        for block in self.blocks:
            names = [name for name in block.names if name in place]
            if not names:
                continue
            at = [place[name] for name in names]
            if isinstance(block, Codes):
                values = self.codes(names).astype(np.float64)
                values[values < 0] = np.nan
            else:
                values = self.numbers(names)
            if at == list(range(at[0], at[0] + len(at))):  # side by side: one copy
                out[:, at[0] : at[0] + len(at)] = values
            else:
                out[:, at] = values
        return out

    def sparse(self) -> Any:
        """(rows, columns) of all columns in order, as a SciPy CSR matrix."""
        from scipy import sparse

        place = {name: i for i, name in enumerate(self.roles)}
        parts, order = [], []
        for block in self.blocks:
            names = [name for name in block.names if name in place]
            if isinstance(block, Sparse):
                parts.append(_cut(self, block, names).values)
            else:
                parts.append(sparse.csr_matrix(self.keep(names).matrix()))
            order += [place[name] for name in names]
        joined = sparse.hstack(parts, format="csr")
        return joined if order == sorted(order) else joined[:, np.argsort(order)]

    def keep(self, names: Iterable[str]) -> Self:
        """Only these columns, in this order."""
        wanted = tuple(names)
        blocks = tuple(b for b in self.blocks if any(name in b.names for name in wanted))
        return replace(self, blocks=blocks, roles={name: self.roles[name] for name in wanted})

    def replace(self, leave: Iterable[str], *come: Block, roles: Mapping[str, Role] | None = None) -> Self:
        """The columns `leave` go; blocks `come` (one row for each of ours) take their place at the end."""
        gone = set(leave) | {name for block in come for name in block.names}
        stay = {name: role for name, role in self.roles.items() if name not in gone}
        kept = tuple(b for b in self.blocks if any(name in stay for name in b.names))
        if self.index is not None:
            kept = tuple(_cut(self, block, None) for block in kept)
        return type(self)((*_narrow(kept, stay), *come), {**stay, **_roles(come, roles or {})})


def strangers(table: Table, name: str) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Levels of a category that the schema does not know; (rows,) which a row holds, below 0 for none."""
    block = _as(table._home[name], Codes)
    out = np.empty((len(table), 1), np.int32, order="F")
    _gather(table, block, (name,), [0], out)
    names = block.strangers[block.names.index(name)] if block.strangers else ()
    return names, UNSEEN - 1 - out[:, 0]


def _roles(blocks: Iterable[Block], given: Mapping[str, Role]) -> dict[str, Role]:
    """Roles of these blocks' columns, in the order of those given; the others follow from the block."""
    natural: dict[str, Any] = {name: given.get(name, b.role) for b in blocks for name in b.names}
    return {**{name: given[name] for name in given if name in natural}, **natural}


def _by_block(table: Table, names: tuple[str, ...]) -> list[tuple[Block, list[int]]]:
    """Each block that holds some of `names`, with their positions in `names`."""
    if names and table._home[names[0]].names == names:
        return [(table._home[names[0]], list(range(len(names))))]
    found: dict[int, tuple[Block, list[int]]] = {}
    for position, name in enumerate(names):
        block = table._home[name]
        found.setdefault(id(block), (block, []))[1].append(position)
    return list(found.values())


def _cut(table: Table, block: B, names: list[str] | None) -> B:
    """The block's columns `names` at the table's rows."""
    picked = block if names is None else block.pick(tuple(names))
    return picked if table.index is None else picked.take(table.index)


def _gather(
    table: Table, block: Numbers | Codes | Dates, wanted: tuple[str, ...], at: list[int], out: NDArray[Any]
) -> None:
    """The block's columns among `wanted` into their places in `out`, at the table's rows."""
    if table.index is None and wanted == block.names:
        out[...] = block.values
        return
    columns = block.where(tuple(wanted[position] for position in at))
    if table.index is None and len(out) <= FEW:
        out[:, at] = block.values[:, columns]
        return
    for position, column in zip(at, columns, strict=True):
        values = block.values[:, column]
        out[:, position] = values if table.index is None else values[table.index]


def _as(block: Block, kind: type[B]) -> B:
    if not isinstance(block, kind):
        raise TypeError(f"Expected columns of {kind.__name__}; {block.names} are {type(block).__name__}.")
    return block


def _narrow(blocks: tuple[Block, ...], roles: Mapping[str, Role]) -> tuple[Block, ...]:
    """The blocks without the columns that have no role any more."""
    return tuple(b.pick(tuple(name for name in b.names if name in roles)) for b in blocks)
