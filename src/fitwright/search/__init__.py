"""What to try next: searchers, one a file."""

from typing import Any

from fitwright.core.catalog import Catalog
from fitwright.search._checked import Checked
from fitwright.search._fresh import identity
from fitwright.search.searcher import Searcher
from fitwright.space import Space

__all__ = ["Searcher", "catalog", "identity", "made"]

catalog: Catalog[Searcher] = Catalog(__name__, Searcher)


def made(member: str | Searcher, space: Space, seed: int) -> Searcher:
    """The searcher of this name, or this object, for a space and a seed.

    Our own searchers are known to propose what lies in the space; those from elsewhere are held to it.

    Raises
    ------
    UnknownName
        No searcher bears this name.
    SettingError
        It is neither a name nor a searcher.
    """
    if isinstance(member, str):
        found = catalog.make(member, space=space, seed=seed)
    else:
        found = catalog.make(member).bound(space, seed)
    ours = type(found).__module__.partition(".")[0] == __name__.partition(".")[0]
    return found if ours else Checked(found, space)


def __getattr__(name: str) -> Any:
    """A member's class: `from fitwright.search import TPE`."""
    return catalog.public(name)
