"""What is left to try of a finite space that an objective defines as it goes, as its trials show."""

from collections.abc import Sequence
from typing import Any

from fitwright.core.errors import SettingError
from fitwright.frozen import FrozenTrial
from fitwright.space import Choice, Domain, Float, Int
from fitwright.space.domains import nth


def below(trials: Sequence[FrozenTrial], before: Sequence[tuple[str, Any]]) -> list[FrozenTrial]:
    """Those that were suggested just this first."""
    texts = _texts(before)
    return [trial for trial in trials if _texts(list(trial.params.items())[: len(before)]) == texts]


def open_values(trials: Sequence[FrozenTrial], depth: int, domain: Domain) -> list[Any]:
    """Values of a name behind which something is left.

    Parameters
    ----------
    trials : all that were suggested the same up to this name.
    depth : how many names come before it.
    domain : of the name.

    Raises
    ------
    SettingError
        The domain is endless.
    """
    taken: dict[str, list[FrozenTrial]] = {}
    for trial in trials:
        if len(trial.params) > depth:
            taken.setdefault(repr(list(trial.params.values())[depth]), []).append(trial)
    return [
        value
        for value in _values(domain)
        if repr(value) not in taken or is_left(taken[repr(value)], depth + 1)
    ]


def is_left(trials: Sequence[FrozenTrial], depth: int = 0) -> bool:
    """Is anything left below what all of these were suggested up to here?"""
    ended = any(len(trial.params) <= depth for trial in trials)
    if ended or not trials:
        return not ended
    name = list(trials[0].params)[depth]
    return bool(open_values(trials, depth, trials[0].distributions[name]))


def _texts(pairs: Sequence[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(name, repr(value)) for name, value in pairs]


def _values(domain: Domain) -> list[Any]:
    if not isinstance(domain, Choice | Int | Float):
        raise SettingError(f"Expected numbers or options, whose values can be counted; got {domain}.")
    if isinstance(domain, Float) and domain.step is None and domain.low != domain.high:
        raise SettingError(
            f"Expected a step of every float, so that all values can be tried; got {domain.low} to "
            f"{domain.high} without one."
        )
    return [nth(domain, place) for place in range(int(domain.size))]
