"""Values that cannot be written down: kept aside and searched by their number, or drawn before the search."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fitwright.core.errors import SpaceError
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config
from fitwright.space.domains import Choice, Domain, scalar
from fitwright.space.reading import read
from fitwright.space.space import Space, part

DRAWS = 1000
"""Of what can only be drawn from, so many values stand for all."""
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
    def of(cls, given: Any, seed: int = 0) -> "Values":
        """What `space.read` takes, with any objects in the lists, and what can only be drawn from.

        Of an object with `rvs(random_state=...)` and no quantiles, 1000 draws become a choice with their
        shares as its prior: ordered numbers, or whatever else it gives.

        Parameters
        ----------
        given : a space, name to values, or a list of these.
        seed : of the draws.

        Raises
        ------
        SpaceError
            Something in it is no set of values.
        """
        kept: dict[str, Sequence[Any]] = {}
        if isinstance(given, Mapping):
            return cls(read(_plain(given, "", kept, seed)), kept)
        several = isinstance(given, Sequence) and all(isinstance(one, Mapping) for one in given)
        if several and len(given) > 1:
            plain = [_plain(one, f"{number}.", kept, seed) for number, one in enumerate(given)]
            return cls(read(plain), kept, parts=True)
        return cls.of(given[0], seed) if several and given else cls(read(given))

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


def _plain(given: Mapping[str, Any], scope: str, kept: dict[str, Sequence[Any]], seed: int) -> dict[str, Any]:
    """The same lists, with positions in place of what is not plain, and draws of what can only be drawn."""
    found: dict[str, Any] = {}
    for name, values in given.items():
        if hasattr(values, "rvs") and not (hasattr(values, "ppf") and hasattr(values, "dist")):
            found[name], objects = _drawn(name, values, seed_of(seed, "drawn", scope + name))
            kept |= {scope + name: objects} if objects else {}
            continue
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


def _drawn(name: str, given: Any, seed: int) -> tuple[Choice, Sequence[Any]]:
    """Draws as a choice, each as likely as it came; and objects by position, where they are not plain."""
    state = np.random.RandomState(seed % 2**32)
    try:
        draws = [scalar(given.rvs(random_state=state)) for _ in range(DRAWS)]
    except TypeError as error:
        raise SpaceError(
            f"Expected a distribution that gives a value for rvs(random_state=...) for {name!r}; "
            f"{type(given).__name__} raised {error}."
        ) from error
    if not all(map(_is_plain, draws)):
        return Choice(range(DRAWS)), draws
    counts = Counter(draws)
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in counts)
    options = sorted(counts) if numbers else list(counts)
    return Choice(options, ordered=numbers, prior=[counts[value] for value in options]), ()
