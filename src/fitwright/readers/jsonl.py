"""JSON lines: one object a row."""

import json
from pathlib import Path
from typing import Any

from fitwright.core.errors import DataError
from fitwright.readers._unpack import unpacked
from fitwright.readers.reader import Reader


class JSONLines(Reader):
    """Every line is an object; a key that a line has not is missing there."""

    suffixes = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")

    def read(self, path: Path) -> Any:
        import polars as pl

        data = unpacked(path)
        if not data.strip():
            raise DataError(f"Expected a JSON object in each line; {path.name!r} is empty.")
        try:
            return pl.read_ndjson(data, infer_schema_length=None)
        except pl.exceptions.PolarsError:
            return pl.DataFrame(_objects(data, path), infer_schema_length=None, strict=False)


def _objects(data: bytes, path: Path) -> list[dict[str, Any]]:
    """Line by line, where the lines do not agree on types, or one of them is no object."""
    rows = []
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
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
