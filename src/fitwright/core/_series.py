"""One column of any library as cells: pandas, polars, Arrow, NumPy, or Python's own lists."""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.cells import (
    FEW,
    Cells,
    Moments,
    Numeric,
    Words,
    from_array,
    from_objects,
    from_text,
    label,
    words,
)
from fitwright.core.errors import DataError


def cells_of(column: Any, name: str) -> Cells:
    """Cells from a (rows,) column of any library.

    Raises
    ------
    DataError
        The column holds complex numbers, lists, or several values a row.
    """
    if is_from("pandas", column):
        return _from_pandas(column, name)
    if is_from("polars", column):
        return _from_polars(column, name)
    if is_from("pyarrow", column):
        return _from_polars(_polars_series(column, name), name)
    if isinstance(column, np.ndarray):
        return _from_numpy(column, name)
    if hasattr(column, "__array__"):
        return _from_numpy(np.asarray(column), name)
    return from_objects(list(column), name)


def is_from(library: str, value: Any) -> bool:
    """Does the value's type come from this library?  (Answered without importing it.)"""
    if library not in sys.modules:
        return False
    return any(kind.__module__.partition(".")[0] == library for kind in type(value).__mro__)


def _from_numpy(values: NDArray[Any], name: str) -> Cells:
    if values.ndim != 1:
        raise DataError(f"Expected one value a row in column {name!r}; got an array of shape {values.shape}.")
    if isinstance(values, np.ma.MaskedArray):
        return from_objects(values.tolist(), name)
    return from_array(values, name)


def _from_pandas(series: Any, name: str) -> Cells:
    dtype = series.dtype
    kind = getattr(dtype, "kind", "O")
    if isinstance(dtype, np.dtype):
        return _factorized(series, name) if kind == "O" else from_array(series.to_numpy(), name)
    word = type(dtype).__name__
    if word == "CategoricalDtype":
        levels = [label(level) or "" for level in series.cat.categories.tolist()]
        return words(series.cat.codes.to_numpy(), levels, ordered=bool(series.cat.ordered), typed=True)
    if word == "SparseDtype":
        return from_array(np.asarray(series.array.to_dense()), name)
    if word == "PeriodDtype":
        return from_array(series.dt.to_timestamp().to_numpy(), name)
    if kind in "iufb":
        values = series.to_numpy(dtype=np.float64, na_value=np.nan)
        return Numeric(values, whole=kind in "iu", boolean=kind == "b")
    if kind in "Mm":
        return _times(series, name)
    return _factorized(series, name) if dtype.type is str else from_objects(series.tolist(), name)


def _times(series: Any, name: str) -> Cells:
    """Moments or spans in one of pandas' own types, with or without a time zone."""
    if getattr(series.dt, "tz", None) is not None:
        series = series.dt.tz_convert("UTC").dt.tz_localize(None)
    values = series.to_numpy()
    if values.dtype.kind in "Mm":
        return from_array(values, name)
    return from_objects(values.tolist(), name)


def _factorized(series: Any, name: str) -> Cells:
    """A pandas column of objects, most of them text."""
    if len(series) > FEW:
        kinds = {str} if series.dtype != object else set(map(type, series.to_numpy()))
        if kinds <= {str, type(None), float}:
            codes, uniques = series.factorize()
            levels = uniques.tolist()
            if set(map(type, levels)) <= {str}:
                return words(codes, levels)
    return from_objects(series.tolist(), name)


def _polars_series(column: Any, name: str) -> Any:
    """An Arrow array as a polars series."""
    import polars as pl

    try:
        return pl.Series(name, column)
    except (pl.exceptions.PolarsError, TypeError, ValueError) as error:
        raise DataError(
            f"Column {name!r} has type {column.type}, which is not understood: {error}."
        ) from error


def _from_polars(series: Any, name: str) -> Cells:
    import polars as pl

    dtype = series.dtype
    if dtype.is_numeric():
        return Numeric(_floats(series), whole=dtype.is_integer())
    if dtype == pl.Boolean:
        return Numeric(_floats(series), boolean=True)
    if dtype in (pl.String, pl.Categorical, pl.Enum):
        return _words(series, dtype)
    if dtype == pl.Datetime or dtype == pl.Date:
        if getattr(dtype, "time_zone", None):
            series = series.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
        return Moments(series.cast(pl.Datetime("us")).to_numpy().astype("datetime64[us]"))
    if dtype == pl.Duration:
        return Numeric(_floats(series.dt.total_microseconds()) / 1e6)
    if dtype == pl.Time:
        return Numeric(_floats(series.cast(pl.Int64)) / 1e9)
    if dtype == pl.Null:
        return Numeric(np.full(len(series), np.nan))
    if dtype.is_nested():
        raise DataError(
            f"Expected one number, word or date in each cell; column {name!r} is of type {dtype}. "
            "Unnest it or leave the column out."
        )
    return from_objects(series.to_list(), name)


def _floats(series: Any) -> NDArray[np.float64]:
    """(rows,) floats of our own, NaN where null."""
    import polars as pl

    return np.array(series.cast(pl.Float64).to_numpy(), np.float64)


def _words(series: Any, dtype: Any) -> Words:
    """Text and categories: the distinct values are found by the library."""
    import polars as pl

    typed, ordered = dtype != pl.String, dtype == pl.Enum
    text = series.cast(pl.String)
    if not ordered and len(text) <= FEW:
        plain = from_text(text.to_list())
        return Words(plain.codes, plain.levels, typed=typed)
    levels: Sequence[str] = dtype.categories.to_list() if ordered else text.drop_nulls().unique().to_list()
    codes = text.cast(pl.Enum(levels)).to_physical().cast(pl.Int64).fill_null(-1)
    return words(codes.to_numpy(), levels, ordered=ordered, typed=typed)
