"""How candidates become one answer: combiners, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.ensemble.combiner import Blend, Combiner

__all__ = ["Blend", "Combiner", "catalog"]

catalog: Catalog[Combiner] = Catalog(__name__, Combiner)
