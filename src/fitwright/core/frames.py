"""Tables of any library: what goes in, and what comes back in the same kind.

Only this file, and `_opening.py` and `_series.py` beside it, touch frame libraries.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core._opening import Frame, nearest, open_frame
from fitwright.core._series import cells_of, is_from
from fitwright.core.cells import Cells, Moments, Words
from fitwright.core.errors import DataError

__all__ = [
    "Frame", "check_table", "column", "frame_like", "is_from", "like", "missing_in", "nearest", "open_frame",
    "split_target", "text_names", "to_array",
]  # fmt: skip


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
    if hasattr(X, "collect_schema"):
        return list(X.collect_schema().names())
    if not hasattr(X, "__array__") or is_from("polars", X) or is_from("pyarrow", X):
        frame = open_frame(X)
        return list(frame.names) if frame.named else None
    return None


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
        There is no such column; the message has the nearest name.  Or it holds nested values.
    """
    frame = open_frame(X)
    at = frame.find(target)
    y = to_array(frame.pick(at), target)
    if y.ndim != 1:
        raise DataError(
            f"Expected one number or label in every row of {target!r}; got nested values. "
            "Take them apart first."
        )
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

        kept_rows = pl.Series(there)
        return pl.DataFrame([pl.Series(frame.pick(i)).filter(kept_rows) for i in others])
    kept = {frame.names[i]: frame.pick(i) for i in others}
    return {name: [v for v, is_there in zip(kept[name], there, strict=True) if is_there] for name in kept}


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


def frame_like(X: Any, rows: Sequence[Mapping[str, Any]], names: Sequence[str] = ()) -> Any:
    """A frame of these rows: pandas where the table came in pandas, else polars.

    Where there are no rows it has columns of these names.
    """
    if is_from("pandas", X):
        import pandas as pd

        return pd.DataFrame(list(rows)) if rows else pd.DataFrame(columns=list(names))
    import polars as pl

    if not rows:
        return pl.DataFrame(schema=list(names))
    return pl.DataFrame([dict(row) for row in rows], infer_schema_length=None)
