"""Short names for tables, after where they come from."""

import re
from pathlib import Path

from fitwright.core.catalog import Catalog
from fitwright.readers._pick import cut, is_address
from fitwright.readers.reader import Reader


def stem_of(catalog: Catalog[Reader], source: str | Path) -> str:
    """See `fitwright.readers.stem`."""
    if is_address(source):
        return _of_address(str(source))
    path, part = cut(catalog, Path(source))
    name = path.name
    endings = sorted({s for word in catalog.names() for s in catalog.get(word).suffixes}, key=len)
    while taken := [s for s in endings if name.lower().endswith(s) and len(name) > len(s)]:
        name = name[: -len(taken[-1])]
    return re.sub(r"\W+", "_", f"{name}_{part}") if part else name or "table"


def _of_address(address: str) -> str:
    """The table's name where the address has one, else the database's."""
    database, _, more = address.partition("?")
    table = re.search(r"(?:^|&)table=([\w.-]+)", more)
    found = table[1] if table else Path(database).stem
    return re.sub(r"\W+", "_", found) or "table"
