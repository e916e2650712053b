"""Whether a candidate may go on: stopping rules, one a file."""

from typing import Any

from fitwright.core.catalog import Catalog
from fitwright.core.errors import SettingError
from fitwright.stopping.rule import Rule

__all__ = ["Rule", "catalog", "made"]

catalog: Catalog[Rule] = Catalog(__name__, Rule)


def made(member: str | Rule) -> Rule:
    """The rule of this name, or this object, for a run whose work is counted in steps.

    Raises
    ------
    UnknownName
        No rule bears this name.
    SettingError
        It is neither a name nor a rule, or its work is counted in rows or in a parameter.
    """
    rule = catalog.make(member)
    if resource := getattr(rule, "resource", None):
        raise SettingError(
            f"Expected a rule that counts steps; got resource={resource!r}, which only SearchCV can give. "
            "Leave it out, and let the function yield a loss after each step."
        )
    return rule


def __getattr__(name: str) -> Any:
    """A member's class: `from fitwright.stopping import Halving`."""
    return catalog.public(name)
