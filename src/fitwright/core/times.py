"""When each row happened, from whatever a user has: numbers, moments, or text that reads as dates."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import DataError
from fitwright.core.schema import Schema


def read_times(values: NDArray[Any]) -> NDArray[Any]:
    """(rows,) numbers or datetime64[us] in UTC, none missing.

    Parameters
    ----------
    values : (rows,) numbers, moments or text, as `frames.to_array` gives them.

    Raises
    ------
    DataError
        Text that is no date; or a row without a time.

    Examples
    --------
    >>> read_times(np.array(["31/01/2024", "01/02/2024"])).tolist()
    [datetime.datetime(2024, 1, 31, 0, 0), datetime.datetime(2024, 2, 1, 0, 0)]
    """
    if values.ndim != 1:
        raise DataError(f"Expected one time for each row; got shape {values.shape}.")
    read = values if values.dtype.kind in "biufM" else _dates(values)
    missing = np.isnat(read) if read.dtype.kind == "M" else read != read
    if count := int(missing.sum()):
        raise DataError(
            f"Expected a time for each row; {count} of {len(read)} rows have none, first row "
            f"{int(missing.argmax())}. Leave these rows out or fill in their time."
        )
    return read


def _dates(values: NDArray[Any]) -> NDArray[np.datetime64]:
    """Text as moments."""
    table = {"time": values.tolist()}
    try:
        return Schema.learn(table, roles={"time": "date"}).read(table).dates()[:, 0]
    except DataError as error:
        raise DataError(
            f"Expected times as numbers, moments, or text that reads as dates; got {str(values[0])!r}. "
            "Turn them into one of these."
        ) from error
