"""Breeds new configs from the best ones there are."""

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright import fronts
from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config, Trial
from fitwright.search._fresh import Once, Seen, draw, identity
from fitwright.search._opening import opening
from fitwright.search._seen import lies_in, outcomes
from fitwright.search.searcher import Searcher
from fitwright.space import Choice, Domain, Float, Int, Space

ATTEMPTS = 20
"""Children that turn out to be known before one is drawn at random."""
Chain = Sequence[str]
"""An option that is a list of steps."""
STEP = 0.1
"""Spread of a mutation, as a share of a number's domain."""


class Evolution(Searcher):
    """A genetic algorithm over any space, whole pipelines too.

    The best `population` trials are the parents; two of them win a tournament each.  A child takes every open
    parameter from one of them, and a whole branch from the one that opened it; then one parameter or more
    changes: a number a little, a choice at will, and what that opens is taken from parents or drawn anew.
    An option that is a list, such as a chain of steps, is crossed too: the beginning of one parent's and the
    end of the other's; and it changes by a step that is put in, left out or exchanged (Olson et al., 2016,
    Evaluation of a tree-based pipeline optimization tool).
    Only configs of the space come out, conditions and forbidden combinations kept.  Trials are bred one at
    a time, so workers never wait for a generation (Goldberg and Deb, 1991).

    Parameters
    ----------
    space : where to search.
    seed : with the trial's number it decides the draws.
    population : parents; so many trials are spread evenly first, half of it at least.
    tournament : so many parents compete; more of them breed only the best.
    second : a value that trials report, lower is better, such as "complexity": of two parents the one that
        is no worse in both wins, and the population is what is best in both (Deb et al., 2002).

    Examples
    --------
    >>> from fitwright import Float, tune
    >>> study = tune(
    ...     lambda config: (config["x"] - 2) ** 2, {"x": Float(-5, 5)}, search="evolution", max_trials=60
    ... )
    >>> abs(study.best.config["x"] - 2) < 0.5
    True
    """

    def __init__(
        self,
        space: Space | None = None,
        seed: int = 0,
        population: int = 20,
        tournament: int = 3,
        second: str | None = None,
    ):
        super().__init__(space, seed)
        if population < 2 or tournament < 1:
            raise SettingError(
                f"Expected a population from 2 and a tournament from 1 on; got {population} and {tournament}."
            )
        self.population, self.tournament, self.second = population, tournament, second
        self._seen, self._inside = Seen(), Once(partial(lies_in, self.space))

    def ask(self, number: int, history: History) -> Config | None:
        trials = list(history)
        taken = self._seen.of(history)
        parents = self._parents(trials)
        if len(trials) < self.population // 2 or len(parents) < 2:
            return opening(self.space, self.seed, number, max(1, self.population // 2), taken)
        rng = np.random.default_rng(seed_of(self.seed, "evolution", number))
        for _ in range(ATTEMPTS):
            child = self._child(parents, rng)
            if identity(child) not in taken and self.space.allows(child):
                return child
        return draw(self.space, self.seed, number, taken)

    def _parents(self, trials: Sequence[Trial]) -> list[Config]:
        """Configs of the population, best first."""
        losses = np.array(outcomes(trials), np.float64)
        scored = np.flatnonzero(np.isfinite(losses))
        if not self.second:
            order = scored[np.argsort(losses[scored], kind="stable")]
        else:
            beside = np.array([_value(trials[int(i)], self.second) for i in scored], np.float64)
            order = scored[_fronts(np.column_stack([losses[scored], beside]))]
        inside = (trials[int(i)].config for i in order if self._inside.of(trials[int(i)]))
        return list(islice(inside, self.population))

    def _child(self, parents: Sequence[Config], rng: np.random.Generator) -> Config:
        mother, father = (
            parents[int(rng.integers(len(parents), size=self.tournament).min())] for _ in range(2)
        )
        rate = 1.0 / max(1, len(mother))
        able = [name for name, domain in self.space.active(mother).items() if domain.size > 1]
        forced = able[int(rng.integers(len(able)))] if able else ""

        def choose(name: str, domain: Domain) -> Any:
            first, other = (mother, father) if rng.random() < 0.5 else (father, mother)
            holder = first if name in first else other
            if name not in holder:
                return domain.at(rng.random())
            value = holder[name]
            mate = (other if holder is first else first).get(name)
            if _is_chain(value) and (crossed := _crossed(domain, value, mate, rng)) != value:
                return crossed  # a mutation could lead back
            changes = name == forced or rng.random() < rate
            return _mutated(domain, value, rng) if changes else value

        return self.space.fill(choose)


def _mutated(domain: Domain, value: Any, rng: np.random.Generator) -> Any:
    """Another value wherever there is one: any other option (of chains one that is near), a number nearby."""
    if isinstance(domain, Choice) and not domain.ordered:
        others = [option for option in domain.options if option != value]
        if _is_chain(value):
            others = [option for option in others if _is_near(option, value)] or others
        return others[int(rng.integers(len(others)))] if others else value
    move, place = STEP * rng.standard_normal(), domain.place(value)
    back = (domain.value(float(np.clip(place + way, 0.0, 1.0))) for way in (move, -move))
    near = (*back, *_beside(domain, value, 1 if move > 0 else -1))
    return next((moved for moved in near if moved != value and domain.holds(moved)), value)


def _beside(domain: Domain, value: Any, way: int) -> tuple[Any, Any]:
    """What lies next to a value, first `way`, then the other; of a continuum the ends."""
    if isinstance(domain, Int):
        return value + way * domain.step, value - way * domain.step
    if isinstance(domain, Float) and domain.step is None:
        return domain.low, domain.high
    place, cell = domain.place(value), way / domain.size
    return domain.value(place + cell), domain.value(place - cell)


def _crossed(domain: Domain, one: Chain, other: Any, rng: np.random.Generator) -> Chain:
    """Now and then a beginning of the one and an end of the other, where such an option is another one."""
    options = filter(_is_chain, domain.options) if isinstance(domain, Choice) and _is_chain(other) else ()
    found = [option for option in options if option not in (one, other) and _joins(option, one, other)]
    return found[int(rng.integers(len(found)))] if found and rng.random() < 0.5 else one


def _joins(chain: Chain, one: Chain, other: Chain) -> bool:
    """Is it the beginning of the one and the end of the other?"""
    cuts = range(1, len(chain))
    return any(chain[:cut] == one[:cut] and chain[cut:] == other[cut - len(chain) :] for cut in cuts)


def _is_chain(option: Any) -> bool:
    return isinstance(option, list | tuple)


def _is_near(option: Any, chain: Chain) -> bool:
    """Is it the same but for a step that is put in, left out or exchanged; or no chain at all?"""
    if not _is_chain(option):
        return True
    gone, new = ([step for step in a if step not in b] for a, b in ((chain, option), (option, chain)))
    return len(gone) <= 1 and len(new) <= 1


def _value(trial: Trial, name: str) -> float:
    """The mean over folds of what a trial reports; infinite where it reports none."""
    known = [result.values[name] for result in trial.best_by_fold.values() if name in result.values]
    return sum(known) / len(known) if known else float("inf")


def _fronts(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """Positions of `points` (points, losses): those that fewest beat first, then by the first loss."""
    return np.lexsort((points[:, 0], fronts.beaten_by(points))).astype(np.int64)
