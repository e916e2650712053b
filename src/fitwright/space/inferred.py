"""Which names open which, as trials show it: a space for objectives that suggest their values as they go."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from fitwright.space._rules import Tests, holds
from fitwright.space.domains import Choice, Domain, Int
from fitwright.space.space import Space

Found = Mapping[str, tuple[Domain, Any]]
"""Name to (domain, value), in the order in which they were suggested."""
Way = tuple[tuple[str, Any], ...]
"""What a trial suggested, in order: each name with its value where that may open others, else None."""
FEW = 32
"""A whole number of at most so many values may open others, such as the number of layers."""


def way(found: Found) -> Way:
    """The way that a trial took."""
    return tuple((name, value if _may_open(domain) else None) for name, (domain, value) in found.items())


def inferred(domains: Mapping[str, Domain], whole: Iterable[Way], cut: Iterable[Way] = ()) -> Space:
    """A space of these domains, with the conditions that trials show.

    A name that some trials did without is open where what was suggested before it has the values with which
    it came: of several explanations the one that tells most trials apart, and of these the nearest.  What
    nothing explains stays open: a real number, or a whole one of many values, is not thought to open others.

    Parameters
    ----------
    domains : of all names.
    whole : the ways of trials that came to their end.
    cut : those of others, which may have ended before they suggested all.

    Examples
    --------
    >>> from fitwright.space import Choice, Float
    >>> space = inferred(
    ...     {"kind": Choice(["svm", "mean"]), "C": Float(0, 1)},
    ...     [(("kind", "svm"), ("C", None)), (("kind", "mean"),)],
    ... )
    >>> space.complete({"kind": "mean"})
    {'kind': 'mean'}
    """
    ended = [dict(one) for one in whole]
    ways = [*ended, *(dict(one) for one in cut)]
    space = Space(domains)
    for name in domains:
        having = [one for one in ways if name in one]
        lacking = [one for one in ended if name not in one]
        if lacking and having and (tests := _tests(name, having, lacking, domains)):
            space = space.when(tests, name)
    return space


def _tests(
    name: str, having: Sequence[dict[str, Any]], lacking: list[dict[str, Any]], domains: Mapping[str, Domain]
) -> Tests:
    """What holds on all ways that have the name, and on as few as possible that lack it."""
    before = [set(takewhile(lambda other: other != name, one)) for one in having]
    common = [parent for parent in having[-1] if all(parent in names for names in before)]
    known = {parent: test for parent in common if (test := _test(parent, having, lacking, domains[parent]))}
    tests: Tests = {}
    while lacking:
        told_apart = {
            parent: sum(parent in one and not test.holds(one[parent]) for one in lacking)
            for parent, test in known.items()
        }
        best = max(reversed(told_apart), key=lambda parent: told_apart[parent], default=None)
        if best is None or not told_apart[best]:
            break
        tests[best] = known[best]
        lacking = [one for one in lacking if holds(tests, one)]
    return tests


def _test(
    parent: str, having: Sequence[dict[str, Any]], lacking: Sequence[dict[str, Any]], domain: Domain
) -> Domain | None:
    """The values of the parent on ways that have a name, as far as they may explain it."""
    if not _may_open(domain):
        return None
    having_it = [one[parent] for one in having]
    lacking_it = [one[parent] for one in lacking if parent in one]
    if isinstance(domain, Choice):
        meant = tuple(option for option in domain.options if option in having_it)
        return Choice(meant) if meant else None
    if not isinstance(domain, Int) or not lacking_it or None in [*having_it, *lacking_it]:
        return None
    if min(having_it) > max(lacking_it):
        return Int(min(max(min(having_it), domain.low), domain.high), domain.high)
    if max(having_it) < min(lacking_it):
        return Int(domain.low, max(min(max(having_it), domain.high), domain.low))
    return None


def _may_open(domain: Domain) -> bool:
    return isinstance(domain, Choice) or (isinstance(domain, Int) and domain.size <= FEW)
