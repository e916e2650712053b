"""A raw text file cut into two by the rows of its cleaned twin; not a byte of a line is touched."""

import csv
import gzip
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._tables import Public


@dataclass(frozen=True)
class Cut:
    """What both files begin with, and their lines.

    Attributes
    ----------
    head : the line with the names of the columns; nothing where the file has none.
    target : the target's name, as a reader without names gives it where there are none.
    learn, judge : lines to learn from, and to be judged on.
    alone : lines to learn from that the twin has not.
    """

    head: bytes
    target: str
    learn: list[bytes]
    judge: list[bytes]
    alone: int

    def write(self, folder: Path, ending: str) -> tuple[Path, Path]:
        """Both files, called train and test."""
        paths = []
        for name, lines in (("train", self.learn), ("test", self.judge)):
            data, path = self.head + b"".join(lines), folder / f"{name}{ending}"
            path.write_bytes(gzip.compress(data, mtime=0) if ending.endswith(".gz") else data)
            paths.append(path)
        return paths[0], paths[1]


def cut(path: Path, entry: Mapping[str, Any], twin: Public, judged: NDArray[np.bool_]) -> Cut:
    """The lines of a raw file; those of the twin's judged rows apart.

    Lines that the twin has not (a row without an answer, a broken one) stay among those to learn from.

    Parameters
    ----------
    judged : (rows of the twin,)

    Raises
    ------
    ValueError
        The twin's rows are not the file's, in its order.
    """
    lines, target = _lines(path), entry["target"]
    names = _fields(lines[0])
    head = lines.pop(0) if target in names else b""
    at = names.index(target) if head else len(names) - 1
    rows = _rows_of(lines, at, twin)
    apart = np.zeros(len(lines), bool)
    apart[rows] = judged
    return Cut(
        head=head,
        target=target if head else f"x{at}",
        learn=[line for line, gone in zip(lines, apart, strict=True) if not gone],
        judge=[line for line, gone in zip(lines, apart, strict=True) if gone],
        alone=len(lines) - len(rows),
    )


def _lines(path: Path) -> list[bytes]:
    """Each with its end; a record is a line."""
    data = path.read_bytes()
    data = gzip.decompress(data) if path.name.endswith(".gz") else data
    lines = data.splitlines(keepends=True)
    if odd := next((line for line in lines if line.count(b'"') % 2), b""):
        raise ValueError(f"Expected a record in each line of {path.name}; got {odd[:80]!r}.")
    if not lines[-1].endswith(b"\n"):
        lines[-1] += b"\n"
    return lines


def _fields(line: bytes) -> list[str]:
    return next(csv.reader([line.decode("utf-8-sig", "replace").rstrip("\r\n")]), [])


def _rows_of(lines: Sequence[bytes], at: int, twin: Public) -> list[int]:
    """(rows of the twin,) the line of each: the next one with its answer."""
    found: list[int] = []
    for number, line in enumerate(lines):
        if len(found) < len(twin.y) and _answers(_fields(line), at, twin, len(found)):
            found.append(number)
    if len(found) < len(twin.y):
        raise ValueError(f"Expected the {len(twin.y)} rows of the twin in their order; found {len(found)}.")
    return found


def _answers(fields: Sequence[str], at: int, twin: Public, row: int) -> bool:
    """Does the line hold the answer of this row of the twin?  A broken line has it at its end."""
    said = (fields[at] if at < len(fields) else fields[-1] if fields else "").strip()
    if twin.classes:
        return said == twin.classes[int(twin.y[row])]
    try:
        return math.isclose(float(said), float(twin.y[row]), rel_tol=1e-9)
    except ValueError:
        return False
