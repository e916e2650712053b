"""Excel and its kin: the first sheet of a workbook."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from fitwright.core.errors import DataError, SettingError
from fitwright.readers.reader import Reader

ROWS = 1_048_576
"""A sheet of Excel has no more, the names of the columns among them."""


class Excel(Reader):
    """The first sheet that holds anything; its first row has the names of the columns.

    Numbers, dates and truths keep their types; a column of several types becomes text.  For another sheet
    give the frame instead of the path.
    """

    suffixes = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
    writes = (".xlsx",)
    needs: ClassVar[Mapping[str, str]] = {"fastexcel": "excel", "xlsxwriter": "excel"}

    def read(self, path: Path) -> Any:
        import fastexcel
        import polars as pl

        try:
            return _sheet(fastexcel.read_excel(path.read_bytes()), path)
        except (fastexcel.FastExcelError, pl.exceptions.PolarsError, OSError, ValueError) as error:
            raise _damaged(path, error) from error
        except BaseException as error:
            # What is amiss deep in a workbook ends in a panic of its parser, whose type cannot be imported.
            if type(error).__name__ == "PanicException":
                raise _damaged(path, error) from error
            raise

    def write(self, frame: Any, path: Path) -> None:
        if len(frame) >= ROWS:
            raise SettingError(
                f"Expected fewer than {ROWS:,} rows, which is all that a sheet holds; got {len(frame):,}. "
                "Write Parquet or CSV."
            )
        frame.write_excel(path)


def _sheet(book: Any, path: Path) -> Any:
    """The first sheet with columns."""
    for name in book.sheet_names:
        frame = book.load_sheet(name).to_polars()
        if frame.width:
            return frame
    raise DataError(f"Expected a sheet with names of columns in its first row; {path.name!r} has none.")


def _damaged(path: Path, error: BaseException) -> DataError:
    first = (str(error).splitlines() or ["it is damaged"])[0]
    return DataError(f"Expected a workbook; {path.name!r} cannot be read as one: {first}.")
