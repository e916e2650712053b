"""Halving and hyperband over rows or a parameter: what each round gives, and to how many candidates."""

import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from fitwright import search
from fitwright.core.errors import SettingError
from fitwright.core.events import Asked
from fitwright.core.history import History
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config, Trial
from fitwright.core.work import Verdict
from fitwright.space import Choice, Space
from fitwright.stopping import Rule
from fitwright.stopping.halving import Halving
from fitwright.stopping.hyperband import Hyperband

Index = NDArray[np.intp]
ROWS = "n_samples"
"""The resource that is rows to learn from; any other one is a parameter of the estimator."""
EACH = 2
"""Rows of each class that come first, and that a first round has at least for each fold."""


@dataclass(frozen=True)
class Ladder:
    """Rounds, each with more of a resource for fewer candidates.

    Attributes
    ----------
    resource : "n_samples", or the name of a parameter.
    amounts : rows, or values of the parameter, of each round.
    brackets : new candidates of each round, from the first on; halving has them in the first alone.
    factor : one of so many goes on.
    least, most : ends of the amounts, as they were said or found.
    possible, required : rounds that the amounts make room for, and that leave less than `factor` candidates.
    rows : of the table.

    Examples
    --------
    >>> rule = Halving(factor=2, resource="n_samples", min_resources=20, max_resources=40)
    >>> Ladder.of(rule, rows=100, smallest=10, wanted=6, counted=lambda count: count).amounts
    (20, 40)
    """

    resource: str
    amounts: tuple[int, ...]
    brackets: tuple[int, ...]
    factor: float
    least: int
    most: int
    possible: int
    required: int
    rows: int

    @classmethod
    def of(
        cls,
        rule: Halving | Hyperband,
        *,
        rows: int,
        smallest: int,
        wanted: int | None,
        counted: Callable[[int], int],
    ) -> Self:
        """The rounds that a rule means.

        Parameters
        ----------
        rule : with a resource.
        rows : of the table.
        smallest : the least amount that makes sense.
        wanted : candidates, of all brackets together; as many as the amounts can thin out where None.
        counted : how many of so many candidates there really are.

        Raises
        ------
        SettingError
            A parameter as resource has no max_resources, or min_resources lies above it.
        """
        most, least = _most(rule, rows), rule.min_resources
        first = least if isinstance(least, int) else min(smallest, most)
        if first > most:
            raise SettingError(
                f"Expected min_resources of at most max_resources ({most}); got {first}. Lower the one or "
                "raise the other."
            )
        if isinstance(rule, Hyperband):
            return cls._of_brackets(rule, (first, most, rows), wanted, counted)
        candidates = counted(max(1, most // first) if wanted is None else wanted)
        required = 1 + _log(candidates, rule.factor)
        if least == "exhaust" or (least == "auto" and wanted is not None):
            first = max(first, int(most // rule.factor ** (required - 1)))
        possible = 1 + _log(most // first, rule.factor)
        rounds = required if rule.aggressive_elimination else min(possible, required)
        late = max(0, rounds - possible)
        amounts = (min(int(first * rule.factor ** max(0, turn - late)), most) for turn in range(rounds))
        return cls(
            str(rule.resource),
            tuple(amounts),
            (candidates,),
            rule.factor,
            first,
            most,
            possible,
            required,
            rows,
        )

    @classmethod
    def _of_brackets(
        cls,
        rule: Hyperband,
        ends: tuple[int, int, int],
        wanted: int | None,
        counted: Callable[[int], int],
    ) -> Self:
        """All rounds that there is room for, and new candidates in each; `ends`: first, most, rows."""
        first, most, rows = ends
        rounds = 1 + _log(most // first, rule.factor)
        if rule.min_resources in ("auto", "exhaust"):
            first = max(first, int(most // rule.factor ** (rounds - 1)))
        count = min(rounds, rule.brackets or rounds)
        shares = [math.ceil(share - 1e-9) for share in rule.shares(rounds)[:count]]
        brackets = dealt(counted(sum(shares) if wanted is None else wanted), shares)
        amounts = (min(int(first * rule.factor**turn), most) for turn in range(rounds))
        required = 1 + _log(brackets[0], rule.factor)
        return cls(
            str(rule.resource), tuple(amounts), brackets, rule.factor, first, most, rounds, required, rows
        )

    @property
    def candidates(self) -> int:
        """Of all brackets together."""
        return sum(self.brackets)

    @property
    def begins(self) -> tuple[int, ...]:
        """The round that each candidate begins with, in their order; () where that is the first for all."""
        if len(self.brackets) == 1:
            return ()
        return tuple(turn for turn, count in enumerate(self.brackets) for _ in range(count))

    @property
    def units(self) -> tuple[float, ...]:
        """Work of each round, in first rounds."""
        return tuple(self.factor**turn for turn in range(len(self.amounts)))

    def rule(self, folds: int, *, waits: bool) -> Rule:
        """Halving as the search wing knows it: it compares whole rounds, all at once if it waits."""
        rules = [
            Halving(self.factor, folds * unit, wait_for=count if waits else None)
            for unit, count in zip(self.units, self.brackets, strict=False)
        ]
        return rules[0] if len(rules) == 1 else Brackets(tuple(rules))

    def part(self, turn: int, learn: Index) -> Index:
        """(rows,) the rows of a fold that a round learns from, in the order of the table."""
        if self.resource != ROWS:
            return learn
        count = max(1, round(len(learn) * self.amounts[turn] / self.rows))
        return np.sort(learn[:count])

    def given(self, turn: int) -> Config:
        """What a round sets beside a candidate's own parameters."""
        return {} if self.resource == ROWS else {self.resource: self.amounts[turn]}

    def told(self, counts: list[int]) -> dict[str, Any]:
        """What scikit-learn's users know of it, by attribute; `counts` are the candidates of each round."""
        return {
            "n_resources_": list(self.amounts[: len(counts)]),
            "n_candidates_": counts,
            "n_remaining_candidates_": math.ceil(counts[-1] / self.factor),
            "n_iterations_": len(counts),
            "n_possible_iterations_": self.possible,
            "n_required_iterations_": self.required,
            "min_resources_": self.least,
            "max_resources_": self.most,
        }


@dataclass
class Brackets(Rule):
    """Halving in each bracket by itself: candidates that begin with the same round.

    Parameters
    ----------
    rules : of each round that candidates begin with.
    """

    rules: tuple[Halving, ...]
    _rivals: "WeakKeyDictionary[History, tuple[int, dict[int, History]]]" = field(
        default_factory=WeakKeyDictionary, init=False, repr=False, compare=False
    )

    def judge(self, trial: Trial, history: History) -> Verdict:
        """As halving does, beside those of its bracket."""
        taken, known = self._rivals.get(history, (-1, {}))
        if taken != history.taken:
            known = {}
            self._rivals[history] = (history.taken, known)
        bracket = history.steps.begin(trial.number)
        if bracket not in known:
            known[bracket] = history.with_trials(
                one for one in history if history.steps.begin(one.number) == bracket
            )
        return self.rules[bracket].judge(trial, known[bracket])


def dealt(count: int, shares: Sequence[int]) -> tuple[int, ...]:
    """So many candidates over brackets: in these proportions, one in each before any has two.

    Examples
    --------
    >>> dealt(10, [9, 5, 3])
    (5, 3, 2)
    """
    found = [0] * len(shares)
    for _ in range(count):
        found[min(range(len(shares)), key=lambda at: found[at] / shares[at])] += 1
    return tuple(number for number in found if number)


def nested(learn: Index, classes: Any, seed: int) -> Index:
    """The same rows, in an order of which every beginning is an even sample.

    Parameters
    ----------
    learn : (rows,) positions.
    classes : (all rows,) labels, each of which comes up early and then as often as it is; None draws blindly.
    seed : of the order.
    """
    rng = np.random.default_rng(seed_of(seed, "rows"))
    drawn = np.asarray(rng.permutation(learn), np.intp)
    if classes is None:
        return drawn
    _, codes, sizes = np.unique(classes[drawn], return_inverse=True, return_counts=True)
    by_class = np.argsort(codes, kind="stable")
    rank = np.empty(len(drawn), np.int64)  # the how-manieth of its class each row is
    rank[by_class] = np.arange(len(drawn)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    turn = np.where(rank < EACH, rank - EACH, (rank + 0.5) / sizes[codes])
    return drawn[np.argsort(turn, kind="stable")]


def distinct(space: Space, word: Any, most: int) -> int:
    """How many different candidates a searcher will find in a space, at most `most`."""
    grid = is_grid(word)
    sizes = [domain.size for _, domain in space.walk()]
    flat = not (space.branches or space.conditions or space.forbidden)
    listed = all(isinstance(domain, Choice) for _, domain in space.walk())
    if flat and (listed or not grid):
        return int(min(most, math.prod(sizes)))
    if not grid and math.inf in sizes:
        return most
    searcher, history = search.made(word if grid else "random", space, 0), History()
    while len(history) < most and (config := searcher.ask(len(history), history)) is not None:
        history.add(Asked(len(history), config))
    return len(history)


def wanted(n_iter: int | None, word: Any) -> int | None:
    """Candidates asked for: the whole grid where no number is said; None leaves it to the rounds."""
    return sys.maxsize if n_iter is None and is_grid(word) else n_iter


def is_grid(word: Any) -> bool:
    """Is it a searcher that ends with its grid?"""
    return search.catalog.is_a(word, "grid")


def _most(rule: Halving | Hyperband, rows: int) -> int:
    if isinstance(rule.max_resources, int):
        return rule.max_resources if rule.resource != ROWS else min(rule.max_resources, rows)
    if rule.resource != ROWS:
        raise SettingError(
            f"Expected max_resources, the highest {rule.resource}, where the resource is a parameter; got "
            "'auto', which is all rows."
        )
    return rows


def _log(count: int, factor: float) -> int:
    """How often `count` can be divided by `factor` before less than that is left."""
    return math.floor(math.log(max(count, 1), factor) + 1e-9)
