"""Any table, opened: its names, its rows and a way to each column."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core._series import cells_of, is_from
from fitwright.core.cells import FEW, Cells
from fitwright.core.errors import DataError

_PLAIN = (np.float64, np.float32, np.int64, np.int32, np.object_, str)
"""Types of pandas columns whose entries are Python's own objects."""


@dataclass(frozen=True)
class Frame:
    """A table as it came.

    Attributes
    ----------
    names : of the columns, all different; x0, x1 … where the table has none.
    rows : how many.
    named : do the names come from the table?
    pick : position of a column to the column itself, in its own library.
    matrix : the (rows, columns) array of numbers, where the table is one.
    sparse : the SciPy matrix in CSR form, where the table is one.
    """

    names: tuple[str, ...]
    rows: int
    named: bool
    pick: Callable[[int], Any]
    matrix: NDArray[Any] | None = None
    sparse: Any = None

    def cells(self, position: int) -> Cells:
        """The column at this position, in one of three plain forms."""
        return cells_of(self.pick(position), self.names[position])

    def find(self, name: str) -> int:
        """The position of a column; `DataError` with the nearest name where there is none."""
        if name not in self.names:
            raise DataError(f"Expected a column {name!r}; {nearest(name, self.names)}")
        return self.names.index(name)


def nearest(name: str, names: Sequence[str]) -> str:
    """How to go on where a name is unknown: "did you mean 'age'?  There are: …"."""
    close = get_close_matches(name, names, 1)
    shown = ", ".join(repr(n) for n in names[:10]) + (", …" if len(names) > 10 else "")
    return (f"did you mean {close[0]!r}? " if close else "") + f"The table has: {shown or 'no columns'}."


def open_frame(X: Any, quick: bool = False) -> Frame:
    """Open a table of any common kind: nothing is converted yet.

    Parameters
    ----------
    X : the table.
    quick : columns of a small table may lose their type, but not their values.

    Raises
    ------
    DataError
        It is no table of rows and columns, or two of its columns bear the same name.
    """
    if isinstance(X, Frame):
        return X
    if hasattr(X, "tocsr") and hasattr(X, "nnz"):
        return _from_sparse(X)
    if is_from("pandas", X):
        return _from_pandas(X, quick)
    if is_from("polars", X) or is_from("pyarrow", X):
        return _from_library(X, quick)
    if isinstance(X, Mapping):
        return _from_columns(X)
    if isinstance(X, Sequence) and not isinstance(X, str | bytes):
        return _from_rows(X)
    if hasattr(X, "__narwhals_dataframe__") or hasattr(X, "__arrow_c_stream__"):
        return _from_library(X, quick)
    if hasattr(X, "__array__"):
        return _from_array(np.asarray(X) if not isinstance(X, np.ma.MaskedArray) else X)
    hint = " Read a file with fitwright.fit(path, target)." if isinstance(X, str) else ""
    raise DataError(
        f"Expected a table (a frame, an array, a dict of columns, a list of rows); "
        f"got {type(X).__name__}.{hint}"
    )


def _unique(names: Iterable[Any]) -> tuple[str, ...]:
    """Names as text, all different."""
    texts = tuple(map(str, names))
    if len(set(texts)) < len(texts):
        twice = sorted({name for name in texts if texts.count(name) > 1})
        raise DataError(
            f"Expected a different name for each column; {', '.join(map(repr, twice))} came more than once. "
            "Rename them."
        )
    return texts


def _positional(count: int) -> tuple[str, ...]:
    return tuple(f"x{i}" for i in range(count))


def _from_sparse(X: Any) -> Frame:
    if X.ndim != 2:
        raise _wrong_dimensions(X.ndim, X.shape)
    if X.dtype.kind == "c":
        raise DataError("Complex data not supported: the matrix holds complex numbers; split them in two.")
    matrix = X.tocsr()
    rows, columns = matrix.shape
    return Frame(_positional(columns), rows, False, lambda i: matrix[:, [i]].toarray()[:, 0], sparse=matrix)


def _from_array(X: NDArray[Any]) -> Frame:
    if X.dtype.names:
        return _from_columns({name: X[name] for name in X.dtype.names})
    if X.ndim != 2:
        raise _wrong_dimensions(X.ndim, X.shape)
    if X.dtype.kind == "c":
        raise DataError("Complex data not supported: the array holds complex numbers; split them in two.")
    plain = X.dtype.kind in "iufb" and not isinstance(X, np.ma.MaskedArray)
    return Frame(_positional(X.shape[1]), len(X), False, lambda i: X[:, i], X if plain else None)


def _wrong_dimensions(dimensions: int, shape: Any) -> DataError:
    return DataError(
        f"Expected 2D array, got {dimensions}D array instead: its shape is {tuple(shape)}. Reshape your data "
        "to (rows, columns): array.reshape(-1, 1) for one column, array.reshape(1, -1) for one row."
    )


def _from_pandas(X: Any, quick: bool) -> Frame:
    if X.ndim != 2:
        raise _wrong_dimensions(1, X.shape)
    labels = X.columns.tolist()
    names = _unique(labels)
    if (
        quick
        and len(X) <= FEW
        and all(kind.kind in "iufO" and kind.type in _PLAIN for kind in X.dtypes.tolist())
    ):
        cells = X.to_numpy(dtype=object)
        return Frame(names, len(X), True, lambda i: cells[:, i].tolist())
    return Frame(names, len(X), True, lambda i: X[labels[i]])


def _from_library(X: Any, quick: bool) -> Frame:
    """A frame of polars, Arrow, or of any library that narwhals or Arrow's interface knows."""
    if is_from("pyarrow", X) and not hasattr(X, "schema"):
        raise _wrong_dimensions(1, (len(X),))
    if not is_from("polars", X):
        X = _as_polars(X)
    if hasattr(X, "collect"):
        X = X.collect()
    if not hasattr(X, "columns"):
        raise _wrong_dimensions(1, (len(X),))
    if quick and X.height <= FEW:
        rows = X.rows()
        return Frame(tuple(X.columns), X.height, True, lambda i: [row[i] for row in rows])
    return Frame(tuple(X.columns), X.height, True, X.to_series)


def _as_polars(X: Any) -> Any:
    """Through narwhals, or through Arrow's stream where narwhals does not know the library."""
    import narwhals as nw
    import polars as pl

    _unique(getattr(X, "column_names", ()))
    try:
        known = nw.from_native(X, pass_through=True, allow_series=True)
        if isinstance(known, nw.LazyFrame):
            known = known.collect()
        if isinstance(known, nw.Series):
            raise _wrong_dimensions(1, (len(known),))
        return known.to_polars() if isinstance(known, nw.DataFrame) else pl.DataFrame(X)
    except pl.exceptions.PolarsError as error:
        raise DataError(f"The {type(X).__name__} cannot be read as a table: {error}.") from error


def _from_columns(columns: Mapping[Any, Any]) -> Frame:
    """A dict of columns, or a structured array."""
    names, values = _unique(columns), list(columns.values())
    for name, column in zip(names, values, strict=True):
        if isinstance(column, str | bytes) or not hasattr(column, "__len__"):
            raise DataError(
                f"Expected a column of values under {name!r}; got {type(column).__name__}. "
                "Wrap one row in a list: [row]."
            )
    lengths = {len(column) for column in values}
    if len(lengths) > 1:
        raise DataError(f"Expected columns of one length; got lengths {sorted(lengths)}.")
    return Frame(names, lengths.pop() if lengths else 0, True, values.__getitem__)


def _from_rows(rows: Sequence[Any]) -> Frame:
    """A list of dicts, or of lists of one length."""
    if rows and all(isinstance(row, Mapping) for row in rows):
        keys = list(dict.fromkeys(key for row in rows for key in row))
        return Frame(_unique(keys), len(rows), True, lambda i: [row.get(keys[i]) for row in rows])
    flat = [row for row in rows if isinstance(row, str | bytes) or not hasattr(row, "__len__")]
    if flat or not rows:
        raise _wrong_dimensions(1, (len(rows),))
    if len(lengths := {len(row) for row in rows}) > 1:
        raise DataError(f"Expected rows of one length; got lengths {sorted(lengths)}.")
    return Frame(_positional(lengths.pop()), len(rows), False, lambda i: [row[i] for row in rows])
