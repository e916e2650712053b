"""Pictures of a search, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.plots._importance import importances
from fitwright.plots.plot import Plot, Told

__all__ = ["Plot", "Told", "catalog", "importances"]

catalog: Catalog[Plot] = Catalog(__name__, Plot)
