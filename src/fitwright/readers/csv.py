"""Text with a separator, as spreadsheets and databases of all countries write it."""

import csv
import io
import itertools
import re
from pathlib import Path
from typing import Any

from fitwright.core.cells import MARKERS
from fitwright.core.errors import DataError
from fitwright.core.parsing import is_number
from fitwright.readers._unpack import unpacked, write_text
from fitwright.readers.reader import Reader

SEPARATORS = (",", ";", "\t", "|")
SNIFFED = 1 << 16
"""Characters at the file's head from which separator and header are guessed."""


class CSV(Reader):
    r"""Finds out compression, encoding, separator and header by itself.

    Fields may be quoted, lines may end before the last column.  Words that mean "missing" (NA, ?, null, …)
    become null; decimal commas, dates and yes/no stay text here, and are understood by the schema.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "people.csv")
    ...     _ = path.write_text("name;age\nAda;36\nAlan;?\n")
    ...     CSV().read(path).rows()
    [('Ada', 36), ('Alan', None)]
    """

    suffixes = (".csv", ".tsv", ".txt", ".tab", ".csv.gz", ".tsv.gz", ".txt.gz", ".tab.gz")
    writes = (".csv", ".tsv", ".tab", ".csv.gz", ".tsv.gz", ".tab.gz")

    def read(self, path: Path) -> Any:
        import polars as pl

        text = _utf8(unpacked(path), path)
        head = text[:SNIFFED].decode("utf-8", "ignore")
        separator = _separator(head)
        names, header, unnamed = _names(_rows(head, separator, 2), path)
        whole = separator.encode() + text if unnamed else text
        try:
            frame = pl.read_csv(whole, separator=separator, has_header=False, infer_schema=False)
        except pl.exceptions.PolarsError as error:
            raise DataError(_what_is_wrong(whole, separator, len(names), path)) from error
        if frame.width != len(names):
            raise DataError(_what_is_wrong(whole, separator, len(names), path))
        return _typed(frame[int(header) :].rename(dict(zip(frame.columns, names, strict=True))))

    def write(self, frame: Any, path: Path) -> None:
        """Commas between the fields, or tabs where the name says so; UTF-8."""
        tabs = path.name.lower().removesuffix(".gz").endswith((".tsv", ".tab"))
        write_text(frame.write_csv(separator="\t" if tabs else ",").encode(), path)


def _typed(frame: Any) -> Any:
    """Missing values are null, columns of numbers are numbers; all else stays text."""
    import polars as pl

    spaced = [s.name for s in frame if s.head(1000).str.contains(r"^\s|\s$").any()]
    there = frame.with_columns(pl.col(spaced).str.strip_chars()) if spaced else frame
    known = pl.when(pl.all().is_in(_markers())).then(None).otherwise(pl.all()).name.keep()
    return there.select(known).select(map(_numbers, there.select(known)))


def _numbers(text: Any) -> Any:
    """The column as numbers where every entry is one, and none is a code such as 00123."""
    import polars as pl

    sample = text.drop_nulls().head(1000)
    for kind in (pl.Int64, pl.Float64):
        if len(sample) and not sample.cast(kind, strict=False).null_count():
            read = text.cast(kind, strict=False)
            if read.null_count() == text.null_count():
                return text if text.str.contains(r"^[+-]?0\d").any() else read
    return text


def _utf8(data: bytes, path: Path) -> bytes:
    """The same text in UTF-8, without a byte-order mark and without blank lines."""
    text = _recoded(data, path).strip(b"\r\n")
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    if b'"' in text:
        return text  # a blank line may stand inside quotes
    return re.sub(rb"\r?\n(\r?\n)+", b"\n", text) if re.search(rb"\n\r?\n", text) else text


def _recoded(data: bytes, path: Path) -> bytes:
    """The same text in UTF-8, without a byte-order mark."""
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t"):
        raise DataError(f"Expected a table with a header and rows; {path.name!r} is empty.")
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode()
    zeros = [data[at:1000:2].count(0) for at in (0, 1)]
    if max(zeros) > 0.4 * len(data[:1000:2]):
        return data.decode("utf-16-be" if zeros[0] > zeros[1] else "utf-16-le", "replace").encode()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(
            "cp1252" if not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else "latin-1"
        ).encode()
    return data.lstrip(b"\r\n")


def _separator(head: str) -> str:
    """The separator that cuts the first lines into the most fields, equally many in nearly all of them."""
    best, reached = ",", 0.0
    for separator in SEPARATORS:
        widths = [len(row) for row in _rows(head, separator)]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        score = widths.count(usual) / max(1, len(widths)) * (usual - 1)
        if score > reached:
            best, reached = separator, score
    return best


def _rows(head: str, separator: str, most: int = 200) -> list[list[str]]:
    """The first records, without the last one, which may be cut."""
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", head)
    whole = lines[:-1] if len(lines) > 1 and len(head) >= SNIFFED - 8 else lines
    rows = csv.reader(whole, delimiter=separator)
    return [row for row in itertools.islice(rows, most) if row]


def _names(rows: list[list[str]], path: Path) -> tuple[list[str], bool, bool]:
    """Names of the columns, all different; whether the first line held them, and whether it lacks one.

    A line that is one shorter than the next lacks the name of the first column, as R writes it.
    """
    first, second = [*rows, [], []][:2]
    if not _is_header(first):
        return [f"x{i}" for i in range(len(first))], False, False
    unnamed = len(second) == len(first) + 1
    cells = [""] * unnamed + [cell.strip() for cell in first]
    names = [cell or f"unnamed_{i}" for i, cell in enumerate(cells)]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DataError(
            f"Expected a different name for each column; {', '.join(map(repr, twice))} came more than once "
            f"in the header of {path.name!r}. Rename them."
        )
    return names, True, unnamed


def _is_header(first: list[str]) -> bool:
    """Are these names?  Numbers and question marks are none; several years may be."""
    plain = [cell.strip() for cell in first]
    numbers = [cell for cell in plain if is_number(cell)]
    if "?" in plain:
        return False
    return not numbers or (len(numbers) > 1 and all(re.fullmatch(r"(19|20)\d\d", cell) for cell in numbers))


def _markers() -> list[str]:
    """The words that mean "missing", in the ways they are written."""
    return sorted(
        {way for word in MARKERS for way in (word, word.upper(), word.capitalize())} | {"NaN", "NaT"}
    )


def _what_is_wrong(text: bytes, separator: str, width: int, path: Path) -> str:
    """A sentence about the first record that is too long, or a quote that is not closed."""
    reader = csv.reader(io.StringIO(text.decode()), delimiter=separator)
    try:
        long = next((row for row in reader if len(row) > width), None)
    except csv.Error:  # a field without end
        long = None
    if long is not None:
        return (
            f"Expected {width} fields in each line of {path.name!r}; line {reader.line_num} has {len(long)}. "
            "Quote fields that hold the separator."
        )
    return f"Expected lines of fields in {path.name!r}; a quote in it is not closed. Close or remove it."
