"""JSON lines: one object a row."""

import json
from pathlib import Path
from typing import Any

from fitwright.core.errors import DataError
from fitwright.readers._frames import frame_of
from fitwright.readers._unpack import unpacked, write_text
from fitwright.readers.reader import Reader


class JSONLines(Reader):
    """Every line is an object: a key that it has not is missing; types that do not agree become text."""

    suffixes = writes = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")

    def read(self, path: Path) -> Any:
        rows = _objects(unpacked(path), path)
        if not rows:
            raise DataError(f"Expected a JSON object in each line; {path.name!r} is empty.")
        names = list(dict.fromkeys(key for row in rows for key in row))
        return frame_of({name: [row.get(name) for row in rows] for name in names})

    def write(self, frame: Any, path: Path) -> None:
        write_text(frame.write_ndjson().encode(), path)


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
