"""A target as people have it becomes one typed array, or one error that says what is wrong with it."""

import warnings
from collections.abc import Sequence
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import DataError

_MISSING = ("NoneType", "NAType", "NaTType")
"""Names of the types that stand for a missing value, known without importing their libraries."""


def read_target(y: Any) -> NDArray[Any]:
    """One column of numbers, booleans or text, without missing values.

    Parameters
    ----------
    y : array, series, list or one-column frame, (rows,) or (rows, 1).

    Returns
    -------
    (rows,) bool, integer, float or text in its own type; text that came as Python objects stays objects.

    Raises
    ------
    DataError
        It has several columns, no rows, missing or infinite values, or values that are neither numbers nor
        text.
    """
    column = _column(y)
    if not len(column):
        raise DataError("Expected a target with at least one row; got none.")
    if column.dtype.kind in "OT":
        return _from_objects(column.tolist())
    if column.dtype.kind == "f":
        _no_missing(np.isnan(column))
        if infinite := int(np.isinf(column).sum()):
            raise DataError(
                f"Input y contains infinity or a value too large in {infinite} of {len(column)} rows: "
                "leave these rows out or put a finite number there."
            )
    elif column.dtype.kind not in "biuU":
        raise DataError(
            f"Expected a target of numbers, booleans or text; got {column.dtype}. Turn it into one of these."
        )
    return column


def _column(y: Any) -> NDArray[Any]:
    """(rows,) of whatever came."""
    listed = isinstance(y, Sequence) and not isinstance(y, str | bytes)
    values = np.array(y, dtype=object) if listed else np.asarray(y)
    if values.ndim == 2 and values.shape[1] == 1:
        from sklearn.exceptions import DataConversionWarning

        warnings.warn(
            "A column-vector y was passed when a 1d array was expected: its one column is taken.",
            DataConversionWarning,
            stacklevel=3,
        )
        return values[:, 0]
    if values.ndim != 1:
        raise DataError(
            f"Expected a target with one value a row, (rows,); got shape {values.shape}. "
            "Fit one predictor for each target column."
        )
    return values


def _from_objects(values: list[Any]) -> NDArray[Any]:
    """A typed array from Python objects that are all of one sort."""
    missing = [type(v).__name__ in _MISSING or (isinstance(v, float) and v != v) for v in values]
    _no_missing(np.array(missing, bool))
    sorts = {_sort(kind) for kind in set(map(type, values))}
    if sorts == {"text"}:
        return np.array([str(v) for v in values], object)
    if sorts == {"truth"}:
        return np.array(values, bool)
    if sorts == {"whole"}:
        return _whole(values)
    if sorts <= {"whole", "real"}:
        return read_target(np.array(values, np.float64))
    names = ", ".join(sorted({kind.__name__ for kind in set(map(type, values))}))
    raise DataError(
        f"Expected a target of one sort: numbers, booleans or text; got values of type {names}. "
        "Turn all of them into numbers, or all into text."
    )


def _sort(kind: type) -> str:
    """What values of this type are."""
    if issubclass(kind, str):
        return "text"
    if issubclass(kind, bool | np.bool_):
        return "truth"
    if issubclass(kind, Integral):
        return "whole"
    return "real" if issubclass(kind, Real | Decimal) else "other"


def _whole(values: list[Any]) -> NDArray[Any]:
    try:
        return np.array(values, np.int64)
    except OverflowError as error:
        raise DataError(
            "Expected whole numbers below 2**63 in the target; got larger ones. Turn them into text."
        ) from error


def _no_missing(missing: NDArray[np.bool_]) -> None:
    """Rows without an answer cannot be learned from."""
    if number := int(missing.sum()):
        raise DataError(
            f"Input y contains NaN: the target has no value in {number} of {len(missing)} rows, "
            f"first in row {int(missing.argmax())}. Leave these rows out or fill in their values."
        )
