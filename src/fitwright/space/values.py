"""Values that cannot be written down: kept aside, and searched by their number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fitwright.core.trial import Config
from fitwright.space.domains import Choice, Domain
from fitwright.space.reading import read
from fitwright.space.space import Space, part

_PLAIN = (str, int, float, bool, type(None))


@dataclass(frozen=True)
class Values:
    """A space of plain values, and what its numbers stand for.

    Attributes
    ----------
    space : what a searcher sees.
    kept : name to the values of a list that holds other things than text and numbers: estimators, functions,
        tuples; their domain is the position.

    Examples
    --------
    >>> values = Values.of({"steps": [(1, 2), (3,)], "rate": [0.1, 0.2]})
    >>> values.space.domains["steps"].options
    (0, 1)
    >>> values.meant({"steps": 1, "rate": 0.1})
    {'steps': (3,), 'rate': 0.1}
    """

    space: Space
    kept: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    parts: bool = False
    """Was a list of spaces given, one of which holds at a time?"""

    @classmethod
    def of(cls, given: Any) -> "Values":
        """What `space.read` takes, with any objects in the lists.

        Raises
        ------
        SpaceError
            Something in it is no set of values.
        """
        kept: dict[str, Sequence[Any]] = {}
        if isinstance(given, Mapping):
            return cls(read(_plain(given, "", kept)), kept)
        several = isinstance(given, Sequence) and all(isinstance(one, Mapping) for one in given)
        if several and len(given) > 1:
            plain = [_plain(one, f"{number}.", kept) for number, one in enumerate(given)]
            return cls(read(plain), kept, parts=True)
        return cls.of(given[0]) if several and given else cls(read(given))

    def meant(self, config: Config) -> Config:
        """The values that a config of the space stands for, by the names that were given."""
        values = {name: self._value(name, value) for name, value in config.items()}
        return part(values, str(config["grid"])) if self.parts else values

    @property
    def names(self) -> set[str]:
        """All names that were given."""
        flat = [name for name, _ in self.space.walk()]
        return {name.partition(".")[2] for name in flat if name != "grid"} if self.parts else set(flat)

    def _value(self, name: str, value: Any) -> Any:
        return self.kept[name][value] if name in self.kept else value


def _plain(given: Mapping[str, Any], scope: str, kept: dict[str, Sequence[Any]]) -> dict[str, Any]:
    """The same lists, with positions in place of what is not plain."""
    found: dict[str, Any] = {}
    for name, values in given.items():
        is_list = isinstance(values, Iterable) and not isinstance(values, str | bytes | Domain)
        listed = list(values) if is_list else []
        if any(not _is_plain(value) for value in listed):
            kept[scope + name] = listed
            found[name] = Choice(tuple(range(len(listed))))
        else:
            found[name] = listed if is_list else values
    return found


def _is_plain(value: Any) -> bool:
    return isinstance(value, _PLAIN) or (hasattr(value, "dtype") and not getattr(value, "ndim", 1))
