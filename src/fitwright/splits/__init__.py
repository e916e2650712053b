"""Which rows are learned from and which are judged on: splitters, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.splits.splitter import Pair, Splitter

__all__ = ["Pair", "Splitter", "catalog"]

catalog: Catalog[Splitter] = Catalog(__name__, Splitter)
