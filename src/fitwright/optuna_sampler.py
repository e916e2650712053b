"""Our searchers inside Optuna's own studies: a sampler as Optuna knows them."""

import math
import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from optuna.distributions import BaseDistribution
from optuna.samplers import BaseSampler
from optuna.study import Study, StudyDirection
from optuna.trial import FrozenTrial, TrialState

from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Closed, Event, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Config, Result, Step, Steps
from fitwright.search import Searcher, made
from fitwright.search.tpe import TPE
from fitwright.space import Space, read

LEARNED = (TrialState.COMPLETE, TrialState.PRUNED)
"""Trials from which the space is read."""
KEPT = 64
"""Searchers that are kept, one for each part of the space: ranges that change make new ones."""


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
        self._searchers: dict[str, Searcher] = {}
        made(search, Space(), self.seed)  # what is no searcher is said before anything is spent

    def __getstate__(self) -> dict[str, Any]:
        """What it was made with: what searchers remember, a copy computes anew."""
        return {**self.__dict__, "_searchers": {}}

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
        searcher = self._searchers.get(space.fingerprint)
        if searcher is None:
            if len(self._searchers) >= KEPT:
                self._searchers.clear()
            searcher = self._searchers[space.fingerprint] = made(self.search, space, self.seed)
        sign = -1.0 if study.direction == StudyDirection.MAXIMIZE else 1.0
        others = [t for t in study.get_trials(deepcopy=False) if t.number != trial.number]
        history = History(Steps(open_ended=True), list(_events(others, space, sign)))
        config = searcher.ask(trial.number, history)
        return TPE(space, self.seed).likely(trial.number, history) if config is None else config


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


def _events(trials: Sequence[FrozenTrial], space: Space, sign: float) -> Iterator[Event]:
    """What happened to the trials that have all names of the space."""
    for trial in trials:
        config = {name: trial.params.get(name) for name in space.domains}
        if not all(
            name in trial.params and domain.holds(config[name]) for name, domain in space.domains.items()
        ):
            continue
        yield Asked(trial.number, config)
        yield Started(trial.number, Step())
        losses = [sign * value for _, value in sorted(trial.intermediate_values.items())]
        if trial.state == TrialState.COMPLETE:
            losses.append(sign * float(trial.values[0]))
        whole = all(map(math.isfinite, losses))
        for fidelity, loss in enumerate(losses if whole else ()):
            yield Stepped(trial.number, Step(0, fidelity), Result(loss))
        if trial.state == TrialState.FAIL or not whole:
            yield Closed(trial.number, "failed", "exception")
        elif trial.state.is_finished():
            yield Closed(trial.number, "done" if trial.state == TrialState.COMPLETE else "stopped")
