"""Optuna's names of samplers, for searchers of ours."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from fitwright.core.trial import Config
from fitwright.optuna._aside import leave, refuse
from fitwright.search.evolution import Evolution
from fitwright.search.gaussian import Gaussian
from fitwright.search.tpe import TPE

__all__ = [
    "BaseSampler", "BruteForceSampler", "CmaEsSampler", "GPSampler", "GridSampler", "NSGAIIISampler",
    "NSGAIISampler", "QMCSampler", "RandomSampler", "TPESampler",
]  # fmt: skip


class BaseSampler:
    """A searcher, its seed, and what is tried before it is asked.

    Parameters
    ----------
    search : a searcher by name or as an object without a space.
    seed : of all draws; 0 where None, so that a script gives the same study each time.
    configs : what to try first.
    alone : does the study end with these?
    constraints_func : of a trial that is complete, gives numbers, each at most 0 where a limit is kept.

    Attributes
    ----------
    minds_limits : does it seek what keeps the limits that an objective tells of?
    """

    minds_limits = False

    def __init__(
        self,
        search: Any,
        seed: int | None = None,
        configs: Sequence[Config] = (),
        *,
        alone: bool = False,
        constraints_func: Any = None,
    ):
        self.search, self.seed = search, seed or 0
        self.configs, self.alone, self.constraints_func = tuple(configs), alone, constraints_func


class RandomSampler(BaseSampler):
    """`random`."""

    def __init__(self, seed: int | None = None):
        super().__init__("random", seed)


class TPESampler(BaseSampler):
    """`tpe`: always over all parameters jointly, trials under way counted."""

    minds_limits = True

    def __init__(
        self,
        *,
        seed: int | None = None,
        n_startup_trials: int = 10,
        constraints_func: Any = None,
        **others: Any,
    ):
        leave("TPESampler", others, known=("multivariate", "group", "constant_liar"))
        super().__init__(TPE(startup=max(1, n_startup_trials)), seed, constraints_func=constraints_func)


class GPSampler(BaseSampler):
    """`gaussian`, whatever trials take: so a script gives the same study each time."""

    minds_limits = True

    def __init__(
        self,
        *,
        seed: int | None = None,
        n_startup_trials: int = 10,
        constraints_func: Any = None,
        **others: Any,
    ):
        leave("GPSampler", others)
        search = Gaussian(startup=max(2, n_startup_trials), per_second=False)
        super().__init__(search, seed, constraints_func=constraints_func)


class NSGAIISampler(BaseSampler):
    """`evolution`."""

    minds_limits = True

    def __init__(
        self,
        *,
        seed: int | None = None,
        population_size: int = 50,
        constraints_func: Any = None,
        **others: Any,
    ):
        leave("NSGAIISampler", others)
        super().__init__(Evolution(population=population_size), seed, constraints_func=constraints_func)


class NSGAIIISampler(NSGAIISampler):
    """`evolution`, which seeks the whole front of any number of values."""


class BruteForceSampler(BaseSampler):
    """`random`, which tries nothing twice and ends the study when a finite space has been tried out."""

    def __init__(self, seed: int | None = None):
        super().__init__("random", seed)


class CmaEsSampler(BaseSampler):
    """`cmaes`."""

    def __init__(self, *, seed: int | None = None, **others: Any):
        leave("CmaEsSampler", others)
        super().__init__("cmaes", seed)


class QMCSampler(BaseSampler):
    """`sobol`."""

    def __init__(self, *, seed: int | None = None, **others: Any):
        leave("QMCSampler", others)
        super().__init__("sobol", seed)


class GridSampler(BaseSampler):
    """All combinations, the last name varying fastest; then the study ends."""

    def __init__(self, search_space: Mapping[str, Sequence[Any]], seed: int | None = None):
        rows = itertools.product(*search_space.values())
        configs = [dict(zip(search_space, row, strict=True)) for row in rows]
        super().__init__("random", seed, configs, alone=True)


def __getattr__(name: str) -> Any:
    instead = (
        "Optuna's own are taken too: fitwright.optuna.create_study(sampler=...) with an object of Optuna's."
    )
    return refuse("fitwright.optuna.samplers", name, __all__, instead)
