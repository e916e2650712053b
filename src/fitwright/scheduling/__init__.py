"""Which piece of work is next: schedulers, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.scheduling.scheduler import Scheduler

__all__ = ["Scheduler", "catalog"]

catalog: Catalog[Scheduler] = Catalog(__name__, Scheduler)
