"""Where the work is done: executors, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.execution.executor import Executor

__all__ = ["Executor", "catalog"]

catalog: Catalog[Executor] = Catalog(__name__, Executor)
