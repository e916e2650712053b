"""Searchers of others behind our own face: ask for a config, tell its loss."""

import importlib
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from fitwright.core.events import Asked, Closed, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Config, Result, Step
from fitwright.search import catalog
from fitwright.space import Choice, Domain, Float, Int, Space


class Rival(ABC):
    """One search: ask, tell, ask, tell."""

    @abstractmethod
    def ask(self) -> Config:
        """The next config."""

    @abstractmethod
    def tell(self, loss: float) -> None:
        """What it came to."""


class Ours(Rival):
    """A member of our room, by name."""

    def __init__(self, name: str, space: Space, seed: int):
        self.searcher, self.history = catalog.make(name, space=space, seed=seed), History()

    def ask(self) -> Config:
        number = len(self.history)
        config = self.searcher.ask(number, self.history)
        if config is None:
            raise RuntimeError("The space is tried out.")
        self.history.add(Asked(number, config), Started(number, Step()))
        return config

    def tell(self, loss: float) -> None:
        number = len(self.history) - 1
        self.history.add(Stepped(number, Step(), Result(loss)), Closed(number, "done"))


class OptunaRival(Rival):
    """A sampler of Optuna; conditional parameters are suggested as a study's function would."""

    def __init__(self, sampler: Callable[[int], Any], space: Space, seed: int):
        optuna: Any = importlib.import_module("optuna")
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        warnings.simplefilter("ignore")
        self.study, self.space = optuna.create_study(sampler=sampler(seed)), space
        self.trial: Any = None

    def ask(self) -> Config:
        self.trial = self.study.ask()
        return self.space.fill(lambda name, domain: _suggested(self.trial, name, domain))

    def tell(self, loss: float) -> None:
        self.study.tell(self.trial, loss)


class HyperoptRival(Rival):
    """Hyperopt's TPE on the places of numbers and on choices; what is closed is suggested and not read."""

    def __init__(self, space: Space, seed: int):
        self.hyperopt: Any = importlib.import_module("hyperopt")
        self.trials, self.rng = self.hyperopt.Trials(), np.random.default_rng(seed)
        self.space, self.domains = space, dict(space.walk())
        hp = self.hyperopt.hp
        searched = {
            name: hp.choice(name, list(range(len(domain.options))))
            if isinstance(domain, Choice)
            else hp.uniform(name, 0.0, 1.0)
            for name, domain in self.domains.items()
        }
        self.problem = self.hyperopt.Domain(lambda places: 0.0, searched)

    def ask(self) -> Config:
        number = self.trials.new_trial_ids(1)
        self.asked = self.hyperopt.tpe.suggest(
            number, self.problem, self.trials, int(self.rng.integers(2**31 - 1))
        )
        values = self.asked[0]["misc"]["vals"]
        return self.space.fill(lambda name, domain: _found(domain, values[name][0]))

    def tell(self, loss: float) -> None:
        self.asked[0]["state"] = self.hyperopt.JOB_STATE_DONE
        self.asked[0]["result"] = {"loss": loss, "status": self.hyperopt.STATUS_OK}
        self.trials.insert_trial_docs(self.asked)
        self.trials.refresh()


def make(name: str, space: Space, seed: int) -> Rival:
    """The search called so: `optuna_tpe`, `optuna_gp`, `hyperopt_tpe` …, or one of ours."""
    if name in _OPTUNA:
        return OptunaRival(_OPTUNA[name], space, seed)
    return HyperoptRival(space, seed) if name == "hyperopt_tpe" else Ours(name, space, seed)


def _optuna(name: str, **given: Any) -> Callable[[int], Any]:
    def sampler(seed: int) -> Any:
        optuna: Any = importlib.import_module("optuna")
        return getattr(optuna.samplers, name)(seed=seed, **given)

    return sampler


_OPTUNA: Mapping[str, Callable[[int], Any]] = {
    "optuna_tpe": _optuna("TPESampler"),
    "optuna_tpe_joint": _optuna("TPESampler", multivariate=True, group=True, constant_liar=True),
    "optuna_gp": _optuna("GPSampler"),
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
