"""The columns that a predictor was fitted on, and how any later table is read as the same columns."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, Self, get_args

import numpy as np
from numpy.typing import NDArray

from fitwright.core.blocks import Block, Codes, Dates, Numbers, Sparse
from fitwright.core.cells import FEW, Cells
from fitwright.core.columns import SAID, Column, content, force
from fitwright.core.errors import DataError, SchemaError, SettingError
from fitwright.core.frames import Frame, check_table, nearest, open_frame
from fitwright.core.reading import read_codes, read_column, read_moments, read_text
from fitwright.core.roles import infer, mark_codes, mark_duplicates
from fitwright.core.rows import Floats
from fitwright.core.table import INPUTS, Role, Table


@dataclass(frozen=True)
class Schema:
    """Columns with their roles; reads every table into the same typed blocks.

    Attributes
    ----------
    columns : all columns of the table that was learned from, in its order.
    named : did that table have names?  Where not, columns are matched by position.
    sparse : was it a sparse matrix?

    Examples
    --------
    >>> schema = Schema.learn({"age": [31, 45, 27], "city": ["Rome", "Oslo", "Rome"]})
    >>> [(column.name, column.role) for column in schema.columns]
    [('age', 'number'), ('city', 'category')]
    >>> schema.read([{"city": "Lima", "age": 30}]).codes().tolist()
    [[-2]]
    """

    columns: tuple[Column, ...]
    named: bool = True
    sparse: bool = False

    @classmethod
    def learn(cls, X: Any, roles: Mapping[str, Role] | None = None, leave: Iterable[str] = ()) -> Self:
        """Look at a table, and give every column a role.

        Parameters
        ----------
        X : (rows, columns) a table of pandas, polars, Arrow, NumPy, SciPy sparse, or of dicts or lists.
        roles : column name to role, where the user knows better.
        leave : columns to leave out.

        Raises
        ------
        DataError
            It is no table, has no rows or columns, or holds what cannot be learned from (complex or infinite
            numbers, lists); or a column cannot be read in the role that it was given.
        SettingError
            A role is given to a column that is not there, or is none.
        """
        frame = open_frame(X)
        check_table(frame)
        said: dict[str, Role] = {**dict.fromkeys(leave, "ignored"), **(roles or {})}
        _check_roles(said, frame.names)
        if frame.sparse is not None:
            return cls(tuple(_sparse_columns(frame, said)), named=False, sparse=True)
        cells = {name: frame.cells(i) for i, name in enumerate(frame.names)}
        columns = [force(n, c, said[n]) if n in said else infer(n, c) for n, c in cells.items()]
        columns = _something(mark_duplicates(mark_codes(columns, cells), cells), cells)
        for column in columns:
            if column.is_input and np.inf in (column.high, -(column.low or 0.0)):
                raise _infinite(column, read_column(cells[column.name], column))
        # What is not learned from is not kept either: entries of an identifier are persons, as often as not.
        kept = tuple(column if column.is_input else replace(column, levels=()) for column in columns)
        return cls(kept, frame.named)

    @property
    def names(self) -> tuple[str, ...]:
        """All columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns that are learned from."""
        return tuple(column for column in self.columns if column.is_input)

    def read(self, X: Any) -> Table:
        """The input columns of a table as typed blocks, (rows, inputs).

        Columns are found by their names, in any order, and others are ignored; a table without names must
        have as many columns as the one learned from.  Levels that are new become UNSEEN; their names are
        kept beside (`core.table.strangers`).

        Raises
        ------
        SchemaError
            A column is missing or holds another type than it was learned as.
        DataError
            It is no table, or holds infinite numbers.
        """
        frame = open_frame(dict.fromkeys(self.names, ()) if isinstance(X, list) and not X else X, quick=True)
        at = self._positions(frame)
        if frame.sparse is not None or self.sparse:
            return self._read_sparse(frame, at)
        blocks: list[Block] = []
        groups = self._groups
        if numeric := groups["number"]:
            blocks.append(Numbers(tuple(c.name for c in numeric), self._numbers(frame, numeric, at)))
        if groups["category"]:
            blocks.append(self._codes(frame, at))
        if dates := groups["date"]:
            values = np.empty((frame.rows, len(dates)), "datetime64[us]", order="F")
            for i, column in enumerate(dates):
                values[:, i] = read_moments(frame.cells(at[column.name]), column)
            blocks.append(Dates(tuple(c.name for c in dates), values))
        blocks += [read_text(frame.cells(at[column.name]), column) for column in groups["text"]]
        return Table.of(*blocks, roles={column.name: column.role for column in self.inputs})

    def notes(self) -> list[str]:
        """A sentence for every column that is left out, and for entries that cannot be read."""
        out = [f"Column {c.name!r} is left out ({c.role}): {c.why}." for c in self.columns if not c.is_input]
        return out + [f"Column {c.name!r}: {c.why}." for c in self.inputs if c.unread]

    def state(self) -> dict[str, Any]:
        """Plain values that `from_state` takes."""
        columns = [{**asdict(column), "levels": list(column.levels)} for column in self.columns]
        return {"columns": columns, "named": self.named, "sparse": self.sparse}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The schema that `state` describes."""
        columns = (Column(**{**c, "levels": tuple(c["levels"])}) for c in state["columns"])
        return cls(tuple(columns), state["named"], state["sparse"])

    @cached_property
    def _groups(self) -> dict[str, list[Column]]:
        """The inputs by the block that they go to."""
        homes = {"number": "number", "boolean": "number"}
        out: dict[str, list[Column]] = {"number": [], "category": [], "date": [], "text": []}
        for column in self.inputs:
            out[homes.get(column.role, column.role)].append(column)
        return out

    @cached_property
    def _places(self) -> dict[str, dict[str, int]]:
        """For each category, level to code."""
        return {c.name: {level: i for i, level in enumerate(c.levels)} for c in self._groups["category"]}

    def _positions(self, frame: Frame) -> dict[str, int]:
        """Where each input stands in the table that came."""
        place = {name: i for i, name in enumerate(frame.names)}
        absent = [column.name for column in self.inputs if column.name not in place]
        by_name = frame.named and (self.named or not absent)
        if by_name and absent:
            raise SchemaError(
                f"Expected the columns that the model was fitted on; {', '.join(map(repr, absent[:10]))} "
                f"{'is' if len(absent) == 1 else 'are'} missing: "
                f"{nearest(absent[0], frame.names)}"
            )
        if by_name:
            return place
        if len(frame.names) != len(self.columns):
            raise SchemaError(
                f"X has {len(frame.names)} features, but Predictor is expecting {len(self.columns)} "
                "features as input: give the columns that the model was fitted on, in their order."
            )
        return {column.name: i for i, column in enumerate(self.columns)}

    def _numbers(self, frame: Frame, columns: list[Column], at: dict[str, int]) -> Floats:
        """(rows, columns) of finite numbers and NaN."""
        if frame.matrix is not None and all(column.role == "number" for column in columns):
            wanted = [at[column.name] for column in columns]
            whole = wanted == list(range(frame.matrix.shape[1]))
            values = np.array(frame.matrix if whole else frame.matrix[:, wanted], np.float64, order="F")
        else:
            values = np.empty((frame.rows, len(columns)), np.float64, order="F")
            done = _plain_numbers(frame, columns, at, values) if frame.rows <= FEW else ()
            for i, column in enumerate(columns):
                if i not in done:
                    values[:, i] = read_column(frame.cells(at[column.name]), column)
        _check_finite(values, columns)
        return values

    def _codes(self, frame: Frame, at: dict[str, int]) -> Codes:
        columns = self._groups["category"]
        values = np.empty((frame.rows, len(columns)), np.int32, order="F")
        strangers: list[tuple[str, ...]] = []
        for i, column in enumerate(columns):
            cells = frame.cells(at[column.name])
            values[:, i], new = read_codes(cells, column, self._places[column.name])
            strangers.append(new)
        kept = tuple(strangers) if any(strangers) else ()
        return Codes(tuple(c.name for c in columns), values, tuple(c.levels for c in columns), kept)

    def _read_sparse(self, frame: Frame, at: dict[str, int]) -> Table:
        """A sparse matrix stays one; any other table of numbers becomes one where the schema is sparse."""
        from scipy import sparse

        columns = list(self.inputs)
        if strange := [c for c in columns if c.role not in ("number", "boolean")]:
            raise SchemaError(
                f"Expected a table with {strange[0].role} columns such as {strange[0].name!r}; got a sparse "
                "matrix of numbers. Give a table of the kind that the model was fitted on."
            )
        wanted = [at[column.name] for column in columns]
        if frame.sparse is None:
            matrix = sparse.csr_matrix(self._numbers(frame, columns, at))
        else:
            whole = wanted == list(range(len(frame.names)))
            matrix = sparse.csr_matrix(frame.sparse if whole else frame.sparse[:, wanted], dtype=np.float64)
        if np.isinf(matrix.data).any():
            raise DataError(
                "Expected finite numbers; the sparse matrix holds infinity. Replace these entries."
            )
        block = Sparse(tuple(column.name for column in columns), matrix)
        return Table.of(block, roles={column.name: column.role for column in columns})


def _plain_numbers(
    frame: Frame, columns: list[Column], at: Mapping[str, int], values: Floats
) -> frozenset[int]:
    """Fill in the numbers that came as Python's own, all at once; which columns these are."""
    came = {i: frame.pick(at[column.name]) for i, column in enumerate(columns) if column.role == "number"}
    plain = {i: v for i, v in came.items() if type(v) is list and {float, int}.issuperset(map(type, v))}
    if not plain:
        return frozenset()
    try:
        values[:, list(plain)] = np.array(list(plain.values()), np.float64).T
    except OverflowError:  # a whole number beyond what a float holds: it is told by its column
        return frozenset()
    return frozenset(plain)


def _check_roles(said: Mapping[str, Role], names: tuple[str, ...]) -> None:
    for name, role in said.items():
        if name not in names:
            raise SettingError(
                f"Expected roles for columns of the table; got {name!r}: {nearest(name, names)}"
            )
        if role not in get_args(Role):
            raise SettingError(
                f"Expected a role among {', '.join(get_args(Role))}; got {role!r} for {name!r}."
            )


def _something(columns: list[Column], cells: Mapping[str, Cells]) -> list[Column]:
    """Where nothing is left to learn from, what was left out for its content is learned from after all."""
    if any(column.is_input for column in columns):
        return columns
    open_to = [column for column in columns if column.why != SAID]
    if not open_to:
        raise DataError("Expected at least one column to learn from; the roles given leave all of them out.")
    why = "no other column is left to learn from"
    return [replace(content(c.name, cells[c.name]), why=why) if c in open_to else c for c in columns]


def _sparse_columns(frame: Frame, said: Mapping[str, Role]) -> list[Column]:
    """Numbers; columns without an entry are constant."""
    filled = np.asarray((frame.sparse != 0).sum(axis=0)).ravel() > 0
    usable = filled.any()
    out = []
    for name, some in zip(frame.names, filled.tolist(), strict=True):
        column = Column(name, "number", "numbers of a sparse matrix")
        if said.get(name) in INPUTS and said[name] != "number":
            raise DataError(f"Expected role 'number' in a sparse matrix; got {said[name]!r} for {name!r}.")
        if name in said:
            column = replace(column, role=said[name], why=SAID)
        elif usable and not some:
            column = replace(column, role="constant", why="every row holds 0")
        out.append(column)
    return out


def _check_finite(values: NDArray[np.float64], columns: list[Column]) -> None:
    infinite = np.isinf(values)
    if infinite.any():
        at = int(infinite.any(axis=0).argmax())
        raise _infinite(columns[at], values[:, at])


def _infinite(column: Column, values: Floats) -> DataError:
    return DataError(
        f"Expected finite numbers; column {column.name!r} holds infinity in "
        f"{int(np.isinf(values).sum())} rows. Put a finite number there, or leave these cells empty."
    )
