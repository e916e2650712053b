"""Searchers of others behind our own face: ask for a config, tell its losses."""

import importlib
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from fitwright.core.events import Asked, Closed, Started, Stepped
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Config, Result, Step
from fitwright.scalar import Scalar
from fitwright.search import made
from fitwright.search.portfolio import Portfolio
from fitwright.space import Choice, Domain, Float, Int, Space

REMOTE: Mapping[str, str] = {
    "smac": "smac",
    "smac_fidelity": "smac",
    "hebo": "hebo",
    "flaml_cfo": "flaml",
    "flaml_blend": "flaml",
    "optuna_gp": "optuna",
}
"""Searchers that live in an environment of their own, by its name."""


class Rival(ABC):
    """One search: ask, tell, ask, tell; or several configs are asked for before the first is told."""

    @abstractmethod
    def ask(self) -> Config:
        """The next config; the first has number 0."""

    @abstractmethod
    def tell(self, *losses: float, number: int = -1) -> None:
        """What the config of this number came to, the latest one where -1."""

    def goes_on(self, number: int, amount: float, loss: float) -> bool:
        """Should its training go on?  So much is done, and this is its loss now."""
        return True

    def until(self, number: int) -> float:
        """The amount of training that it is asked for; whatever comes first."""
        return float("inf")

    def close(self) -> None:
        """Leave nothing behind."""


class Ours(Rival):
    """A member of our room, by name."""

    def __init__(self, name: str, space: Space, seed: int, first: Sequence[Config] = (), losses: int = 1):
        self.goals, self.history = Goals.read(["minimize"] * losses), History()
        self.scalar = Scalar(self.goals, seed)
        self.searcher = made(name, space, seed)
        if first:
            self.searcher = Portfolio(space, seed, configs=first, then=self.searcher)

    def ask(self) -> Config:
        number = len(self.history)
        seen = self.history if self.goals.alone else self.scalar.view(self.history, number)
        config = self.searcher.ask(number, seen)
        if config is None:
            raise RuntimeError("The space is tried out.")
        self.history.add(Asked(number, config), Started(number, Step()))
        return config

    def tell(self, *losses: float, number: int = -1) -> None:
        number = len(self.history) - 1 if number < 0 else number
        values = {} if self.goals.alone else dict(zip(self.goals.names, losses, strict=True))
        self.history.add(Stepped(number, Step(), Result(losses[0], values)), Closed(number, "done"))


class OptunaRival(Rival):
    """A sampler of Optuna; conditional parameters are suggested as a study's function would."""

    def __init__(
        self,
        sampler: Callable[[int], Any],
        space: Space,
        seed: int,
        first: Sequence[Config] = (),
        losses: int = 1,
        pruner: Callable[[Any], Any] | None = None,
    ):
        self.optuna: Any = importlib.import_module("optuna")
        self.optuna.logging.set_verbosity(self.optuna.logging.ERROR)
        warnings.simplefilter("ignore")
        pruning = self.optuna.pruners.NopPruner() if pruner is None else pruner(self.optuna.pruners)
        self.study = self.optuna.create_study(
            directions=["minimize"] * losses, sampler=sampler(seed), pruner=pruning
        )
        for config in first:
            self.study.enqueue_trial(dict(config))
        self.space, self.trials, self.prunes = space, list[Any](), pruner is not None

    def ask(self) -> Config:
        trial = self.study.ask()
        self.trials.append(trial)
        return self.space.fill(lambda name, domain: _suggested(trial, name, domain))

    def tell(self, *losses: float, number: int = -1) -> None:
        self.study.tell(self.trials[number], list(losses))

    def goes_on(self, number: int, amount: float, loss: float) -> bool:
        trial = self.trials[number]
        if not self.prunes:
            return True
        trial.report(loss, int(amount))
        if not trial.should_prune():
            return True
        self.study.tell(trial, state=self.optuna.trial.TrialState.PRUNED)
        return False


class HyperoptRival(Rival):
    """Hyperopt's TPE on the places of numbers and on choices; what is closed is suggested and not read."""

    def __init__(self, space: Space, seed: int, first: Sequence[Config] = ()):
        self.hyperopt: Any = importlib.import_module("hyperopt")
        self.trials, self.rng = self.hyperopt.Trials(), np.random.default_rng(seed)
        self.space, self.domains, self.first = space, dict(space.walk()), list(first)
        hp = self.hyperopt.hp
        searched = {
            name: hp.choice(name, list(range(len(domain.options))))
            if isinstance(domain, Choice)
            else hp.uniform(name, 0.0, 1.0)
            for name, domain in self.domains.items()
        }
        self.problem = self.hyperopt.Domain(lambda places: 0.0, searched)
        self.asked = list[Any]()

    def ask(self) -> Config:
        number = self.trials.new_trial_ids(1)
        [asked] = self.hyperopt.tpe.suggest(
            number, self.problem, self.trials, int(self.rng.integers(2**31 - 1))
        )
        self.asked.append(asked)
        values = asked["misc"]["vals"]
        if self.first:
            values |= {name: [_code(self.domains[name], value)] for name, value in self.first.pop(0).items()}
        return self.space.fill(lambda name, domain: _found(domain, values[name][0]))

    def tell(self, *losses: float, number: int = -1) -> None:
        asked = self.asked[number]
        asked["state"] = self.hyperopt.JOB_STATE_DONE
        asked["result"] = {"loss": losses[0], "status": self.hyperopt.STATUS_OK}
        self.trials.insert_trial_docs([asked])
        self.trials.refresh()


def make(
    name: str,
    space: Space,
    seed: int,
    first: Sequence[Config] = (),
    *,
    losses: int = 1,
    pruner: Callable[[Any], Any] | None = None,
) -> Rival:
    """The search called so, `optuna_tpe`, `hyperopt_tpe` …, or one of ours; its first configs are `first`."""
    if name in _OPTUNA:
        return OptunaRival(_OPTUNA[name], space, seed, first, losses, pruner)
    return (
        HyperoptRival(space, seed, first)
        if name == "hyperopt_tpe"
        else Ours(name, space, seed, first, losses)
    )


def there(names: Sequence[str], peers: Path | None) -> list[str]:
    """Those that can be run: at home, or in an environment that there is."""
    return [name for name in names if name not in REMOTE or is_there(name, peers)]


def is_there(name: str, peers: Path | None) -> bool:
    """Has this searcher an environment of its own?"""
    return peers is not None and name in REMOTE and (peers / REMOTE[name] / "bin" / "python").exists()


def is_foreign(name: str) -> bool:
    """Is it none of ours?"""
    return name in REMOTE or name in _OPTUNA or name == "hyperopt_tpe"


def _optuna(name: str, **given: Any) -> Callable[[int], Any]:
    def sampler(seed: int) -> Any:
        optuna: Any = importlib.import_module("optuna")
        return getattr(optuna.samplers, name)(seed=seed, **given)

    return sampler


_OPTUNA: Mapping[str, Callable[[int], Any]] = {
    "optuna_tpe": _optuna("TPESampler"),
    "optuna_tpe_joint": _optuna("TPESampler", multivariate=True, group=True, constant_liar=True),
    "optuna_gp": _optuna("GPSampler"),
    "optuna_nsga2": _optuna("NSGAIISampler"),
    "optuna_random": _optuna("RandomSampler"),
}


def _suggested(trial: Any, name: str, domain: Domain) -> Any:
    match domain:
        case Float(low, high, log, step):
            return trial.suggest_float(name, low, high, log=log, step=step)
        case Int(low, high, log, step):
            return trial.suggest_int(name, low, high, log=log, step=step)
        case Choice(options):
            return trial.suggest_categorical(name, list(options))
    raise TypeError(f"Expected Float, Int or Choice; got {domain!r}.")


def _found(domain: Domain, value: float) -> Any:
    return domain.options[int(value)] if isinstance(domain, Choice) else domain.value(value)


def _code(domain: Domain, value: Any) -> float:
    return domain.options.index(value) if isinstance(domain, Choice) else domain.place(value)
