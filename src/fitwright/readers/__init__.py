"""Files to tables: readers, one format a file."""

from fitwright.core.catalog import Catalog
from fitwright.readers.reader import Reader

__all__ = ["Reader", "catalog"]

catalog: Catalog[Reader] = Catalog(__name__, Reader)
