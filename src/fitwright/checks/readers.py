"""What every reader has to do: read what was written in its format, refuse in a sentence what is damaged."""

import gzip
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from fitwright.checks._apart import call_apart
from fitwright.checks._expect import expect, made, title
from fitwright.core.errors import DataError
from fitwright.readers import Reader

SPOILT = 40
"""Damaged copies of a file that are tried."""


def check_endings_are_in_lower_case_with_the_dot(member: Any) -> None:
    """By them a file finds its reader; an address finds its own by what stands before "://"."""
    reader = _reader(member)
    suffixes, schemes = reader.suffixes, reader.schemes
    given: object = suffixes
    expect(isinstance(given, tuple) and suffixes + schemes, f"Expected endings as a tuple; got {suffixes!r}.")
    for suffix in suffixes:
        right = suffix.startswith(".") and suffix == suffix.lower() and len(suffix) > 1
        expect(right, f"Expected an ending like '.csv'; got {suffix!r}.")
    for scheme in schemes:
        right = scheme.isalnum() and scheme == scheme.lower()
        expect(right, f"Expected the beginning of an address like 'sqlite'; got {scheme!r}.")
    strange = [suffix for suffix in reader.writes if suffix not in suffixes]
    expect(not strange, f"Expected to write only what is read; got {strange}.")


def check_reads_what_polars_wrote(member: Any) -> None:
    """Numbers, text and gaps come back, for every ending that polars can write; it cannot write others."""
    with tempfile.TemporaryDirectory() as folder:
        for path in _written(member, Path(folder)):
            _same(_reader(member).read(path), _frame(), path)


def check_reads_what_it_wrote(member: Any) -> None:
    """Numbers, text and gaps come back, for every ending that it writes; an old file is replaced."""
    reader, frame = _reader(member), _frame()
    with tempfile.TemporaryDirectory() as folder:
        for suffix in reader.writes:
            path = Path(folder, f"table{suffix}")
            for _ in range(2):
                reader.write(frame, path)
            _same(reader.read(path), frame, path)
            expect(
                [found.name for found in Path(folder).iterdir()] == [path.name],
                f"Expected one file, {path.name}.",
            )
            path.unlink()


def check_reading_twice_gives_the_same(member: Any) -> None:
    """The file is left as it is."""
    with tempfile.TemporaryDirectory() as folder:
        for path in _written(member, Path(folder)):
            before = path.read_bytes()
            one, other = (_reader(member).read(path) for _ in range(2))
            expect(one.equals(other), f"Expected {path.name} to be read alike twice.")
            expect(path.read_bytes() == before, f"Expected {path.name} to be left alone.")


def check_damaged_files_are_read_or_refused(member: Any) -> None:
    """Cut and changed files give a table or a DataError; never another error, nor the end of the process."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "spoilt")
        home.mkdir()
        for path in list(_written(member, Path(folder))):
            for number, data in enumerate(_spoilt(path.read_bytes())):
                (home / f"{number}-{path.name}").write_bytes(data)
        odd = call_apart(_read_or_refused, member, str(home))
        expect(not odd, f"Expected a polars DataFrame from {title(member)}, or DataError; got {odd}.")


def _read_or_refused(member: Any, home: str) -> list[str]:
    """Types that a reader gave for the files of this folder, other than a polars DataFrame."""
    import polars as pl

    odd = []
    for path in sorted(Path(home).iterdir()):
        try:
            read = _reader(member).read(path)
        except DataError:
            continue
        if not isinstance(read, pl.DataFrame):
            odd.append(type(read).__name__)
    return odd


def check_no_file_and_no_bytes_are_refused(member: Any) -> None:
    """An empty file is a DataError in one sentence."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in _reader(member).suffixes:
            path = Path(folder, f"table{suffix}")
            path.write_bytes(b"")
            try:
                _reader(member).read(path)
            except DataError as error:
                expect(str(error).strip(), f"Expected a sentence about an empty {suffix} file; got none.")
                continue
            raise AssertionError(f"Expected DataError for an empty {suffix} file; it was read.")


def _same(read: Any, frame: Any, path: Path) -> None:
    """Are these the same columns with the same values?"""
    expect(
        read.columns == frame.columns,
        f"Expected columns {frame.columns} from {path.name}; got {read.columns}.",
    )
    for name in frame.columns:
        found, expected = read[name].to_list(), frame[name].to_list()
        expect(found == expected, f"Expected {name} from {path.name} as {expected}; got {found}.")


def _reader(member: Any) -> Reader:
    reader = made(member)
    expect(isinstance(reader, Reader), f"Expected a Reader; got {reader!r}.")
    found: Reader = reader
    return found


def _frame() -> Any:
    """Numbers with gaps, words with gaps, and words that have something to be careful about."""
    import polars as pl

    return pl.DataFrame(
        {
            "size": [1.5, None, -3.25, 1e9, 0.125],
            "count": [1, 2, 3, None, 40],
            "town": ["Rome", "São Paulo", None, "Bonn, am Rhein", 'the "Hague"'],
        }
    )


def _written(member: Any, folder: Path) -> Iterator[Path]:
    """A file of `_frame` for each of the reader's endings that polars, or else the reader, can write."""
    frame, reader = _frame(), _reader(member)
    writers = {
        ".csv": frame.write_csv,
        ".tsv": lambda path: frame.write_csv(path, separator="\t"),
        ".parquet": frame.write_parquet,
        ".pq": frame.write_parquet,
        ".feather": frame.write_ipc,
        ".arrow": frame.write_ipc,
        ".ipc": frame.write_ipc,
        ".jsonl": frame.write_ndjson,
        ".ndjson": frame.write_ndjson,
    }
    for suffix in reader.suffixes:
        plain = suffix.removesuffix(".gz")
        if plain not in writers and suffix in reader.writes:
            path = folder / f"table{suffix}"
            reader.write(frame, path)
            yield path
        if plain in writers:
            written, path = folder / f"plain{plain}", folder / f"table{suffix}"
            writers[plain](written)
            data = written.read_bytes()
            path.write_bytes(data if plain == suffix else gzip.compress(data, mtime=0))
            yield path


def _spoilt(data: bytes) -> Iterator[bytes]:
    """Cut in half, followed by nonsense, and with bytes changed here and there."""
    rng = np.random.default_rng(0)
    yield data[: len(data) // 2]
    yield data[:-1]
    yield data + bytes(range(256))
    for _ in range(SPOILT):
        changed = bytearray(data)
        for place in rng.integers(0, len(data), int(rng.integers(1, 6))):
            changed[place] = int(rng.integers(256))
        yield bytes(changed)
