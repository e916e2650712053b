"""The same columns as a table of every library."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

Columns = Mapping[str, Sequence[Any]]


def pandas(columns: Columns) -> Any:
    import pandas as pd

    return pd.DataFrame({name: list(values) for name, values in columns.items()})


def pandas_objects(columns: Columns) -> Any:
    """As pandas 2 holds text."""
    import pandas as pd

    frame = pandas(columns)
    words = [name for name, values in columns.items() if any(isinstance(value, str) for value in values)]
    return frame.assign(**{name: pd.Series(list(columns[name]), dtype=object) for name in words})


def pandas_arrow(columns: Columns) -> Any:
    return _converted(columns, "pyarrow")


def pandas_nullable(columns: Columns) -> Any:
    return _converted(columns, "numpy_nullable")


def _converted(columns: Columns, backend: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas 2 tries whether infinity is a whole number
        return pandas(columns).convert_dtypes(dtype_backend=backend)


def polars(columns: Columns) -> Any:
    import polars as pl

    return pl.DataFrame({name: list(values) for name, values in columns.items()}, strict=False)


def polars_lazy(columns: Columns) -> Any:
    return polars(columns).lazy()


def arrow(columns: Columns) -> Any:
    return polars(columns).to_arrow()


def dicts(columns: Columns) -> Any:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def lists(columns: Columns) -> Any:
    return {name: list(values) for name, values in columns.items()}


def numpy(columns: Columns) -> Any:
    """Without names, as objects where the types differ."""
    return np.array([list(row) for row in zip(*columns.values(), strict=True)], dtype=object)


NAMED: Mapping[str, Callable[[Columns], Any]] = {
    "pandas": pandas,
    "pandas objects": pandas_objects,
    "pandas arrow": pandas_arrow,
    "pandas nullable": pandas_nullable,
    "polars": polars,
    "polars lazy": polars_lazy,
    "arrow": arrow,
    "list of dicts": dicts,
    "dict of lists": lists,
}
