"""What opens a name, and which values may not come together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fitwright.core.errors import SpaceError
from fitwright.core.trial import Config
from fitwright.space.domains import Choice, Domain

Tests = dict[str, Domain]
"""Name to the values that are meant."""


@dataclass(frozen=True)
class Condition:
    """`opens` are there only where all tests hold."""

    tests: Tests
    opens: tuple[str, ...]


def holds(tests: Tests, config: Config) -> bool:
    """Is every name there, with a value that is meant?"""
    return all(name in config and domain.holds(config[name]) for name, domain in tests.items())


def as_tests(given: Mapping[str, Any], known: Mapping[str, Domain]) -> Tests:
    """Values, lists of values and domains as tests.

    Raises
    ------
    SpaceError
        A name is unknown, or a value is one that its domain does not have.
    """
    if not (given and hasattr(given, "items")):
        raise SpaceError(
            f"Expected a dict of at least one name with the values that are meant; got {given or 'none'}."
        )
    found: Tests = {}
    for name, meant in given.items():
        if name not in known:
            raise SpaceError(f"Expected a name of the space; got {name!r}. Take one of {', '.join(known)}.")
        found[name] = meant if isinstance(meant, Domain) else Choice(_listed(meant, known[name]))
        values = found[name]
        strange = (
            [v for v in values.options if not known[name].holds(v)] if isinstance(values, Choice) else []
        )
        if strange:
            raise SpaceError(f"Expected values of {name} in {known[name]}; got {strange}.")
    return found


def _listed(meant: Any, domain: Domain) -> Sequence[Any]:
    """The values of a list that is not itself an option."""
    several = isinstance(meant, list | tuple | set | frozenset) and not domain.holds(meant)
    return list(meant) if several else (meant,)


def parents_first(names: Iterable[str], conditions: Sequence[Condition]) -> list[str]:
    """Names in their order, but after those that open them.

    Raises
    ------
    SpaceError
        Names open one another in a circle.
    """
    waiting, done = list(names), list[str]()
    needs = {name: {p for c in conditions if name in c.opens for p in c.tests} for name in waiting}
    while waiting:
        ready = next((name for name in waiting if needs[name] <= set(done)), None)
        if ready is None:
            raise SpaceError(f"Expected conditions without a circle; got one among {', '.join(waiting)}.")
        waiting.remove(ready)
        done.append(ready)
    return done
