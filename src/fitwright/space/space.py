"""A set of configs: named domains, and branches that open only when chosen."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, Self

import numpy as np

from fitwright.core.errors import SpaceError
from fitwright.core.trial import Config
from fitwright.space.domains import Choice, Domain, domain_of


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
        self.domains: dict[str, Domain] = {**(domains or {}), **named}
        self.branches: dict[str, dict[str, Space]] = {}
        for name, domain in self.domains.items():
            if not isinstance(domain, Domain):
                raise SpaceError(f"Expected Float, Int or Choice for {name!r}; got {domain!r}.")

    @classmethod
    def one_of(cls, name: str, branches: Mapping[str, "Space"]) -> Self:
        """A choice between named spaces."""
        if not branches:
            raise SpaceError(f"Expected at least one branch for {name!r}; got none.")
        space = cls({name: Choice(tuple(branches))})
        space.branches[name] = dict(branches)
        return space

    def with_(self, domains: Mapping[str, Domain]) -> "Space":
        """The same space with these domains added or in place of their namesakes; branches stay."""
        grown = Space({**self.domains, **domains})
        grown.branches = dict(self.branches)
        return grown

    def sample(self, rng: np.random.Generator) -> Config:
        """A config drawn at random; every name gets its own draw, in order."""
        return self._fill(lambda domain: domain.at(rng.random()))

    def at(self, units: Mapping[str, float]) -> Config:
        """The config at a point: a number in [0, 1) for each flat name; what stays closed is not read."""
        config = {name: domain.at(units[name]) for name, domain in self.domains.items()}
        for name, branches in self.branches.items():
            chosen = str(config[name])
            if chosen in branches:
                inner = branches[chosen].at(part(dict(units), chosen))
                config |= {f"{chosen}.{key}": value for key, value in inner.items()}
        return config

    def default(self) -> Config:
        """The config of all defaults; the first option of a choice where none is said."""
        return self._fill(lambda domain: domain.middle())

    def complete(self, config: Config) -> Config:
        """`config` with defaults for what it leaves open.

        Raises
        ------
        SpaceError
            A name is not in the space or not active, or a value is outside its domain.
        """
        full = self._fill(lambda domain: domain.middle(), config)
        if strange := [name for name in config if name not in full]:
            raise SpaceError(f"Expected names of the space ({', '.join(full)}); got {', '.join(strange)}.")
        for name, domain in self.active(full).items():
            if not domain.holds(full[name]):
                raise SpaceError(f"Expected {name} in {domain}; got {full[name]!r}.")
        return full

    def active(self, config: Config) -> dict[str, Domain]:
        """Flat name to domain, for all that `config` opens."""
        found = dict(self.domains)
        for name, branches in self.branches.items():
            chosen = str(config[name])
            if chosen in branches:
                inner = branches[chosen].active(part(config, chosen))
                found |= {f"{chosen}.{key}": domain for key, domain in inner.items()}
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
        return hashlib.sha256(json.dumps(self.to_dict(), sort_keys=True).encode()).hexdigest()[:16]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, from which `from_dict` makes the same space."""
        plain: dict[str, Any] = {"domains": {name: d.to_dict() for name, d in self.domains.items()}}
        if self.branches:
            plain["branches"] = {
                name: {option: inner.to_dict() for option, inner in branches.items()}
                for name, branches in self.branches.items()
            }
        return plain

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """The space that `to_dict` described."""
        space = cls({name: domain_of(d) for name, d in plain["domains"].items()})
        for name, branches in plain.get("branches", {}).items():
            space.branches[name] = {option: Space.from_dict(inner) for option, inner in branches.items()}
        return space

    def _fill(self, value: Any, given: Config | None = None) -> Config:
        """A config with `value(domain)` for what `given` leaves open."""
        given = given or {}
        config = {name: given[name] if name in given else value(d) for name, d in self.domains.items()}
        for name, branches in self.branches.items():
            chosen = str(config[name])
            if chosen in branches:
                inner = branches[chosen]._fill(value, part(given, chosen))
                config |= {f"{chosen}.{key}": below for key, below in inner.items()}
        return config


def part(config: Config, scope: str) -> Config:
    """The values of `config` under `scope`, without the scope in their names."""
    return {name[len(scope) + 1 :]: value for name, value in config.items() if name.startswith(scope + ".")}
