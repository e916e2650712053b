"""What to try next: searchers, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.search.searcher import Searcher

__all__ = ["Searcher", "catalog"]

catalog: Catalog[Searcher] = Catalog(__name__, Searcher)
