"""Where the work is done: executors, one a file."""

import inspect
from typing import Any

from fitwright.core.catalog import Catalog
from fitwright.execution.executor import Executor

__all__ = ["Executor", "catalog", "made"]

catalog: Catalog[Executor] = Catalog(__name__, Executor)


def made(member: str | Executor, **run: Any) -> Executor:
    """The executor of this name, or this object.

    Parameters
    ----------
    member : a name, a text with settings such as "processes(spawn=True)", or an object.
    run : settings that the run would have; those count that the executor knows and the text does not say.

    Raises
    ------
    UnknownName
        No executor bears this name.
    SettingError
        It is neither a name nor an executor, or it has no such setting.
    """
    if not isinstance(member, str):
        return catalog.make(member)
    kind, said = catalog.read(member)
    known = inspect.signature(kind).parameters
    return catalog.make(member, **{name: run[name] for name in run if name in known and name not in said})
