"""Where the bytes of a run lie: stores, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.store.store import Store

__all__ = ["Store", "catalog"]

catalog: Catalog[Store] = Catalog(__name__, Store)
