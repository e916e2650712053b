"""Conformance suites: what every member of a room has to do, one small check a behaviour.

They are run on all members of this package, and are shipped for those who write members of their own.  The
two lines of a test, in pytest or anything like it:

    @pytest.mark.parametrize("check", fitwright.checks.for_("models"))
    def test_my_model(check): check(MyModel)

A check is given the class (of a metric, searcher … that needs arguments: `functools.partial` of the class)
and raises AssertionError with one sentence where the class does not behave.  No test library is needed.
"""

import functools
import importlib
from collections.abc import Callable
from typing import Any

from fitwright.core.errors import UnknownName

__all__ = ["ROOMS", "Check", "for_", "run"]

Check = Callable[[Any], None]

_SUITES = (
    ("models", "models", "_models_fitting", "_models_loading"),
    ("features", "steps", "_steps_keeping"),
    ("metrics", "metrics"),
    ("splits", "splits"),
    ("tasks", "tasks"),
    ("search", "searchers"),
    ("scheduling", "schedulers"),
    ("stopping", "rules"),
    ("execution", "executors"),
    ("ledger", "ledgers"),
    ("store", "stores"),
    ("ensemble", "combiners"),
    ("readers", "readers"),
    ("plots", "plots"),
    ("audit", "audits"),
)
ROOMS = tuple(room for room, *_ in _SUITES)
"""The rooms that have a suite, named like their folders; `_SUITES` adds the files of each suite."""


def for_(room: str) -> list[Check]:
    """The checks that every member of a room has to pass, in the order in which they are best read.

    Raises
    ------
    UnknownName
        No room is called so.

    Examples
    --------
    >>> [check.__name__ for check in for_("readers")][:2]
    ['check_endings_are_in_lower_case_with_the_dot', 'check_reads_what_polars_wrote']
    """
    if room not in ROOMS:
        raise UnknownName(f"Expected a room ({', '.join(ROOMS)}); got {room!r}.")
    files = next(files for name, *files in _SUITES if name == room)
    suites = [importlib.import_module(f"{__name__}.{file}") for file in files]
    return [check for suite in suites for name, check in vars(suite).items() if name.startswith("check_")]


def run(member: Any) -> None:
    """All checks of the room that this class belongs to; the first one that it does not pass raises.

    Parameters
    ----------
    member : a class that fulfils one of the contracts, or `functools.partial` of one.

    Raises
    ------
    AssertionError
        It does not behave as its contract says.
    UnknownName
        It fulfils no contract.

    Examples
    --------
    >>> from fitwright.stopping.never import Never
    >>> run(Never)
    """
    for check in for_(_room_of(member)):
        check(member)


def _room_of(member: Any) -> str:
    kind = member.func if isinstance(member, functools.partial) else member
    for room in ROOMS:
        contract = importlib.import_module(f"fitwright.{room}").catalog.contract
        if isinstance(kind, type) and issubclass(kind, contract):
            return room
    raise UnknownName(
        f"Expected a class that fulfils the contract of a room ({', '.join(ROOMS)}); got {member!r}."
    )
