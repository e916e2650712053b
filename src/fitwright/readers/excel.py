"""Excel and its kin: a sheet of a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from fitwright.core.errors import DataError, SettingError
from fitwright.readers.reader import Reader

ROWS = 1_048_576
"""A sheet of Excel has no more, the names of the columns among them."""


@dataclass(frozen=True)
class Excel(Reader):
    """A sheet of a workbook: the first that holds anything, or the one named as in "sales.xlsx#2024".

    The first row has the names of the columns.  Numbers, dates and truths keep their types; a column of
    several types becomes text.

    Parameters
    ----------
    sheet : the sheet's name, in upper or lower case; empty is the first that holds anything.
    """

    sheet: str = ""

    part: ClassVar[str] = "sheet"
    suffixes: ClassVar[tuple[str, ...]] = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
    writes: ClassVar[tuple[str, ...]] = (".xlsx",)
    needs: ClassVar[Mapping[str, str]] = {"fastexcel": "excel", "xlsxwriter": "excel"}

    def read(self, path: Path) -> Any:
        import fastexcel
        import polars as pl

        try:
            book = fastexcel.read_excel(path.read_bytes())
            return _named(book, self.sheet, path) if self.sheet else _first(book, path)
        except DataError:
            raise
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


def _named(book: Any, sheet: str, path: Path) -> Any:
    """The sheet of this name."""
    found = [name for name in book.sheet_names if name == sheet]
    found = found or [name for name in book.sheet_names if name.casefold() == sheet.casefold()]
    if not found:
        there = ", ".join(map(repr, book.sheet_names))
        raise DataError(f"Expected a sheet of {path.name!r} ({there}) after '#'; got {sheet!r}.")
    frame = book.load_sheet(found[0]).to_polars()
    if not frame.width:
        raise DataError(
            f"Expected names of columns in the first row of sheet {sheet!r} of {path.name!r}; it is empty."
        )
    return frame


def _first(book: Any, path: Path) -> Any:
    """The first sheet with columns."""
    for name in book.sheet_names:
        frame = book.load_sheet(name).to_polars()
        if frame.width:
            return frame
    raise DataError(f"Expected a sheet with names of columns in its first row; {path.name!r} has none.")


def _damaged(path: Path, error: BaseException) -> DataError:
    first = (str(error).splitlines() or ["it is damaged"])[0]
    return DataError(f"Expected a workbook; {path.name!r} cannot be read as one: {first}.")
