"""Any table, opened: names, rows and a way to each column.  Only here are frame libraries touched."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core._series import cells_of, is_from
from fitwright.core.cells import Cells, Moments, Words
from fitwright.core.errors import DataError


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


def open_frame(X: Any) -> Frame:
    """Open a table of any common kind: nothing is converted yet.

    Raises
    ------
    DataError
        It is no table of rows and columns, or two of its columns bear the same name.
    """
    if isinstance(X, Frame):
        return X
    if hasattr(X, "tocsr") and hasattr(X, "nnz"):
        return _from_sparse(X)
    if is_from("pandas", X) or is_from("polars", X) or is_from("pyarrow", X):
        return _from_library(X)
    if isinstance(X, Mapping):
        return _from_columns(X)
    if isinstance(X, Sequence) and not isinstance(X, str | bytes):
        return _from_rows(X)
    if hasattr(X, "__narwhals_dataframe__") or hasattr(X, "__arrow_c_stream__"):
        return _from_library(X)
    if hasattr(X, "__array__"):
        return _from_array(np.asarray(X) if not isinstance(X, np.ma.MaskedArray) else X)
    hint = " Read a file with fitwright.fit(path, target)." if isinstance(X, str) else ""
    raise DataError(
        f"Expected a table (a frame, an array, a dict of columns, a list of rows); "
        f"got {type(X).__name__}.{hint}"
    )


def check_table(X: Any, rows: int = 1) -> None:
    """See that this is a table with at least one column and so many rows.

    Raises
    ------
    DataError
        It is none.
    """
    frame = open_frame(X)
    shape = (frame.rows, len(frame.names))
    if not frame.names:
        raise DataError(
            f"Found an array with 0 feature(s) (shape={shape}) while a minimum of 1 is required. Add columns."
        )
    if frame.rows < rows:
        raise DataError(
            f"Found an array with {frame.rows} sample(s) (shape={shape}) while a minimum of "
            f"{rows} is required. Add rows."
        )


def text_names(X: Any) -> list[str] | None:
    """The names of the columns where the table has names and all of them are text."""
    if is_from("pandas", X):
        names = X.columns.tolist()
        return names if names and all(isinstance(name, str) for name in names) else None
    if isinstance(X, Mapping | Sequence) or hasattr(X, "columns") or hasattr(X, "column_names"):
        frame = open_frame(X)
        return list(frame.names) if frame.named else None
    return None


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


def _from_library(X: Any) -> Frame:
    """A frame of pandas, polars, Arrow, or of any library that narwhals or Arrow's interface knows."""
    if is_from("pandas", X):
        if X.ndim != 2:
            raise _wrong_dimensions(1, X.shape)
        labels = X.columns.tolist()
        names = _unique(labels)
        return Frame(names, len(X), True, lambda i: X[labels[i]])
    if not is_from("polars", X):
        X = _as_polars(X)
    if hasattr(X, "collect"):
        X = X.collect()
    if not hasattr(X, "columns"):
        raise _wrong_dimensions(1, (len(X),))
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


def to_array(y: Any, name: str = "y") -> NDArray[Any]:
    """(rows,) or (rows, columns) of one plain type, never objects: text as "<U", missing text as "".

    Parameters
    ----------
    y : list, array, series or frame; see `missing_in` for what is missing.

    Raises
    ------
    DataError
        It holds complex numbers or nested values, or columns of several types.
    """
    if hasattr(y, "columns") or isinstance(y, Mapping) or getattr(y, "ndim", 1) > 1 or _has_rows(y):
        frame = open_frame(y)
        columns = [to_array(frame.pick(i), name) for i in range(len(frame.names))]
        return np.stack(columns, axis=1) if columns else np.empty((frame.rows, 0))
    plain = np.asarray(y) if hasattr(y, "__array__") else None
    if plain is not None and plain.dtype.kind in "iubU" and not isinstance(y, np.ma.MaskedArray):
        return plain
    return _plain(cells_of(y, name))


def _has_rows(y: Any) -> bool:
    return isinstance(y, Sequence) and bool(y) and isinstance(y[0], list | tuple | np.ndarray)


def _plain(cells: Cells) -> NDArray[Any]:
    """Cells as one array of their own type."""
    if isinstance(cells, Words):
        return np.array([*cells.levels, ""])[cells.codes]
    if isinstance(cells, Moments) or np.isnan(cells.values).any():
        return cells.values
    if cells.boolean:
        return cells.values.astype(bool)
    return cells.values.astype(np.int64) if cells.whole else cells.values


def missing_in(y: Any) -> NDArray[np.bool_]:
    """(rows,) where a column has no value: null, NaN, NaT, or text that is blank."""
    values = to_array(y)
    if values.dtype.kind == "U":
        return np.asarray(values == "", bool)
    if values.dtype.kind == "M":
        return np.asarray(np.isnat(values), bool)
    return np.asarray(values != values, bool)


def column(X: Any, name: str, what: str = "column") -> NDArray[Any]:
    """(rows,) a column of the table by its name.

    Raises
    ------
    DataError
        There is none; the message has the nearest name.
    """
    frame = open_frame(X)
    if name not in frame.names:
        raise DataError(
            f"Expected the name of a column for {what}; got {name!r}: {nearest(name, frame.names)}"
        )
    return to_array(frame.pick(frame.find(name)), name)


def split_target(X: Any, target: str) -> tuple[Any, NDArray[Any], int]:
    """A table without its target column, the target, and how many rows had none and are left out.

    Raises
    ------
    DataError
        There is no such column; the message has the nearest name.
    """
    frame = open_frame(X)
    at = frame.find(target)
    y = to_array(frame.pick(at), target)
    there = ~missing_in(y)
    return _rest(X, frame, at, there), y[there], int((~there).sum())


def _rest(X: Any, frame: Frame, at: int, there: NDArray[np.bool_]) -> Any:
    """The other columns at the rows that are there, in the kind of table that came."""
    others = [i for i in range(len(frame.names)) if i != at]
    if is_from("pandas", X):
        return X.loc[there, [X.columns[i] for i in others]]
    if frame.sparse is not None:
        return frame.sparse[there][:, others]
    if isinstance(X, np.ndarray) and not X.dtype.names:
        return X[there][:, others]
    if is_from("polars", X) or is_from("pyarrow", X) or hasattr(X, "__arrow_c_stream__"):
        import polars as pl

        return pl.DataFrame([frame.pick(i) for i in others]).filter(pl.Series(there))
    keep = np.flatnonzero(there).tolist()
    return {frame.names[i]: [frame.pick(i)[row] for row in keep] for i in others}


def like(X: Any, values: NDArray[Any], names: str | Sequence[str]) -> Any:
    """Predictions in the library of the table that came: a named series, or a frame for several names."""
    if is_from("pandas", X):
        import pandas as pd

        index = X.index
        return (
            pd.Series(values, index, name=names)
            if isinstance(names, str)
            else pd.DataFrame(values, index, names)
        )
    if not is_from("polars", X) and not is_from("pyarrow", X):
        return values
    import polars as pl

    if isinstance(names, str):
        series = pl.Series(names, _told(values))
        return series.to_arrow() if is_from("pyarrow", X) else series
    frame = pl.DataFrame({name: values[:, i] for i, name in enumerate(names)})
    return frame.to_arrow() if is_from("pyarrow", X) else frame


def _told(values: NDArray[Any]) -> Any:
    """Objects as Python's own."""
    return values.tolist() if values.dtype.kind in "OU" else values


def frame_like(X: Any, rows: Sequence[Mapping[str, Any]]) -> Any:
    """A frame of these rows: pandas where the table came in pandas, else polars."""
    if is_from("pandas", X):
        import pandas as pd

        return pd.DataFrame(list(rows))
    import polars as pl

    return pl.DataFrame([dict(row) for row in rows], infer_schema_length=None)
