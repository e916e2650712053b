"""JSON lines: one object a row."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fitwright.core.cells import label
from fitwright.core.errors import DataError
from fitwright.readers._unpack import unpacked
from fitwright.readers.reader import Reader


class JSONLines(Reader):
    """Every line is an object: a key that it has not is missing; types that do not agree become text."""

    suffixes = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")

    def read(self, path: Path) -> Any:
        import polars as pl

        rows = _objects(unpacked(path), path)
        if not rows:
            raise DataError(f"Expected a JSON object in each line; {path.name!r} is empty.")
        names = list(dict.fromkeys(key for row in rows for key in row))
        columns = {name: _column([row.get(name) for row in rows]) for name in names}
        return pl.DataFrame({name: pl.Series(name, values, strict=False) for name, values in columns.items()})


def _objects(data: bytes, path: Path) -> list[dict[str, Any]]:
    """One object a line; blank lines are none."""
    rows = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DataError(
                f"Expected a JSON object in each line of {path.name!r}; line {number} is none: {error}."
            ) from error
        if not isinstance(row, dict):
            raise DataError(
                f"Expected a JSON object in each line of {path.name!r}; line {number} holds "
                f"a {type(row).__name__}."
            )
        rows.append(row)
    return rows


def _column(values: Sequence[Any]) -> Sequence[Any]:
    """As they are where all are of one sort, else as text."""
    sorts = set(map(type, values)) - {type(None)}
    big = int in sorts and any(type(value) is int and abs(value) >= 2**63 for value in values)
    if sorts == {int, float} or (sorts == {int} and big):
        return [None if value is None else float(str(value)) for value in values]
    return values if len(sorts) <= 1 else [label(value) for value in values]
