"""ARFF: text with types, as Weka and OpenML keep tables."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fitwright.core.errors import DataError
from fitwright.readers._unpack import unpacked, write_text
from fitwright.readers.reader import Reader

WORD = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
FIELD = re.compile(rf"\s*({WORD}|[^,'\"][^,]*|)\s*(?:,|$)")
"""One field and what ends it."""
ATTRIBUTE = re.compile(rf"@attribute\s+({WORD}|\S+)\s+(.+)", re.I)
PAIR = re.compile(rf"\s*(\d+)\s+({WORD}|[^,\s]+)\s*(?:,|$)")
"""One entry of a sparse row: where, and what."""
ESCAPES = (("\\", "\\\\"), ("'", "\\'"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))
NUMBERS = ("numeric", "real", "integer")
PLAIN = re.compile(r"[\w.:+-]+")
"""What needs no quotes."""
Row = Sequence[str | None]


@dataclass(frozen=True)
class _Attribute:
    """A column: its name, its type, and the levels of a nominal one."""

    name: str
    kind: str
    levels: tuple[str, ...] = ()

    @property
    def usual(self) -> str | None:
        """What a sparse row leaves out: 0, or the first level."""
        return "0" if self.kind in NUMBERS else self.levels[0] if self.levels else None


class ARFF(Reader):
    r"""Dense and sparse rows; nominal columns become categories, text and dates stay text, "?" is missing.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "people.arff")
    ...     head = "@relation people\n@attribute age numeric\n@attribute sex {f,m}\n"
    ...     _ = path.write_text(head + "@data\n36,f\n?,m\n")
    ...     ARFF().read(path).rows()
    [(36.0, 'f'), (None, 'm')]
    """

    suffixes = writes = (".arff", ".arff.gz")

    def read(self, path: Path) -> Any:
        import polars as pl

        lines = _Lines(path)
        attributes = _header(lines)
        rows = list(_rows(lines, attributes))
        columns = list(zip(*(row for _, row in rows), strict=True)) or [() for _ in attributes]
        numbers = [number for number, _ in rows]
        return pl.DataFrame(
            [_series(a, values, numbers, path) for a, values in zip(attributes, columns, strict=True)]
        )

    def write(self, frame: Any, path: Path) -> None:
        lines = ["@relation fitwright", ""]
        writers: list[Callable[[Any], str]] = []
        for series in frame:
            numeric = series.dtype.is_numeric()
            lines.append(f"@attribute {_quoted(series.name)} {'numeric' if numeric else 'string'}")
            writers.append(str if numeric else _quoted)
        cells = [
            ["?" if v is None else put(v) for v in s.to_list()] for s, put in zip(frame, writers, strict=True)
        ]
        lines += ["", "@data", *map(",".join, zip(*cells, strict=True)), ""]
        write_text("\n".join(lines).encode(), path)


class _Lines:
    """The lines of a file that are neither empty nor comments, each with its number."""

    def __init__(self, path: Path):
        self.path = path
        text = unpacked(path).decode("utf-8-sig", "replace")
        self._left = iter(enumerate(text.splitlines(), 1))

    def __iter__(self) -> Iterator[tuple[int, str]]:
        for number, line in self._left:
            line = line.strip()
            if line and not line.startswith("%"):
                yield number, line

    def wrong(self, number: int, expected: str, came: str) -> DataError:
        """The error about a line."""
        return DataError(f"Expected {expected} in line {number} of {self.path.name!r}; got {came}.")


def _header(lines: _Lines) -> list[_Attribute]:
    """The columns, down to the line "@data"."""
    found: list[_Attribute] = []
    for number, line in lines:
        word = line.split(None, 1)[0].lower()
        if word == "@attribute":
            found.append(_attribute(number, line, lines))
        elif word == "@data":
            break
        elif word != "@relation":
            raise lines.wrong(number, "@relation, @attribute or @data", repr(line[:40]))
    else:
        raise DataError(f"Expected an ARFF file with a line '@data'; {lines.path.name!r} has none.")
    names = [attribute.name for attribute in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DataError(
            f"Expected a different name for each column; {', '.join(map(repr, twice))} came more than once "
            f"in {lines.path.name!r}. Rename them."
        )
    if not found:
        raise DataError(f"Expected a line '@attribute' for each column; {lines.path.name!r} has none.")
    return found


def _attribute(number: int, line: str, lines: _Lines) -> _Attribute:
    match = ATTRIBUTE.fullmatch(line)
    if match is None:
        raise lines.wrong(number, "a name and a type after @attribute", repr(line[:40]))
    name, kind = _plain(match[1]), match[2].strip()
    if kind.startswith("{"):
        inside = kind[1 : kind.rindex("}")] if "}" in kind else kind[1:]
        levels = [level for level in _fields(inside, number, lines) if level is not None]
        return _Attribute(name, "nominal", tuple(dict.fromkeys(levels)))
    word = kind.split(None, 1)[0].lower()
    if word not in (*NUMBERS, "string", "date"):
        raise lines.wrong(number, "numeric, {levels}, string or date as a type", repr(kind[:40]))
    return _Attribute(name, word)


def _rows(lines: _Lines, attributes: list[_Attribute]) -> Iterator[tuple[int, Row]]:
    """The number of its line, and a value for each column, None where it is missing."""
    for number, line in lines:
        row: Row
        if line.startswith("{"):
            row = _sparse(number, line, lines, attributes)
        elif "'" in line or '"' in line:
            row = _fields(line, number, lines)
        else:
            row = [None if (cell := part.strip()) in ("", "?") else cell for part in line.split(",")]
        if len(row) == len(attributes) + 1 and (row[-1] or "").startswith("{"):
            row = row[:-1]  # a weight, which tables of Weka may carry
        if len(row) != len(attributes):
            raise lines.wrong(number, f"{len(attributes)} values", str(len(row)))
        yield number, row


def _sparse(number: int, line: str, lines: _Lines, attributes: list[_Attribute]) -> Row:
    """A row that names only what is not the usual."""
    row = [attribute.usual for attribute in attributes]
    inside = line[1 : line.rindex("}")].strip() if "}" in line else line[1:]
    at = 0
    while at < len(inside):
        pair = PAIR.match(inside, at)
        if pair is None or int(pair[1]) >= len(row):
            raise lines.wrong(
                number, f"columns from 0 to {len(row) - 1}, each with its value", repr(line[:40])
            )
        row[int(pair[1])] = None if pair[2] == "?" else _plain(pair[2])
        at = pair.end()
    return row


def _fields(line: str, number: int, lines: _Lines) -> list[str | None]:
    """The fields of a line in which some may be quoted."""
    found: list[str | None] = []
    at = 0
    while True:
        field = FIELD.match(line, at)
        if field is None:
            raise lines.wrong(
                number, "quotes that are closed, and commas between values", repr(line[at:][:40])
            )
        word = field[1].strip()
        found.append(None if word in ("", "?") else _plain(word))
        at = field.end()
        if not field[0].endswith(","):
            return found


def _plain(word: str) -> str:
    """Without its quotes, and with what a backslash stands for."""
    if len(word) < 2 or word[0] != word[-1] or word[0] not in "'\"":
        return word
    named = {"n": "\n", "r": "\r", "t": "\t"}
    return re.sub(r"\\(.)", lambda found: named.get(found[1], found[1]), word[1:-1])


def _quoted(value: Any) -> str:
    """As text that a reader of ARFF takes for one value."""
    text = str(value)
    if PLAIN.fullmatch(text):
        return text
    for plain, escaped in ESCAPES:
        text = text.replace(plain, escaped)
    return f"'{text}'"


def _series(attribute: _Attribute, values: Sequence[str | None], lines: list[int], path: Path) -> Any:
    """The column in its own type."""
    import polars as pl

    text = pl.Series(attribute.name, values, pl.String)
    if attribute.kind in NUMBERS:
        read, what = text.cast(pl.Float64, strict=False), "a number"
    elif attribute.kind == "nominal":
        read, what = text.set(~text.is_in(list(attribute.levels)), None), f"one of {attribute.levels[:8]}"
    else:
        return text
    if read.null_count() > text.null_count():
        wrong = (read.is_null() & text.is_not_null()).arg_true()[0]
        raise DataError(
            f"Expected {what} in column {attribute.name!r}, line {lines[wrong]} of {path.name!r}; "
            f"got {text[wrong]!r}."
        )
    return read.cast(pl.Categorical) if attribute.kind == "nominal" else read
