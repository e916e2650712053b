"""What learns: models, one family a file."""

from fitwright.core.catalog import Catalog
from fitwright.models.model import Cost, Model, Takes

__all__ = ["Cost", "Model", "Takes", "catalog"]

catalog: Catalog[Model] = Catalog(__name__, Model)
