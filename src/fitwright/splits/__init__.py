"""Which rows are learned from and which are judged on: splitters, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.splits._deal import sample
from fitwright.splits._inner import inner
from fitwright.splits.splitter import Pair, Splitter

__all__ = ["Pair", "Splitter", "catalog", "inner", "sample"]

catalog: Catalog[Splitter] = Catalog(__name__, Splitter)
