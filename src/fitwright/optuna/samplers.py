"""Optuna's names of samplers, for searchers of ours."""

import itertools
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config
from fitwright.frozen import TrialState
from fitwright.optuna._aside import leave, refuse
from fitwright.optuna._dealt import dealt
from fitwright.optuna._drawing import alone, together
from fitwright.optuna._ways import below, is_left, open_values
from fitwright.optuna.search_space import intersection_search_space
from fitwright.space.reading import domain

__all__ = [
    "BaseSampler", "BruteForceSampler", "CmaEsSampler", "GPSampler", "GridSampler", "NSGAIIISampler",
    "NSGAIISampler", "PartialFixedSampler", "QMCSampler", "RandomSampler", "TPESampler",
]  # fmt: skip


class BaseSampler:
    """A searcher, its seed, and what is tried before it is asked.

    A class of your own says by `infer_relative_search_space` and `sample_relative` which values of a trial
    are drawn together when it begins, and by `sample_independent` those of all other names; by `before_trial`
    and `after_trial` it hears when one begins and ends.  What it leaves out is done by the searcher.  It sees
    its study, so with it `n_jobs` is 1.

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
    names : what an objective may suggest; anything where None.

    Examples
    --------
    >>> from fitwright import optuna
    >>> class Corners(optuna.samplers.BaseSampler):
    ...     def sample_independent(self, study, trial, name, distribution):
    ...         return distribution.low if trial.number % 2 else distribution.high
    >>> study = optuna.create_study(sampler=Corners())
    >>> study.optimize(lambda trial: trial.suggest_float("x", -2, 3) ** 2, n_trials=4)
    >>> [trial.value for trial in study.trials]
    [9.0, 4.0, 9.0, 4.0]
    """

    minds_limits = False
    search: Any = "random"
    seed = 0
    names: Collection[str] | None = None
    configs: Sequence[Config] = ()
    alone = False
    constraints_func: Any = None

    def __init__(
        self,
        search: Any = "random",
        seed: int | None = None,
        configs: Sequence[Config] = (),
        *,
        alone: bool = False,
        constraints_func: Any = None,
    ):
        self.search, self.seed = search, int(seed or 0)
        self.configs, self.alone, self.constraints_func = tuple(configs), alone, constraints_func

    @property
    def draws(self) -> bool:
        """Is it a class of the user's, that draws values itself?"""
        return self._has("infer_relative_search_space", "sample_relative", "sample_independent")

    @property
    def hears(self) -> bool:
        """Is it one that draws values, or wants to hear when a trial begins or ends?"""
        return self.draws or self._has("before_trial", "after_trial")

    def _has(self, *names: str) -> bool:
        """A method of its own of one of these names."""
        return any(getattr(type(self), name) is not getattr(BaseSampler, name) for name in names)

    def infer_relative_search_space(self, study: Any, trial: Any) -> dict[str, Any]:
        """Name to distribution of what is drawn together.

        That is what all complete trials share; nothing to a class that only says how each is drawn alone.

        Parameters
        ----------
        study, trial : as they stand when the trial begins.
        """
        apart = self._has("sample_independent") and not self._has("sample_relative")
        return {} if apart else intersection_search_space(study.get_trials(deepcopy=False))

    def sample_relative(self, study: Any, trial: Any, search_space: dict[str, Any]) -> dict[str, Any]:
        """Name to value of these, drawn together.

        Parameters
        ----------
        study, trial : as they stand when the trial begins.
        search_space : name to distribution.
        """
        return together(self.search, self.seed, study.history, trial.number, search_space)

    def sample_independent(self, study: Any, trial: Any, param_name: str, param_distribution: Any) -> Any:
        """The value of a name that was not drawn together with others.

        Parameters
        ----------
        study, trial : as they stand when the objective asks for the value.
        param_name, param_distribution : what it asks for.
        """
        asked = {param_name: domain(param_name, param_distribution)}
        proposed = together(self.search, self.seed, study.history, trial.number, asked)
        return alone(param_name, asked[param_name], proposed, self.seed, trial.number)

    def before_trial(self, study: Any, trial: Any) -> None:
        """Hear that a trial begins."""

    def after_trial(self, study: Any, trial: Any, state: Any, values: Any) -> None:
        """Hear that a trial ends.

        Parameters
        ----------
        study, trial : as they stand.
        state, values : how it ends, and with what; None where it has failed.
        """

    def reseed_rng(self) -> None:
        """Nothing to do: draws follow from the seed and the trial's number."""


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
        super().__init__(f"tpe(startup={max(1, n_startup_trials)})", seed, constraints_func=constraints_func)


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
        search = f"gaussian(startup={max(2, n_startup_trials)}, per_second=False)"
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
        super().__init__(f"evolution(population={population_size})", seed, constraints_func=constraints_func)


class NSGAIIISampler(NSGAIISampler):
    """`evolution`, which seeks the whole front of any number of values."""


class BruteForceSampler(BaseSampler):
    """All there is, each once, in an order drawn at random; then the study ends.

    Ranges and names may depend on what was suggested before; floats need a step.

    Parameters
    ----------
    seed : of the order.
    avoid_premature_stop : changes nothing, as `n_jobs` is 1.
    """

    def __init__(self, seed: int | None = None, avoid_premature_stop: bool = False):
        super().__init__("random", seed)

    def sample_independent(self, study: Any, trial: Any, param_name: str, param_distribution: Any) -> Any:
        kind, before = domain(param_name, param_distribution), list(trial.params.items())
        values = open_values(below(_others(study, trial), before), len(before), kind)
        rng = np.random.default_rng(seed_of(self.seed, trial.number, param_name))
        return values[rng.integers(len(values))] if values else kind.at(rng.random())

    def after_trial(self, study: Any, trial: Any, state: Any, values: Any) -> None:
        if not is_left([*_others(study, trial), trial]):
            study.stop()


def _others(study: Any, trial: Any) -> list[Any]:
    """Trials that have begun; of those that wait in the queue nobody knows what they will be suggested."""
    trials = study.get_trials(deepcopy=False)
    return [one for one in trials if one.number != trial.number and one.state is not TrialState.WAITING]


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
    """All combinations, the last name varying fastest; then the study ends.

    An objective that suggests a name which the grid does not have is a `SettingError`, unless there is but
    one value.  Combinations that an earlier trial of the study has had are not tried once more.

    Parameters
    ----------
    search_space : name to its values.
    seed : of nothing here; Optuna's has one.

    Examples
    --------
    >>> from fitwright import optuna
    >>> sampler = optuna.samplers.GridSampler({"x": [1, 2], "kind": ["a", "b"]})
    >>> study = optuna.create_study(sampler=sampler)
    >>> while not sampler.is_exhausted(study):
    ...     trial = study.ask()
    ...     x, kind = trial.suggest_int("x", 0, 9), trial.suggest_categorical("kind", ["a", "b", "c"])
    ...     told = study.tell(trial, x)
    >>> [tuple(trial.params.values()) for trial in study.trials]
    [(1, 'a'), (1, 'b'), (2, 'a'), (2, 'b')]
    """

    def __init__(self, search_space: Mapping[str, Sequence[Any]], seed: int | None = None):
        rows = itertools.product(*search_space.values())
        configs = [dict(zip(search_space, row, strict=True)) for row in rows]
        super().__init__("random", seed, configs, alone=True)
        self.names = tuple(search_space)

    def is_exhausted(self, study: Any) -> bool:
        """Has each combination been tried by a trial that is over?"""
        over = [trial for trial in study.get_trials(deepcopy=False) if trial.state.is_finished()]
        told = [{n: (kind, trial.params[n]) for n, kind in trial.distributions.items()} for trial in over]
        had = dealt(self.configs, zip((trial.number for trial in over), told, strict=True))
        return len(had) == len(self.configs)


class PartialFixedSampler(BaseSampler):
    """Some values stay as they are, all others are drawn by another sampler.

    Parameters
    ----------
    fixed_params : name to value.
    base_sampler : draws the others; one of these, or of the user's.
    """

    def __init__(self, fixed_params: Mapping[str, Any], base_sampler: BaseSampler):
        super().__init__(
            base_sampler.search, base_sampler.seed, constraints_func=base_sampler.constraints_func
        )
        self.fixed, self.base = dict(fixed_params), base_sampler

    def infer_relative_search_space(self, study: Any, trial: Any) -> dict[str, Any]:
        space = self.base.infer_relative_search_space(study, trial)
        return {name: one for name, one in space.items() if name not in self.fixed}

    def sample_relative(self, study: Any, trial: Any, search_space: dict[str, Any]) -> dict[str, Any]:
        return {**self.base.sample_relative(study, trial, search_space), **self.fixed}

    def sample_independent(self, study: Any, trial: Any, param_name: str, param_distribution: Any) -> Any:
        return self.base.sample_independent(study, trial, param_name, param_distribution)

    def before_trial(self, study: Any, trial: Any) -> None:
        self.base.before_trial(study, trial)

    def after_trial(self, study: Any, trial: Any, state: Any, values: Any) -> None:
        self.base.after_trial(study, trial, state, values)


def __getattr__(name: str) -> Any:
    instead = (
        "Optuna's own are taken too: fitwright.optuna.create_study(sampler=...) with an object of Optuna's."
    )
    return refuse("fitwright.optuna.samplers", name, __all__, instead)
