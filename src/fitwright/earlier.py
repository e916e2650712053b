"""What earlier studies found, as a start for a new one."""

import hashlib
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from pathlib import Path
from statistics import median
from typing import Any, Self

from fitwright import ledger
from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Config, Steps, Trial
from fitwright.search import Searcher, identity
from fitwright.space import Choice, Domain, Space

MOST = 5
"""So many configs of earlier studies are tried first, at most."""
LOG = logging.getLogger("fitwright")


@dataclass(frozen=True)
class WarmStart:
    """What a study takes over from earlier ones.

    Attributes
    ----------
    first : configs to try before any search: the best of each earlier study in turn.
    trials : trials that its searcher may learn from, those of studies of the same question, numbered up to
        -1.
    """

    first: Sequence[Config] = ()
    trials: Sequence[Trial] = ()

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
        trials = [t for one in known if one.asks_the_same(space, told) for t in one.trials]
        made = cls(
            list(found.values())[:MOST],
            [replace(trial, number=place - len(trials)) for place, trial in enumerate(trials)],
        )
        if known:
            LOG.info(
                "Warm start: %d configs of %d earlier studies come first, and %d trials are learned from.",
                len(made.first), len(known), len(trials),
            )  # fmt: skip
        return made

    @property
    def fingerprint(self) -> str:
        """The same for the same earlier trials."""
        plain = repr([list(self.first), [(identity(t.config), t.state, t.loss) for t in self.trials]])
        return hashlib.sha256(plain.encode()).hexdigest()[:16]


class Warm(Searcher):
    """Another searcher that knows the trials of earlier studies as well.

    Their losses are shifted by as much as those of configs that both have tried differ, in the middle: so a
    study on newer data, which makes all losses a little higher, still tells which configs are good.

    Parameters
    ----------
    inner : who is asked.
    trials : of earlier studies, numbered below 0.
    """

    def __init__(self, inner: Searcher, trials: Sequence[Trial]):
        super().__init__(inner.space, inner.seed)
        self.inner, self.trials, self.lag = inner, trials, inner.lag
        self._losses = {identity(trial.config): trial.loss for trial in trials if trial.state == "done"}

    def ask(self, number: int, history: History) -> Config | None:
        """What the other one proposes, knowing more; if that is nothing, knowing this run alone."""
        shift = self._shift(history)
        known = [_shifted(trial, shift) for trial in self.trials if _fits(trial, history.steps)]
        found = self.inner.ask(number, history.with_trials([*known, *history]))
        return self.inner.ask(number, history) if found is None else found

    def origin(self, config: Config) -> str:
        """The other one's word."""
        return self.inner.origin(config)

    def _shift(self, history: History) -> float:
        """How much higher losses are than they were."""
        done = [(trial.loss, self._losses.get(identity(trial.config))) for trial in history.in_state("done")]
        changes = [now - then for now, then in done if then is not None]
        return median(changes) if changes else 0.0


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
            record = ledger.catalog.make("sqlite", folder=given, reading=True)
            try:
                history = History(events=[event for _, event in record.since(0)])
            finally:
                record.close()
            return cls(str(given), history, _space(history.header))
        raise SettingError(
            "Expected earlier studies in warm_start, or the folders or files that keep them; got "
            f"{type(given).__name__}."
        )

    @property
    def trials(self) -> list[Trial]:
        """Those that are over, or wait for their chance."""
        return self.history.in_state("done", "stopped", "failed", "paused")

    def asks_the_same(self, space: Space | None, told: Mapping[str, Any]) -> bool:
        """Is it a study of one loss over the same space, in the same direction?"""
        then = self.history.header.get("study", {})
        same = all(then.get(word) == told.get(word) for word in ("direction", "question"))
        return same and isinstance(told.get("direction"), str) and space is not None and self.space == space

    def configs(self, space: Space | None) -> list[Config]:
        """Its best configs as those of `space`; what does not fit is said aloud."""
        told: Counter[str] = Counter()
        best = [trial.config for trial in self.history.best(2 * MOST)]
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
    return inside and (trial.state != "done" or len(trial.results) == len(steps))


def _shifted(trial: Trial, shift: float) -> Trial:
    """The trial, had all its losses been higher by so much."""
    if not shift:
        return trial
    results = {step: replace(result, loss=result.loss + shift) for step, result in trial.results.items()}
    return replace(trial, results=results)


def _space(header: Mapping[str, Any]) -> Space | None:
    """The space that a study's header describes."""
    told: Any = header.get("study", {}).get("space")
    return Space.from_dict(told) if isinstance(told, dict) and "domains" in told else None
