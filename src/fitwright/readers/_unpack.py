"""The bytes of a file that may be packed: in and out."""

import gzip
import zlib
from pathlib import Path

from fitwright.core.errors import DataError


def unpacked(path: Path) -> bytes:
    """The file's bytes, unpacked where they are gzip's (whatever the name says)."""
    data = path.read_bytes()
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(
            f"Expected a whole gzip file; {path.name!r} is damaged ({error}). Fetch it again."
        ) from error


def write_text(data: bytes, path: Path) -> None:
    """Write the bytes, packed where the file's name ends in .gz: the same bytes each time."""
    path.write_bytes(gzip.compress(data, mtime=0) if path.name.lower().endswith(".gz") else data)
