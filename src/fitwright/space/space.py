"""A set of configs: named domains, and branches that open only when chosen."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Self

import numpy as np

from fitwright.core.errors import SpaceError
from fitwright.core.trial import Config
from fitwright.space._rules import Condition, Tests, as_tests, holds, parents_first
from fitwright.space.domains import Choice, Domain, domain_of, scalar, settled

TRIES = 10_000
"""Draws after which a space is said to forbid everything."""

Choose = Callable[[str, Domain], Any]
"""The value for a flat name."""


class Space:
    """Named domains; below some options of a `Choice` a space of their own.

    A config is flat: what lies below the option "forest" is called "forest.depth".

    Examples
    --------
    >>> from fitwright import Float, Int, Space
    >>> flat = Space(depth=Int(2, 9), rate=Float(1e-3, 1, log=True))
    >>> tree = Space.one_of("model", {"forest": flat, "mean": Space()})
    >>> sorted(tree.default())
    ['forest.depth', 'forest.rate', 'model']
    """

    def __init__(self, domains: Mapping[str, Domain] | None = None, /, **named: Domain):
        if domains is not None and not isinstance(domains, Mapping):
            raise SpaceError(f"Expected domains as a dict of name to domain; got {type(domains).__name__}.")
        if twice := [name for name in named if name in (domains or {})]:
            raise SpaceError(f"Expected every name once; got {', '.join(twice)} twice. Rename one.")
        self.domains: dict[str, Domain] = {**(domains or {}), **named}
        self.branches: dict[str, dict[str, Space]] = {}
        self.conditions: tuple[Condition, ...] = ()
        self.forbidden: tuple[Tests, ...] = ()
        for name, domain in self.domains.items():
            if not isinstance(name, str):
                raise SpaceError(f"Expected names as text; got {name!r}.")
            if not isinstance(domain, Domain):
                raise SpaceError(f"Expected Float, Int or Choice for {name!r}; got {domain!r}.")

    @classmethod
    def one_of(cls, name: str, branches: Mapping[str, "Space"]) -> Self:
        """A choice between named spaces."""
        if not branches:
            raise SpaceError(f"Expected at least one branch for {name!r}; got none.")
        for option, inner in branches.items():
            if not isinstance(inner, Space):
                raise SpaceError(f"Expected a Space for {option!r} of {name!r}; got {inner!r}.")
        space = cls({name: Choice(tuple(branches))})
        space.branches[name] = dict(branches)
        _check(space)
        return space

    def with_(self, domains: "Mapping[str, Domain] | Space") -> "Space":
        """The same space with these domains added or in place of their namesakes; the rest stays.

        So a space grows: a running study goes on in the grown one, and takes the defaults of new names for
        what its earlier trials did.  Given a space, its branches, conditions and forbidden parts come along.
        """
        more = domains if isinstance(domains, Space) else Space(domains)
        grown = Space({**self.domains, **more.domains})
        grown.branches = {**self.branches, **more.branches}
        grown.conditions = self.conditions + more.conditions
        grown.forbidden = self.forbidden + more.forbidden
        _check(grown)
        return grown

    def when(self, tests: Mapping[str, Any], *opens: str) -> "Space":
        """The same space, where these names are open only if all `tests` hold.

        Parameters
        ----------
        tests : name to a value, a list of values, or a domain that holds the values meant.
        opens : names of this space; one that was named before has to pass both.

        Examples
        --------
        >>> from fitwright import Choice, Float, Space
        >>> space = Space(kernel=Choice(["linear", "rbf"]), gamma=Float(1e-3, 1, log=True))
        >>> sorted(space.when({"kernel": "rbf"}, "gamma").default())
        ['kernel']
        """
        if not opens or not set(opens) <= set(self.domains):
            raise SpaceError(f"Expected names of the space ({', '.join(self.domains)}) to open; got {opens}.")
        narrowed = self.with_({})
        narrowed.conditions += (Condition(as_tests(tests, self.domains), opens),)
        _check(narrowed)
        return narrowed

    def forbid(self, tests: Mapping[str, Any]) -> "Space":
        """The same space without the configs for which all `tests` hold; they are written as for `when`.

        Raises
        ------
        SpaceError
            Nothing would be left, or a name is unknown.

        Examples
        --------
        >>> from fitwright import Choice, Space
        >>> space = Space(penalty=Choice(["l1", "l2"]), solver=Choice(["lbfgs", "saga"]))
        >>> space.forbid({"penalty": "l1", "solver": "lbfgs"}).allows({"penalty": "l1", "solver": "lbfgs"})
        False
        """
        left = self.with_({})
        left.forbidden += (as_tests(tests, dict(self.walk())),)
        left.default()
        return left

    def allows(self, config: Config) -> bool:
        """Is no forbidden combination in it?"""
        if any(holds(tests, config) for tests in self.forbidden):
            return False
        return all(inner.allows(part(config, chosen)) for chosen, inner in _chosen(self, config))

    def sample(self, rng: np.random.Generator) -> Config:
        """A config drawn at random; every open name gets its own draw, in order."""
        return _drawn(self, rng, {})

    def at(self, units: Mapping[str, float]) -> Config:
        """The config at a point: a number in [0, 1) for each flat name; what stays closed is not read.

        Forbidden combinations are not looked at: ask `allows`.
        """
        return self.fill(lambda name, domain: domain.at(units[name]))

    def default(self) -> Config:
        """The config of all defaults; the first option of a choice where none is said.

        Where that is forbidden, always the same one that is not.
        """
        return self.complete({})

    def complete(self, config: Config) -> Config:
        """`config` with defaults for what it leaves open.

        Raises
        ------
        SpaceError
            A name is not in the space or not active, a value is outside its domain, or it is forbidden.
        """
        config = {name: scalar(value) for name, value in config.items()}
        full = self.fill(lambda _, domain: domain.middle(), config)
        if strange := [name for name in config if name not in full]:
            raise SpaceError(f"Expected names of the space ({', '.join(full)}); got {', '.join(strange)}.")
        for name, domain in self.active(full).items():
            full[name] = settled(domain, full[name])
            if not domain.holds(full[name]):
                raise SpaceError(f"Expected {name} in {domain}; got {full[name]!r}.")
        if self.allows(full):
            return full
        if full.keys() <= config.keys():
            raise SpaceError(f"Expected a combination that is not forbidden; got {full}.")
        return _drawn(self, np.random.default_rng(0), config)

    def fill(self, choose: Choose, given: Config | None = None) -> Config:
        """A config: what `given` says, else `choose(flat name, domain)`, asked only for what is open."""
        given = given or {}
        found: Config = {}
        for name in parents_first(self.domains, self.conditions) if self.conditions else self.domains:
            if _is_open(self, name, found):
                found[name] = given[name] if name in given else choose(name, self.domains[name])
        config = {name: found[name] for name in self.domains if name in found}
        for chosen, inner in _chosen(self, config):
            below = inner.fill(_under(chosen, choose), part(given, chosen))
            config |= {f"{chosen}.{key}": value for key, value in below.items()}
        return config

    def active(self, config: Config) -> dict[str, Domain]:
        """Flat name to domain, for all that `config` opens."""
        found = {name: domain for name, domain in self.domains.items() if _is_open(self, name, config)}
        for chosen, inner in _chosen(self, config):
            below = inner.active(part(config, chosen))
            found |= {f"{chosen}.{key}": domain for key, domain in below.items()}
        return found

    def walk(self) -> Iterator[tuple[str, Domain]]:
        """Flat name and domain of everything, open or not."""
        yield from self.domains.items()
        for branches in self.branches.values():
            for option, inner in branches.items():
                for name, domain in inner.walk():
                    yield f"{option}.{name}", domain

    def __len__(self) -> int:
        return sum(1 for _ in self.walk())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Space) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        return f"Space({', '.join(f'{name}={domain}' for name, domain in self.walk())})"

    @property
    def fingerprint(self) -> str:
        """The same for equal spaces, in every process."""
        plain = json.dumps(self.to_dict(), sort_keys=True, default=repr)
        return hashlib.sha256(plain.encode()).hexdigest()[:16]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, from which `from_dict` makes the same space."""
        plain: dict[str, Any] = {"domains": _plain(self.domains)}
        if self.branches:
            plain["branches"] = {
                name: {option: inner.to_dict() for option, inner in branches.items()}
                for name, branches in self.branches.items()
            }
        if self.conditions:
            plain["conditions"] = [{"when": _plain(c.tests), "opens": list(c.opens)} for c in self.conditions]
        if self.forbidden:
            plain["forbidden"] = [_plain(tests) for tests in self.forbidden]
        return plain

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """The space that `to_dict` described."""
        space = cls(_domains(plain["domains"]))
        for name, branches in plain.get("branches", {}).items():
            space.branches[name] = {option: Space.from_dict(inner) for option, inner in branches.items()}
        space.conditions = tuple(
            Condition(_domains(c["when"]), tuple(c["opens"])) for c in plain.get("conditions", [])
        )
        space.forbidden = tuple(_domains(tests) for tests in plain.get("forbidden", []))
        return space


def part(config: Config, scope: str) -> Config:
    """The values of `config` under `scope`, without the scope in their names."""
    return {name[len(scope) + 1 :]: value for name, value in config.items() if name.startswith(scope + ".")}


def _is_open(space: Space, name: str, config: Config) -> bool:
    return all(holds(c.tests, config) for c in space.conditions if name in c.opens)


def _chosen(space: Space, config: Config) -> Iterator[tuple[str, Space]]:
    """The branches that `config` opens."""
    for name, branches in space.branches.items():
        if name in config and str(config[name]) in branches:
            yield str(config[name]), branches[str(config[name])]


def _drawn(space: Space, rng: np.random.Generator, given: Config) -> Config:
    """`given`, and draws for what it leaves open, until it is not forbidden."""
    for _ in range(TRIES):
        config = space.fill(lambda _, domain: domain.at(rng.random()), given)
        if space.allows(config):
            return config
    raise SpaceError(
        f"Expected a config that is not forbidden; {TRIES} draws gave none. Allow one of the "
        f"forbidden: {[_plain(tests) for tests in space.forbidden]}."
    )


def _under(scope: str, choose: Choose) -> Choose:
    return lambda name, domain: choose(f"{scope}.{name}", domain)


def _plain(domains: Mapping[str, Domain]) -> dict[str, Any]:
    return {name: domain.to_dict() for name, domain in domains.items()}


def _domains(plain: Mapping[str, Any]) -> dict[str, Domain]:
    return {name: domain_of(given) for name, given in plain.items()}


def _check(space: Space) -> None:
    """Every name is there once, and no name waits for itself."""
    if twice := [name for name, count in Counter(name for name, _ in space.walk()).items() if count > 1]:
        raise SpaceError(f"Expected every name once; got {', '.join(twice)} twice. Rename one.")
    parents_first(space.domains, space.conditions)
