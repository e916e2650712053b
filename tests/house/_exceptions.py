"""Reads exceptions.toml: who may break which rule, how far, and why."""

import tomllib
from dataclasses import dataclass
from functools import cache

from tests.house._source import ROOT


@dataclass(frozen=True)
class Exemption:
    """One file's (or, after "::", one name's) leave to break one rule."""

    rule: str
    where: str
    reason: str
    limit: int = 0


@cache
def exemptions() -> tuple[Exemption, ...]:
    """All of them."""
    text = (ROOT / "tests/house/exceptions.toml").read_text(encoding="utf-8")
    given = tomllib.loads(text)["exception"]
    return tuple(Exemption(**{**one, "where": place}) for one in given for place in one["where"])


def is_exempt(rule: str, *places: str) -> bool:
    """Has one of these places leave to break the rule?"""
    return any(given.rule == rule and given.where in places for given in exemptions())


def limit_for(rule: str, usual: int, *places: str) -> int:
    """The number that holds at one of these places."""
    return max(
        [usual, *(given.limit for given in exemptions() if given.rule == rule and given.where in places)]
    )
