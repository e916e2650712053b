"""The reader that takes a file, by the ending of its name."""

from pathlib import Path

from fitwright.core.catalog import Catalog
from fitwright.core.errors import DataError
from fitwright.readers.reader import Reader


def pick(catalog: Catalog[Reader], path: Path) -> Reader:
    """See `fitwright.readers.read`."""
    readers = {suffix: kind for kind in map(catalog.get, catalog.names()) for suffix in kind.suffixes}
    takes = [suffix for suffix in readers if path.name.lower().endswith(suffix)]
    if not takes:
        raise DataError(
            f"Expected a file whose name ends in {', '.join(sorted(readers))}; got {path.name!r}. "
            "Convert it to one of these formats, or read it yourself and give the table."
        )
    if not path.is_file():
        what = "a folder" if path.is_dir() else "nothing there"
        raise DataError(f"Expected a file at {str(path)!r}; found {what}. Check the path.")
    return readers[max(takes, key=len)]()
