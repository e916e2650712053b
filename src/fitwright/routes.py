"""What a function that suggests its own values asks for after each of them: a tree, as its trials show it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Trial
from fitwright.space.domains import Domain, Float, Int, nth, settled
from fitwright.suggest import Suggest

Route = tuple[tuple[str, str], ...]
"""Names with the texts of their values, in the order in which they are asked for."""
MANY = 100_000
"""Of a domain of more values than these, so few as `SOME` are looked at."""
SOME = 32
NOTHING = Int(0, 0)


@dataclass
class _Node:
    """What is asked for after the same values.

    Attributes
    ----------
    name : it; "" where nobody knows of any.
    domain : what it is asked from.
    number : the latest trial that was asked for it.
    below : text of a value to what is asked for after it.
    ended : has a trial come to its end here?
    stopped : did a rule end it?  It would end another one that comes here.
    full : is all below it known to have been tried?
    """

    name: str = ""
    domain: Domain = NOTHING
    number: int = -1
    below: "dict[str, _Node]" = field(default_factory=dict)
    ended: bool = False
    stopped: bool = False
    full: bool = False

    @property
    def tried(self) -> bool:
        """Is nothing left?"""
        return self.stopped or (self.full if self.name else self.ended)


class Routes:
    """The routes that trials took: what was asked for after each value, of those that had the same before.

    The same function asks for the same after the same values.  So a config comes to what its route leads to:
    to the end of an earlier trial, or to where nobody has been.

    Examples
    --------
    >>> from fitwright.core.trial import Result, Step
    >>> from fitwright.space import Choice
    >>> found = {"kind": (Choice(["mean", "tree"]), "mean")}
    >>> routes = Routes()
    >>> routes.add(Trial(0, {}, {Step(): Result(1.0, found=found)}, state="done"))
    >>> routes.follow(Suggest(1, {"kind": "mean", "depth": 3}, 0))
    ((('kind', "'mean'"),), True)
    >>> routes.left(seed=0)
    {'kind': 'tree'}
    """

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, trial: Trial) -> None:
        """What a trial has found; one that was stopped, or has failed, was evaluated too."""
        node = self._root
        for name, (domain, value) in trial.found.items():
            node.full = False
            if trial.number >= node.number:
                node.below = node.below if name == node.name else {}
                node.name, node.domain, node.number = name, domain, trial.number
            if name != node.name:
                return
            node = node.below.setdefault(repr(value), _Node())
        node.stopped |= bool(trial.found) and trial.state == "stopped"
        node.ended |= bool(trial.found) and trial.state in ("done", "failed")
        node.full = False

    def follow(self, trial: Suggest, *, clip: bool = False) -> tuple[Route, bool]:
        """Where a trial will come to, and has one come to its end there?  It holds what it will be suggested.

        Parameters
        ----------
        trial : with what is proposed for it.
        clip : a number beyond an end goes to that end.
        """
        node, route = self._root, []
        while node.name and not node.stopped:
            if clip:
                _clip(trial, node.name, node.domain)
            text = repr(trial.suggest(node.name, node.domain))
            route.append((node.name, text))
            if text not in node.below:
                return tuple(route), False
            node = node.below[text]
        return tuple(route), node.tried

    def left(self, seed: int, closed: Collection[Route] = ()) -> dict[str, Any] | None:
        """Values that lead to where nobody has been, and to no closed route; None where there are none.

        Parameters
        ----------
        seed : of the order in which values are looked at.
        """
        if not self._root.name:
            return {}
        ahead: list[Route] = [()]
        trail, chosen = [(self._root, _values(self._root.domain, seed, ()))], list[Any]()
        while trail:
            node, values = trail[-1]
            for value in values:
                at = (*ahead[-1], (node.name, repr(value)))
                known = node.below.get(at[-1][1])
                if known is not None and known.tried:
                    continue
                if known is not None and known.name:
                    ahead.append(at)
                    chosen.append(value)
                    trail.append((known, _values(known.domain, seed, at)))
                    break
                if at not in closed:
                    names = [one.name for one, _ in trail]
                    return dict(zip(names, [*chosen, value], strict=True))
            else:
                node.full = len(node.below) >= node.domain.size and all(
                    one.tried for one in node.below.values()
                )
                trail.pop()
                ahead.pop()
                del chosen[len(ahead) - 1 :]
        return None


def _values(domain: Domain, seed: int, route: Route) -> Iterator[Any]:
    """All of a domain in any order, or some; what others have looked at before changes nothing."""
    rng = np.random.default_rng(seed_of(seed, repr(route)))
    if domain.size > MANY:
        return (domain.at(rng.random()) for _ in range(SOME))
    return (nth(domain, int(place)) for place in rng.permutation(int(domain.size)))


def _clip(trial: Suggest, name: str, domain: Domain) -> None:
    if name not in trial.proposed:
        return
    value = trial.proposed[name]
    if isinstance(domain, Float | Int) and isinstance(value, int | float) and not isinstance(value, bool):
        value = min(max(value, domain.low), domain.high)
    trial.proposed[name] = settled(domain, value)
