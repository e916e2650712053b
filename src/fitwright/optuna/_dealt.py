"""Which of the configs that a sampler goes through have been had by trials."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from fitwright.core.trial import Config
from fitwright.space import Domain
from fitwright.space.domains import settled

Found = Mapping[str, tuple[Domain, Any]]
"""Name to domain and value of what a trial was suggested."""


def dealt(configs: Sequence[Config], trials: Iterable[tuple[int, Found]]) -> dict[int, int]:
    """Number of a trial to the place of the config that it has had.

    Each config is had once: by the trial whose number is its place, if it fits, else by the first that does.

    Parameters
    ----------
    trials : number, and what was suggested; of one that ended before that, nothing.
    """
    left, found = dict(enumerate(configs)), {}
    for number, told in trials:
        near = chain([number] if number in left else [], left)
        place = next((place for place in near if fits(left[place], told, own=place == number)), None)
        if place is not None:
            found[number] = place
            del left[place]
    return found


def fits(config: Config, found: Found, *, own: bool) -> bool:
    """Can this be what a trial had that was given the config?

    Parameters
    ----------
    own : is it likely to be that trial?  What is out of a domain was drawn anew; one that had another set of
        names is not taken for it just because of that.
    """
    loose = own or found.keys() == config.keys()
    return all(name in config and _is_from(config[name], *pair, loose) for name, pair in found.items())


def _is_from(given: Any, domain: Domain, value: Any, loose: bool) -> bool:
    meant = settled(domain, given)
    alike = meant == value or repr(meant) == repr(value)  # NaN is not equal to itself
    return alike or (loose and not domain.holds(meant))
