"""A space that has another one inside it: what it has lost, and how configs of the other one go on there."""

from typing import Any

from fitwright.core.errors import SpaceError
from fitwright.core.trial import Config
from fitwright.space.domains import Choice, Domain, Float, Int
from fitwright.space.space import Space


def lost(then: Space, now: Space) -> list[str]:
    """What `then` has and `now` has not: one part of a sentence for each name; nothing if it is inside.

    Conditions and forbidden combinations are not looked at: `moved` says where one shuts a config out.

    Examples
    --------
    >>> small = Space(x=Float(0, 5), n=Int(1, 3), kind=Choice(["a", "b"]))
    >>> lost(small, Space(x=Float(0, 4), kind=Choice(["a"])))
    ['x went from 0 to 5 and goes from 0 to 4', 'n is gone', "kind has no 'b' any more"]
    """
    there = dict(now.walk())
    found = (_difference(name, domain, there.get(name)) for name, domain in then.walk())
    return [difference for difference in found if difference]


def moved(config: Config, now: Space) -> Config:
    """A config of a space that is inside `now`, as one of `now`: it counts as having had each new default.

    Raises
    ------
    SpaceError
        A new name has no default, or a condition or a forbidden combination shuts the config out.

    Examples
    --------
    >>> moved({"x": 2.5}, Space(x=Float(0, 9), momentum=Float(0, 1, default=0.0)))
    {'x': 2.5, 'momentum': 0.0}
    """

    def choose(name: str, domain: Domain) -> Any:
        if not _says_default(domain):
            raise SpaceError(
                f"Expected a default for the new {name!r}: what trials count as having had that knew nothing "
                f"of it; got {domain}. Say default=..., the value that was at work so far."
            )
        return domain.middle()

    full = now.fill(choose, config)
    if closed := [name for name in config if name not in full]:
        raise SpaceError(
            f"Expected a space that has room for {config}, which was tried; {', '.join(closed)} is closed "
            "there. Loosen the condition."
        )
    if not now.allows(full):
        raise SpaceError(f"Expected a space that allows {full}, which was tried. Forbid less.")
    return full


def _difference(name: str, then: Domain, now: Domain | None) -> str:
    """What of a domain is not in another; "" where all of it is."""
    if now is None:
        return f"{name} is gone"
    if isinstance(then, Choice):
        gone = [option for option in then.options if not now.holds(option)]
        return f"{name} has no {', '.join(map(repr, gone))} any more" if gone else ""
    if isinstance(then, Float) and isinstance(now, Float):
        return _cut(name, then, now)
    if isinstance(then, Int) and isinstance(now, Int):
        return _cut(name, then, now)
    return f"{name} was {type(then).__name__} and is {type(now).__name__}"


def _cut(name: str, then: Float | Int, now: Float | Int) -> str:
    if now.low > then.low or now.high < then.high:
        return f"{name} went from {then.low:g} to {then.high:g} and goes from {now.low:g} to {now.high:g}"
    if now.step is None or (then.size == 1 and _whole((then.low - now.low) / now.step)):
        return ""
    if then.step is None:
        return f"{name} had no steps and has steps of {now.step:g}"
    kept = _whole((then.low - now.low) / now.step) and _whole(then.step / now.step)
    return "" if kept else f"{name} has other steps"


def _whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-9 * max(1.0, abs(number))


def _says_default(domain: Domain) -> bool:
    """Is it clear what was at work before: a default, the only value, or None first among options?"""
    if domain.default is not None or domain.size == 1:
        return True
    return isinstance(domain, Choice) and domain.options[0] is None
