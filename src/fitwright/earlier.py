"""What earlier studies found, as a start for a new one."""

import hashlib
import logging
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from pathlib import Path
from statistics import median
from typing import Any, Self

from fitwright import fronts, ledger
from fitwright.core.errors import SettingError, SpaceError
from fitwright.core.goals import SECONDS, Goals
from fitwright.core.history import History
from fitwright.core.trial import Config, Result, Step, Steps, Trial
from fitwright.search import Searcher, identity
from fitwright.space import Choice, Domain, Space
from fitwright.space.superset import lost, moved

MOST = 5
"""So many configs of earlier studies are tried first, at most."""
ONE = Goals()
LOG = logging.getLogger("fitwright")


@dataclass(frozen=True)
class WarmStart:
    """What a study takes over from earlier ones.

    Attributes
    ----------
    first : configs to try before any search: the best of each earlier study in turn.
    trials : trials that its searcher may learn from, those of studies of the same question, numbered up to
        -1.
    fingerprint : the same for the same earlier trials, wherever they are taken to; "" where there are none.
    """

    first: Sequence[Config] = ()
    trials: Sequence[Trial] = ()
    fingerprint: str = ""

    @classmethod
    def of(cls, given: Any, space: Space | None, told: Mapping[str, Any]) -> Self:
        """From what the user gave.

        Parameters
        ----------
        given : an earlier study, a folder or file that keeps one, or a list of such.
        space : of the new study; None where the function defines its own.
        told : what the header of the new study tells of it.

        Raises
        ------
        SettingError
            Something given is no study.
        Damaged
            A file is no ledger, or its bytes have changed.
        """
        several = given if isinstance(given, list | tuple) else [given]
        known = [_Known.of(one) for one in several]
        lists = [one.configs(space) for one in known]
        found = {identity(c): c for c in chain.from_iterable(zip_longest(*lists)) if c is not None}
        trials = [trial for one in known for trial in one.taken(space, told)]
        made = cls(
            list(found.values())[:MOST],
            [replace(trial, number=place - len(trials)) for place, trial in enumerate(trials)],
            _fingerprint([trial for one in known for trial in one.trials]),
        )
        if known:
            LOG.info(
                "Warm start: %d configs of %d earlier studies come first, and %d trials are learned from.",
                len(made.first), len(known), len(trials),
            )  # fmt: skip
        return made


class Before:
    """The trials of earlier studies as they would have come out now, each loss by itself.

    Losses are shifted by as much as those of configs that both have tried differ, in the middle: so a study
    on newer data, which makes all losses a little higher, still tells which configs are good.

    Parameters
    ----------
    trials : of earlier studies, numbered below 0.
    goals : the losses.
    """

    def __init__(self, trials: Sequence[Trial], goals: Goals = ONE):
        self.trials, self.goals = trials, goals
        done = [trial for trial in trials if trial.state == "done"]
        self._losses = {identity(trial.config): goals.losses(trial) for trial in done}

    def __call__(self, history: History) -> list[Trial]:
        """Those that were judged in steps as this run has them."""
        shifts = self._shifts(history)
        return [_shifted(trial, shifts, self.goals) for trial in self.trials if _fits(trial, history.steps)]

    def _shifts(self, history: History) -> list[float]:
        """How much higher each loss is than it was."""
        done = [(t, self._losses.get(identity(t.config))) for t in history.in_state("done")]
        pairs = [(self.goals.losses(trial), then) for trial, then in done if then is not None]
        changes = [[now[at] - then[at] for now, then in pairs] for at in range(len(self.goals.names))]
        finite = [[change for change in one if math.isfinite(change)] for one in changes]
        return [median(one) if one else 0.0 for one in finite]


class Warm(Searcher):
    """Another searcher that knows the trials of earlier studies as well.

    Parameters
    ----------
    inner : who is asked.
    earlier : a history to the trials that are known beside it.
    """

    def __init__(self, inner: Searcher, earlier: Callable[[History], Sequence[Trial]]):
        super().__init__(inner.space, inner.seed)
        self.inner, self.earlier, self.lag = inner, earlier, inner.lag

    def ask(self, number: int, history: History) -> Config | None:
        """What the other one proposes, knowing more; if that is nothing, knowing this run alone."""
        found = self.inner.ask(number, history.with_trials([*self.earlier(history), *history]))
        return self.inner.ask(number, history) if found is None else found

    def origin(self, config: Config) -> str:
        """The other one's word."""
        return self.inner.origin(config)


@dataclass(frozen=True)
class _Known:
    """An earlier study, as far as it can be used."""

    name: str
    history: History
    space: Space | None

    @classmethod
    def of(cls, given: Any) -> Self:
        given = getattr(given, "study_", given)
        if isinstance(history := getattr(given, "history", None), History):
            return cls(f"a study of {len(history)} trials", history, given.space)
        if isinstance(given, str | Path):
            history = History(events=ledger.events_in(given))
            return cls(str(given), history, _space(history.header))
        raise SettingError(
            "Expected earlier studies in warm_start, or the folders or files that keep them; got "
            f"{type(given).__name__}."
        )

    @property
    def trials(self) -> list[Trial]:
        """Those that are over, or wait for their chance."""
        return self.history.in_state("done", "stopped", "failed", "paused")

    def taken(self, space: Space | None, told: Mapping[str, Any]) -> list[Trial]:
        """Its trials as those of `space`, if it asked the same in that space or in one inside it."""
        if space is None or self.space is None or not self._asks_the_same(told):
            return []
        if self.space == space:
            return self.trials
        if lost(self.space, space):
            return []
        try:
            return [replace(trial, config=moved(trial.config, space)) for trial in self.trials]
        except SpaceError:  # nobody knows what it had of what is new
            return []

    def _asks_the_same(self, told: Mapping[str, Any]) -> bool:
        """Were the losses the same, and is all that has a limit now measured there?"""
        then = self.history.header.get("study", {})
        if "direction" not in then or then.get("question") != told.get("question"):
            return False
        was, now = _goals(then["direction"]), _goals(told["direction"])
        measured = {*was.measures, SECONDS}
        limited = all(limit.name in measured for limit in now.limits)
        return (was.names, was.signs) == (now.names, now.signs) and limited

    @property
    def _best(self) -> list[Trial]:
        """Some of its best trials, best first: of several losses from all over the front."""
        goals = Goals.of(self.history.header)
        front = fronts.front(goals, self.history)
        count = min(MOST, len(front))
        spread = [front[round(at * (len(front) - 1) / max(count - 1, 1))] for at in range(count)]
        ranked = sorted(self.history.in_state("done"), key=lambda t: (goals.excess(t), t.loss, t.number))
        return list({trial.number: trial for trial in [*spread, *ranked]}.values())[: 2 * MOST]

    def configs(self, space: Space | None) -> list[Config]:
        """Its best configs as those of `space`; what does not fit is said aloud."""
        told: Counter[str] = Counter()
        best = [trial.config for trial in self._best]
        found = [dict(config) if space is None else fitted(config, space, told) for config in best]
        for what, times in told.items():
            LOG.warning("Warm start from %s: %s (%d of %d configs).", self.name, what, times, len(best))
        return [config for config in found if config is not None]


def fitted(config: Config, space: Space, told: Counter[str]) -> Config | None:
    """A config as one of another space, or None where nothing of it fits there.

    Numbers beyond an end go to that end; options that are not there, and names that are new, take the
    default; names that are gone are left out.  `told` counts what was changed, in words.

    Examples
    --------
    >>> from fitwright import Float, Space
    >>> fitted({"rate": 5.0, "old": 1}, Space(rate=Float(0.0, 1.0), new=Float(0.0, 4.0)), Counter())
    {'rate': 1.0, 'new': 2.0}
    """

    def choose(name: str, domain: Domain) -> Any:
        if name not in config:
            return domain.middle()
        value = config[name]
        if domain.holds(value):
            return value
        if isinstance(domain, Choice) or isinstance(value, bool) or not isinstance(value, int | float):
            told[f"{name} is left out where it was {value!r}, which is no value of {domain}"] += 1
            return domain.middle()
        told[f"{name} is moved into {domain}"] += 1
        return domain.value(domain.place(value))

    full = space.fill(choose)
    for name in config:
        if name not in full:
            told[f"{name} is left out: the space has no such name, or it is closed"] += 1
    if not full.keys() & config.keys():
        return None
    if not space.allows(full):
        told["what is forbidden now is left out"] += 1
        return None
    return full


def _fits(trial: Trial, steps: Steps) -> bool:
    """Was it judged in such steps?"""
    if steps.open_ended:
        return all(step.fold < steps.folds for step in trial.results)
    inside = all(step.fold < steps.folds and step.fidelity < len(steps.fidelities) for step in trial.results)
    highest = (Step(fold, len(steps.fidelities) - 1) for fold in range(steps.folds))
    return inside and (trial.state != "done" or all(step in trial.results for step in highest))


def _shifted(trial: Trial, shifts: Sequence[float], goals: Goals) -> Trial:
    """The trial, had each of its losses been higher by so much."""
    if not any(shifts):
        return trial
    by_name = {n: s * shift for n, s, shift in zip(goals.names, goals.signs, shifts, strict=True)}

    def moved_up(result: Result) -> Result:
        values = {name: value + by_name.get(name, 0.0) for name, value in result.values.items()}
        return replace(result, loss=result.loss + shifts[0], values=values)

    return replace(trial, results={step: moved_up(result) for step, result in trial.results.items()})


def _goals(told: Any) -> Goals:
    """What a header's `direction` says."""
    return Goals.of({"goals": told}) if isinstance(told, dict) else Goals.read(told)


def _fingerprint(trials: Sequence[Trial]) -> str:
    if not trials:
        return ""
    plain = repr([(identity(trial.config), trial.state, trial.loss) for trial in trials])
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _space(header: Mapping[str, Any]) -> Space | None:
    """The space that a study's header describes."""
    told: Any = header.get("study", {}).get("space")
    return Space.from_dict(told) if isinstance(told, dict) and "domains" in told else None
