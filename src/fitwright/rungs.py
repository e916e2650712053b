"""Successive halving over rows or a parameter: what each round gives, and to how many candidates."""

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from fitwright import search
from fitwright.core.errors import SettingError
from fitwright.core.events import Asked
from fitwright.core.history import History
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config
from fitwright.search.grid import Grid
from fitwright.space import Choice, Space
from fitwright.stopping.halving import Halving

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
    candidates : of the first round.
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
    candidates: int
    factor: float
    least: int
    most: int
    possible: int
    required: int
    rows: int

    @classmethod
    def of(
        cls, rule: Halving, *, rows: int, smallest: int, wanted: int | None, counted: Callable[[int], int]
    ) -> Self:
        """The rounds that a rule means.

        Parameters
        ----------
        rule : with a resource.
        rows : of the table.
        smallest : the least amount that makes sense.
        wanted : candidates to begin with; as many as the amounts can thin out where None.
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
        candidates = counted(max(1, most // first) if wanted is None else wanted)
        required = 1 + _log(candidates, rule.factor)
        if least == "exhaust" or (least == "auto" and wanted is not None):
            first = max(first, int(most // rule.factor ** (required - 1)))
        possible = 1 + _log(most // first, rule.factor)
        rounds = required if rule.aggressive_elimination else min(possible, required)
        late = max(0, rounds - possible)
        amounts = (min(int(first * rule.factor ** max(0, turn - late)), most) for turn in range(rounds))
        return cls(
            str(rule.resource), tuple(amounts), candidates, rule.factor, first, most, possible, required, rows
        )

    @property
    def units(self) -> tuple[float, ...]:
        """Work of each round, in first rounds."""
        return tuple(self.factor**turn for turn in range(len(self.amounts)))

    def rule(self, rule: Halving, folds: int, *, waits: bool) -> Halving:
        """The same rule as the search wing knows it: it compares whole rounds, all at once if it waits."""
        plain = Halving()
        return replace(
            rule,
            resource=None,
            min_resources=plain.min_resources,
            max_resources=plain.max_resources,
            aggressive_elimination=False,
            first=float(folds),
            wait_for=self.candidates if waits else None,
        )

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
    return word == "grid" or isinstance(word, Grid)


def _most(rule: Halving, rows: int) -> int:
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
