"""Whether a candidate may go on: stopping rules, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.stopping.rule import Rule

__all__ = ["Rule", "catalog"]

catalog: Catalog[Rule] = Catalog(__name__, Rule)
