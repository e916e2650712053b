"""How candidates become one answer: combiners, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.ensemble._within import Within
from fitwright.ensemble.combiner import Blend, Combiner

__all__ = ["Blend", "Combiner", "Within", "catalog"]

catalog: Catalog[Combiner] = Catalog(__name__, Combiner)
