"""Changes of a table, learned on the training rows alone: steps, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.features.step import STAGES, Stage, Step

__all__ = ["STAGES", "Stage", "Step", "catalog"]

catalog: Catalog[Step] = Catalog(__name__, Step)
