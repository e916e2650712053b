"""Which names open which, as trials show it: a space for objectives that suggest their values as they go."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from fitwright.space._rules import Tests
from fitwright.space.domains import Choice, Domain, Int
from fitwright.space.space import Space

Found = Mapping[str, tuple[Domain, Any]]
"""Name to (domain, value), in the order in which they were suggested."""
Way = tuple[tuple[str, Any], ...]
"""What a trial suggested, in order: each name with its value where that may open others, else None."""
FEW = 32
"""A whole number of at most so many values may open others, such as the number of layers."""
_Values = dict[str, dict[str, Any]]
"""Name to the values that it had, each under its text."""
_Passes = tuple[bool | None, ...]


def may_open(domain: Domain) -> bool:
    """May its values open other names?"""
    return isinstance(domain, Choice) or (isinstance(domain, Int) and domain.size <= FEW)


def way(found: Found) -> Way:
    """The way that a trial took."""
    return tuple((name, value if may_open(domain) else None) for name, (domain, value) in found.items())


def inferred(domains: Mapping[str, Domain], whole: Iterable[Way], cut: Iterable[Way] = ()) -> Space:
    """A space of these domains, with the conditions that trials show.

    A name that some trials did without is open where what was suggested before it has the values with which
    it came: of several explanations the one that tells most trials apart, and of these the nearest.  What
    nothing explains stays open: a real number, or a whole one of many values, is not thought to open others.

    Parameters
    ----------
    domains : of all names, in the order in which they were first suggested.
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
    ways = Ways()
    for one in whole:
        ways.add(one, whole=True)
    for one in cut:
        ways.add(one, whole=False)
    return ways.space(domains)


class Ways:
    """Ways as they come in, each looked at once: what `inferred` says of all of them, without a second look.

    It does not matter in which order they come.
    """

    def __init__(self) -> None:
        self._names: dict[str, _Shown] = {}
        self._had: set[str] = set()
        self._whole: dict[str, dict[str, Any]] = {}
        self._known: tuple[Any, Space] = (None, Space())

    def add(self, one: Way, *, whole: bool) -> None:
        """One more; of a trial that came to its end, or may not have suggested all."""
        text, values = repr(one), dict(one)
        if text not in self._had:
            self._had.add(text)
            for name in values:
                if name not in self._names:
                    self._names[name] = _Shown(name, lacking=[*self._whole.values()])
                self._names[name].having.append(values)
        if whole and text not in self._whole:
            self._whole[text] = values
            for name in self._names.keys() - values.keys():
                self._names[name].lacking.append(values)

    def space(self, domains: Mapping[str, Domain]) -> Space:
        """The space of these domains; the same object as long as it is the same space, in the same order."""
        told = {name: self._names[name].tests(domains) for name in domains if name in self._names}
        seen = [*domains.items()], told
        if self._known[0] != seen:
            space = Space(domains)
            for name, tests in told.items():
                space = space.when(tests, name) if tests else space
            self._known = seen, space
        return self._known[1]


@dataclass
class _Shown:
    """What ways show of one name.

    Attributes
    ----------
    name : it.
    having, lacking : ways that have it, and whole ones that lack it.
    common : names that come before it on all ways that have it.
    before, without : name to its values on ways that have this one, before it, and on those that lack it.
    tried : what may tell ways apart, and how many of those that lack the name pass each test alike.
    """

    name: str
    having: list[dict[str, Any]] = field(default_factory=list)
    lacking: list[dict[str, Any]] = field(default_factory=list)
    common: set[str] | None = None
    before: _Values = field(default_factory=dict)
    without: _Values = field(default_factory=dict)
    tried: tuple[Tests, Counter[_Passes]] = ({}, Counter())
    _looked: tuple[int, int] = (0, 0)

    def tests(self, domains: Mapping[str, Domain]) -> Tests:
        """What holds on all ways that have the name, and on as few as possible that lack it."""
        if not self.lacking:
            return {}
        had, lacked = self._looked
        self._looked = len(self.having), len(self.lacking)
        for one in self.having[had:]:
            early = {name: one[name] for name in takewhile(lambda other: other != self.name, one)}
            self.common = early.keys() & (early.keys() if self.common is None else self.common)
            _note(self.before, early)
        for one in self.lacking[lacked:]:
            _note(self.without, one)
        common = [name for name in domains if name in (self.common or ())]
        known = {name: test for name in common if (test := self._test(name, domains[name]))}
        then, counts = self.tried
        if then != known:
            lacked, counts = 0, Counter()
        counts.update(_passes(known, one) for one in self.lacking[lacked:])
        self.tried = known, counts
        return _chosen(known, counts)

    def _test(self, parent: str, domain: Domain) -> Domain | None:
        """The values of the parent on ways that have the name, as far as they may explain it."""
        known = self.before.get(parent, {})
        having = list(known.values())
        if isinstance(domain, Choice):
            meant = tuple(option for option in domain.options if repr(option) in known)
            return Choice(meant) if meant else None
        without = list(self.without.get(parent, {}).values())
        if not isinstance(domain, Int) or not may_open(domain) or not without:
            return None
        if not all(map(domain.holds, [*having, *without])):  # it was of many values, or something else
            return None
        if min(having) > max(without):
            return Int(min(max(min(having), domain.low), domain.high), domain.high)
        if max(having) < min(without):
            return Int(domain.low, max(min(max(having), domain.high), domain.low))
        return None


def _note(values: _Values, more: Mapping[str, Any]) -> None:
    """Take in values that are new."""
    for name, value in more.items():
        values.setdefault(name, {}).setdefault(repr(value), value)


def _passes(tests: Tests, values: Mapping[str, Any]) -> _Passes:
    """Which tests a way passes; None where it has nothing to look at."""
    return tuple(test.holds(values[name]) if name in values else None for name, test in tests.items())


def _chosen(known: Tests, counts: Mapping[_Passes, int]) -> Tests:
    """Of what is known the tests that tell apart what passes them not, those that tell most apart first."""
    tests: Tests = {}
    while counts:
        told_apart = {
            name: sum(count for passes, count in counts.items() if passes[place] is False)
            for place, name in enumerate(known)
        }
        best = max(reversed(told_apart), key=lambda name: told_apart[name], default=None)
        if best is None or not told_apart[best]:
            break
        tests[best] = known[best]
        place = list(known).index(best)
        counts = {passes: count for passes, count in counts.items() if passes[place]}
    return tests
