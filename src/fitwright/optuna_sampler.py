"""Our searchers inside Optuna's own studies: a sampler as Optuna knows them."""

import math
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from optuna.distributions import BaseDistribution
from optuna.samplers import BaseSampler
from optuna.study import Study, StudyDirection
from optuna.trial import FrozenTrial, TrialState

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Config, Result, State, Step, Steps, Trial
from fitwright.search import Searcher, made
from fitwright.search.tpe import TPE
from fitwright.space import Space, read

LEARNED = (TrialState.COMPLETE, TrialState.PRUNED)
"""Trials from which the space is read."""
STATES: Mapping[TrialState, State] = {TrialState.COMPLETE: "done", TrialState.PRUNED: "stopped"}
KEPT = 64
"""Parts of the space that are remembered: ranges that change make new ones."""


class FitwrightSampler(BaseSampler):
    """A searcher of ours as a sampler for `optuna.create_study`.

    Names that are always suggested together, from the same distribution, are sampled together; so a part of
    the space that is there under a condition is searched for itself, by the trials that had it.  What is
    suggested for the first time, or from another distribution than before, is sampled alone.  Trials under
    way, pruned and failed ones count as in our own runs.  Where nothing new is left of a part, the most
    likely of what was tried comes again: Optuna knows no end of a space.

    Parameters
    ----------
    search : a searcher by name, or one made without a space, such as `TPE(startup=20)`.
    seed : with the trial's number it decides all draws, so workers with one seed do not repeat each other; a
        random one where None.

    Raises
    ------
    SettingError
        There is no such searcher; or, once it is asked, the study has several objectives.

    Examples
    --------
    >>> import optuna
    >>> optuna.logging.set_verbosity(optuna.logging.WARNING)
    >>> study = optuna.create_study(sampler=FitwrightSampler("gaussian", seed=0))
    >>> study.optimize(lambda trial: trial.suggest_float("x", -5, 5) ** 2, n_trials=15)
    >>> study.best_value < 0.1
    True
    """

    def __init__(self, search: str | Searcher = "auto", seed: int | None = None):
        self.search = search
        self.seed = secrets.randbits(31) if seed is None else seed
        self._parts: dict[str, _Part] = {}
        made(search, Space(), self.seed)  # what is no searcher is said before anything is spent

    def __getstate__(self) -> dict[str, Any]:
        """What it was made with: what searchers remember, a copy computes anew."""
        return {**self.__dict__, "_parts": {}}

    def infer_relative_search_space(self, study: Study, trial: FrozenTrial) -> dict[str, BaseDistribution]:
        """All names that were always suggested from one distribution of several values."""
        found: dict[str, BaseDistribution] = {}
        several = set()
        for other in study.get_trials(deepcopy=False, states=LEARNED):
            for name, distribution in other.distributions.items():
                if found.setdefault(name, distribution) != distribution:
                    several.add(name)
        return {name: word for name, word in found.items() if name not in several and not word.single()}

    def sample_relative(
        self, study: Study, trial: FrozenTrial, search_space: dict[str, BaseDistribution]
    ) -> dict[str, Any]:
        """Values for all names, part by part."""
        _check(study)
        values: dict[str, Any] = {}
        for part in _parts(study, search_space):
            values |= self._sample(study, trial, part)
        return values

    def sample_independent(
        self, study: Study, trial: FrozenTrial, param_name: str, param_distribution: BaseDistribution
    ) -> Any:
        """A value for a name alone."""
        _check(study)
        return self._sample(study, trial, {param_name: param_distribution})[param_name]

    def _sample(self, study: Study, trial: FrozenTrial, part: Mapping[str, BaseDistribution]) -> Config:
        space = read(part)
        known = self._parts.get(space.fingerprint)
        if known is None:
            if len(self._parts) >= KEPT:
                self._parts.clear()
            known = self._parts[space.fingerprint] = _Part(space, made(self.search, space, self.seed))
        sign = -1.0 if study.direction == StudyDirection.MAXIMIZE else 1.0
        others = [t for t in study.get_trials(deepcopy=False) if t.number != trial.number]
        history = known.history(others, sign)
        config = known.searcher.ask(trial.number, history)
        return TPE(space, self.seed).likely(trial.number, history) if config is None else config


@dataclass
class _Part:
    """Names that come together: who searches them, and what their trials came to."""

    space: Space
    searcher: Searcher
    _known: dict[int, tuple[FrozenTrial, Trial | None]] = field(default_factory=dict)

    def history(self, trials: Sequence[FrozenTrial], sign: float) -> History:
        """The trials that have all the names; each is looked at once."""
        found = [self._look(trial, sign) for trial in trials]
        return History(Steps(open_ended=True)).with_trials(one for one in found if one is not None)

    def _look(self, trial: FrozenTrial, sign: float) -> Trial | None:
        known = self._known.get(trial.number)
        if known is None or known[0] is not trial:
            known = self._known[trial.number] = (trial, _trial(trial, self.space, sign))
        return known[1]


def _check(study: Study) -> None:
    if len(study.directions) > 1:
        raise SettingError(
            f"Expected a study with one objective; this one has {len(study.directions)}. `tune` searches for "
            "several: give it a list of directions."
        )


def _parts(study: Study, search_space: Mapping[str, BaseDistribution]) -> list[dict[str, BaseDistribution]]:
    """The space cut into names that came together in all trials."""
    came: dict[str, list[int]] = {name: [] for name in search_space}
    for trial in study.get_trials(deepcopy=False, states=LEARNED):
        for name in trial.distributions:
            if name in came:
                came[name].append(trial.number)
    found: dict[tuple[int, ...], dict[str, BaseDistribution]] = defaultdict(dict)
    for name, distribution in search_space.items():
        found[tuple(came[name])][name] = distribution
    return list(found.values())


def _trial(trial: FrozenTrial, space: Space, sign: float) -> Trial | None:
    """A trial as we know them; None for one that has not all names of the space."""
    config = {name: trial.params.get(name) for name in space.domains}
    if not all(name in trial.params and domain.holds(config[name]) for name, domain in space.domains.items()):
        return None
    losses = [sign * value for _, value in sorted(trial.intermediate_values.items())]
    if trial.state == TrialState.COMPLETE:
        losses.append(sign * float(trial.values[0]))
    if trial.state == TrialState.FAIL or not all(map(math.isfinite, losses)):
        return Trial(trial.number, config, state="failed", fault="exception")
    results = {Step(0, fidelity): Result(loss) for fidelity, loss in enumerate(losses)}
    return Trial(
        trial.number, config, results, frozenset({Step(), *results}), STATES.get(trial.state, "running")
    )
