"""Configs to begin with, learned on other data sets: what a portfolio has before the first trial."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from benchmarks._hpo import Array, draws, task_of

SIZE, CANDIDATES = 10, 1_000
"""Configs of a portfolio, and random ones that it is chosen from."""


def learned(others: Sequence[Mapping[str, Any]], size: int = SIZE, candidates: int = CANDIDATES) -> list[Any]:
    """The configs that together do best on other tasks, the best one first.

    One after another the candidate is taken in that lowers most the mean regret of the best so far (greedy,
    as in Feurer et al., 2022, Auto-Sklearn 2.0).
    """
    tasks = [task_of(given) for given in others]
    configs = list(chain.from_iterable(draws(tasks[0], candidates)))
    table = np.array([_regrets(task.many(configs)) for task in tasks])  # (tasks, candidates)
    return [configs[place] for place in _chosen(table, size)]


def _regrets(losses: Array) -> Array:
    """0 is the best of the candidates, 1 their median."""
    best = losses.min()
    found: Array = (losses - best) / max(float(np.median(losses) - best), 1e-12)
    return found


def _chosen(table: Array, size: int) -> Iterator[int]:
    """Places of candidates in the order of being taken in."""
    reached = np.full(len(table), np.inf)
    for _ in range(min(size, table.shape[1])):
        place = int(np.minimum(table, reached[:, None]).mean(axis=0).argmin())
        reached = np.minimum(reached, table[:, place])
        yield place
