"""A study of ours as one of Optuna's: for its dashboard, its plots, and going on there."""

import math
from collections.abc import Iterable
from typing import Any

from fitwright.core.errors import MissingExtra
from fitwright.core.events import Event
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.frozen import FrozenTrial, frozen
from fitwright.space import Choice, Domain, Space
from fitwright.space.distributions import distribution, is_plain, theirs


def exported(
    history: History, space: Space, goals: Goals, events: Iterable[Event], storage: Any, name: str | None
) -> Any:
    """An `optuna.Study` with all trials of a run.

    Parameters
    ----------
    history, space, goals, events : of the run.
    storage : an address such as "sqlite:///study.db", or a storage of Optuna's; in memory where None.
    name : of the study; Optuna finds one where None.

    Raises
    ------
    MissingExtra
        Optuna is not installed.
    """
    try:
        import optuna
    except ModuleNotFoundError as error:
        raise MissingExtra(f"A study of Optuna's needs {error.name!r}: pip install optuna.") from error
    ways = optuna.study.StudyDirection
    directions = [ways.MINIMIZE if sign > 0 else ways.MAXIMIZE for sign in goals.signs]
    study = optuna.create_study(storage=storage, study_name=name, directions=directions)
    domains = dict(space.walk())
    for told in frozen(history, goals, events):
        study.add_trial(_made(told, history[told.number], domains))
    return study


def _made(told: FrozenTrial, trial: Trial, domains: dict[str, Domain]) -> Any:
    """A frozen trial of Optuna's; what it has no place for stands in the user attributes."""
    from optuna.trial import TrialState, create_trial

    own = {name: domain for name, (domain, _) in trial.found.items()}
    meant = {name: own.get(name, domains.get(name)) for name in told.params}
    known = {
        name: domains[name] if isinstance(domain, Choice) and name in domains else domain
        for name, domain in meant.items()
    }
    fits = {
        name: domain
        for name, domain in known.items()
        if domain is not None and _has(domain, told.params[name])
    }
    strange = {f"params_{name}": repr(value) for name, value in told.params.items() if name not in fits}
    ours = {"origin": trial.origin, "seconds": trial.seconds, "fault": trial.fault, "why": trial.why}
    made = create_trial(
        state=TrialState[told.state.name],
        values=told.values,
        params={name: _shown(domain, told.params[name]) for name, domain in fits.items()},
        distributions={name: _word(domain) for name, domain in fits.items()},
        user_attrs={**{word: said for word, said in ours.items() if said}, **strange, **told.user_attrs},
        system_attrs={"constraints": list(told.constraints.values())} if told.constraints else {},
        intermediate_values=told.intermediate_values,
    )
    made.datetime_start, made.datetime_complete = told.datetime_start, told.datetime_complete
    return made


def _has(domain: Domain, value: Any) -> bool:
    """Is it one of the domain's values, and on a step where there are steps?"""
    return domain.holds(value) and (isinstance(domain, Choice) or math.isclose(theirs(domain, value), value))


def _word(domain: Domain) -> Any:
    """The distribution, options of a choice as they are, or as text where they are no plain values."""
    from optuna.distributions import CategoricalDistribution

    if not isinstance(domain, Choice):
        return distribution(domain)
    plain = is_plain(domain.options)
    return CategoricalDistribution([option if plain else repr(option) for option in domain.options])


def _shown(domain: Domain, value: Any) -> Any:
    if isinstance(domain, Choice):
        return value if is_plain(domain.options) else repr(value)
    return theirs(domain, value)
