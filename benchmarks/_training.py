"""Searches in trainings that may be cut: what is enough, how they went, and the tables of their regret."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks import _hpo, _portfolio, _remote, _rivals
from benchmarks._curves import Curves, curves_of
from benchmarks._virtual import Clock, others, ours, reached_by
from benchmarks.scenario import Record, Row
from fitwright.core.trial import Config
from fitwright.search import Searcher, made
from fitwright.search.portfolio import Portfolio

TRAININGS, AT = 20, (5, 10, 20)
MOST = 3
"""A search ends when its training and its seconds are spent, or three times its training is."""


@dataclass(frozen=True)
class Terms:
    """How much a search has.

    Attributes
    ----------
    seconds : of a usual training.
    workers : who train side by side until the seconds are over; 0 is one who has training to spend as well.
    """

    seconds: float
    workers: int = 0

    def enough(self, clock: Clock, share: float, unit: float) -> bool:
        """Is it spent?  `share` times the usual; a training takes `unit`."""
        late = clock.now >= share * TRAININGS * self.seconds
        if self.workers:
            return late
        spent = clock.spent / (share * TRAININGS * unit)
        return spent >= MOST or (late and spent >= 1)


def measured(given: Mapping[str, Any]) -> Record | Iterator[Record]:
    """What plain values describe: a searcher's searches, or what the regret of all of them refers to."""
    curves = curves_of(given)
    if "searcher" not in given:
        return {**_hpo.reference(_hpo.task_of(given)), "seconds": typical_seconds(curves)}
    return searches(curves, given)


def searches(curves: Curves, given: Mapping[str, Any]) -> Iterator[Record]:
    """One search a seed; with several `workers`, or one of a given number, until the seconds are spent."""
    first = _portfolio.learned(given["siblings"]) if given.get("siblings") else []
    terms, found = Terms(typical_seconds(curves), given.get("workers", 0)), dict[str, Record]()
    for seed in given["seeds"]:
        clock = search(curves, (given["searcher"], seed, given["peers"]), first, terms)
        found[str(seed)] = {
            "whole": [[round(spent, 6), round(now, 3), round(loss, 7)] for spent, now, loss in clock.whole],
            "begun": clock.begun,
            "unit": curves.parts[-1],
        }
        yield {"runs": found}


def search(curves: Curves, who: tuple[str, int, str], first: Sequence[Config], terms: Terms) -> Clock:
    """One search; `who` is the searcher with its rule, the seed, and where peers live."""
    name, seed, peers = who
    word, _, rule = name.partition("+")
    share = 2 if word.endswith("_x2") else 1

    def enough(clock: Clock) -> bool:
        return terms.enough(clock, share, curves.parts[-1])

    word, workers = word.removesuffix("_x2"), max(terms.workers, 1)
    if not _rivals.is_foreign(word):
        clock = ours(curves, _searcher(curves, word, seed, first), rule or "never", workers, enough)
    else:
        with closing(_rival(curves, (word, rule, seed), first, peers)) as rival:
            clock = others(curves, rival, workers, enough)
    clock.whole = [(spent / share, now / share, loss) for spent, now, loss in clock.whole]
    return clock


def typical_seconds(curves: Curves, count: int = 256) -> float:
    """What the training of a random config takes, in the middle."""
    rng = np.random.default_rng(0)
    return float(np.median([curves.course(curves.space.sample(rng)).seconds[-1] for _ in range(count)]))


def by_training(records: Sequence[Record]) -> list[Row]:
    """Budgets in whole trainings' worth of epochs or repeats."""
    return _table(records, 0)


def by_seconds(records: Sequence[Record]) -> list[Row]:
    """Budgets in seconds of so many usual trainings."""
    return _table(records, 1)


def _table(records: Sequence[Record], column: int) -> list[Row]:
    def values(run: Record, reference: Record) -> list[float]:
        unit = reference["seconds"] if column else run["unit"]
        return reached_by(run, [at * unit for at in AT], column, reference["median"])

    return _hpo.table(_hpo.regrets(records, values), [f"{at} trainings" for at in AT])


def _searcher(curves: Curves, word: str, seed: int, first: Sequence[Config]) -> Searcher:
    then = made(word, curves.space, seed)
    return Portfolio(curves.space, seed, configs=first, then=then) if first else then


def _rival(curves: Curves, who: tuple[str, str, int], first: Sequence[Config], peers: str) -> _rivals.Rival:
    word, rule, seed = who
    if word in _rivals.REMOTE:
        ends: dict[str, Any] = {"least": curves.parts[0], "most": curves.parts[-1]}
        return _remote.make(word, curves.space, seed, first, peers, **ends)
    return _rivals.make(word, curves.space, seed, first, pruner=_pruner(curves, rule))


def _pruner(curves: Curves, rule: str) -> Any:
    """Optuna's, with the rungs that ours have."""
    least, most = int(curves.parts[0]), int(curves.parts[-1])
    if rule == "hyperband":
        return lambda pruners: pruners.HyperbandPruner(
            min_resource=least, max_resource=most, reduction_factor=3
        )
    return (lambda pruners: pruners.MedianPruner(n_startup_trials=5)) if rule == "median" else None
