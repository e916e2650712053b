"""Predictions as a frame, and frames to files."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fitwright.core.errors import SettingError

if TYPE_CHECKING:
    import polars as pl

    from fitwright.predictor import Predictor
    from fitwright.readers import Reader


def predictions(predictor: "Predictor", frame: Any) -> "pl.DataFrame":
    """A row for each row of `frame`, in its order: `prediction`, and for classes `proba_<class>`."""
    import polars as pl

    p = predictor.outputs(frame)
    columns = {"prediction": predictor.decide(p).tolist()}
    if predictor.task.classifies:
        columns |= {f"proba_{label}": p[:, i] for i, label in enumerate(predictor.classes_)}
    return pl.DataFrame(columns)


def writer_for(out: str | None) -> Callable[["pl.DataFrame"], None]:
    """Writes a frame to `out`, a file, a folder or a table of a database, or as CSV to standard output.

    Raises
    ------
    SettingError
        The ending is unknown, there is no such folder, or one that shall be written into holds something.
    MissingExtra
        The format needs a library that is not installed.
    """
    if out is None:
        return _to_screen
    from fitwright import readers

    if readers.is_folder(out):
        readers.free_folder(out)
        return lambda frame: readers.write(frame, out)
    reader, path = readers.writer(out), Path(out)
    if reader.schemes:
        return lambda frame: reader.write(frame, out)
    if not path.parent.is_dir():
        raise SettingError(f"Expected out in a folder that exists; got {out}.")
    return lambda frame: _to_file(frame, path, reader)


def _to_screen(frame: "pl.DataFrame") -> None:
    sys.stdout.write(frame.write_csv())


def _to_file(frame: "pl.DataFrame", out: Path, reader: "Reader") -> None:
    """Whole or not at all: written beside `out`, then renamed."""
    aside = out.with_name(f".part-{out.name}")
    try:
        reader.write(frame, aside)
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)
