"""How good a prediction is: metrics, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.metrics.metric import Metric

__all__ = ["Metric", "catalog"]

catalog: Catalog[Metric] = Catalog(__name__, Metric)
