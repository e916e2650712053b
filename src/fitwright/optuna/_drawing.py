"""What a searcher of ours would draw for parts of a space, for samplers that are asked name by name."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.optuna._limits import LIMIT, tells
from fitwright.scalar import Scalar
from fitwright.search import made
from fitwright.space import Domain, Space
from fitwright.suggest import Suggest


def together(search: Any, seed: int, history: History, number: int, space: Mapping[str, Domain]) -> Config:
    """Values for a trial, drawn jointly; nothing where the searcher has nothing new left.

    Parameters
    ----------
    search, seed : a searcher by name or as an object, and of its draws.
    history, number : of the study so far, and of the trial.
    space : name to domain.
    """
    if not space:
        return {}
    goals = Goals.of(history.header)
    goals = replace(goals, limits=(LIMIT,)) if tells(history) else goals
    seen = history if goals.alone else Scalar(goals, seed).view(history, number)
    if any(trial.config.keys() - space.keys() for trial in seen):  # those of the space alone tell what is new
        seen = seen.with_trials(replace(trial, config=_part(trial.config, space)) for trial in seen)
    return made(search, Space(dict(space)), seed).ask(number, seen) or {}


def _part(config: Config, space: Mapping[str, Domain]) -> Config:
    return {name: value for name, value in config.items() if name in space}


def alone(name: str, domain: Domain, proposed: Config, seed: int, number: int) -> Any:
    """The value that is proposed, else a draw that follows from seed, trial and name."""
    return Suggest(number, proposed, seed, apart=True).suggest(name, domain)
