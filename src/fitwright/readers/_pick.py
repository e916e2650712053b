"""The reader that takes a file, by the ending of its name, or an address, by its beginning."""

import re
from pathlib import Path

from fitwright.core.catalog import Catalog
from fitwright.core.errors import DataError, MissingExtra, SettingError
from fitwright.readers.reader import Reader

ADDRESS = re.compile(r"([a-z][a-z0-9]+)(\+[a-z0-9_]+)?://", re.I)


def is_address(source: str | Path) -> bool:
    """Is this "something://..." rather than a path?"""
    return isinstance(source, str) and ADDRESS.match(source) is not None


def by_scheme(catalog: Catalog[Reader], address: str) -> Reader:
    """The reader of "scheme://..." or "scheme+driver://...".

    Raises
    ------
    DataError
        There is none.
    """
    found = ADDRESS.match(address)
    word = found[1].lower() if found else ""
    readers = {scheme: name for name in catalog.names() for scheme in catalog.get(name).schemes}
    if word not in readers:
        raise DataError(
            f"Expected an address that begins with {', '.join(sorted(readers))}; got {word}://. "
            "Fetch the table as a file, or read it yourself and give the frame."
        )
    return ready(catalog, readers[word])


def by_ending(catalog: Catalog[Reader], path: Path) -> str | None:
    """The name of the reader with the longest ending that the file's name has."""
    endings = {suffix: name for name in catalog.names() for suffix in catalog.get(name).suffixes}
    takes = [suffix for suffix in endings if path.name.lower().endswith(suffix)]
    return endings[max(takes, key=len)] if takes else None


def cut(catalog: Catalog[Reader], path: Path) -> tuple[Path, str]:
    """A file's path, and the table in it that is meant, which follows "#"; empty where none is named.

    Only files that hold several tables are cut, and none that is there under its whole name.
    """
    home, _, part = str(path).rpartition("#")
    name = by_ending(catalog, Path(home)) if home and part else None
    if name is None or not catalog.get(name).part or path.exists():
        return path, ""
    return Path(home), part


def pick(catalog: Catalog[Reader], path: Path, part: str = "") -> Reader:
    """The reader of a file, or of one of the tables in it.

    Raises
    ------
    DataError
        There is no such file, or no reader for its ending.
    """
    name = by_ending(catalog, path)
    if name is None:
        known = sorted(suffix for name in catalog.names() for suffix in catalog.get(name).suffixes)
        raise DataError(
            f"Expected a file whose name ends in {', '.join(known)}; got {path.name!r}. "
            "Convert it to one of these formats, or read it yourself and give the table."
        )
    if not path.is_file():
        raise DataError(f"Expected a file at {str(path)!r}; found nothing there. Check the path.")
    return ready(catalog, name, part)


def pick_writer(catalog: Catalog[Reader], target: str | Path) -> Reader:
    """The reader that writes such a file, or to such an address, too.

    Raises
    ------
    SettingError
        None does.
    """
    if is_address(target):
        return by_scheme(catalog, str(target))
    path = Path(target)
    writers = {suffix: name for name in catalog.names() for suffix in catalog.get(name).writes}
    takes = [suffix for suffix in writers if path.name.lower().endswith(suffix)]
    if not takes:
        raise SettingError(
            f"Expected a file to write whose name ends in {', '.join(sorted(writers))}; got {path.name!r}."
        )
    return ready(catalog, writers[max(takes, key=len)])


def ready(catalog: Catalog[Reader], name: str, part: str = "") -> Reader:
    """The reader of this name, once what it needs is there."""
    if missing := catalog.missing(name):
        extras = ", ".join(sorted(set(missing.values())))
        raise MissingExtra(
            f"The format {name} needs {' and '.join(missing)} (extra [{extras}]): "
            f"pip install {' '.join(missing)}."
        )
    return catalog.make(name, **({catalog.get(name).part: part} if part else {}))
