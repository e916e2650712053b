"""Hears the events of a run and remembers when what came back; shared by the scenarios that fit."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from fitwright.core.events import Asked, Event, Started, Stepped
from fitwright.core.trial import Config, Result, Step

BOOSTERS = frozenset({"lightgbm", "xgboost", "catboost"})


@dataclass(frozen=True)
class Seen:
    """A step that came back."""

    trial: int
    step: Step
    config: Config
    result: Result
    at: float
    """Seconds since the witness was made or restarted."""
    took: float
    """Seconds since the step was handed out."""

    @property
    def family(self) -> str:
        """The model's name."""
        return str(self.config.get("model", ""))


@dataclass
class Witness:
    """A listener; `until` ends the run, as Ctrl-C would, once one of these families has a step."""

    until: frozenset[str] = frozenset()
    steps: list[Seen] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)
    _configs: dict[int, Config] = field(default_factory=dict)
    _started: dict[tuple[int, Step], float] = field(default_factory=dict)

    def __call__(self, event: Event) -> None:
        """Take in one event."""
        now = time.perf_counter() - self.began
        match event:
            case Asked(trial, config):
                self._configs[trial] = config
            case Started(trial, step):
                self._started[trial, step] = now
            case Stepped(trial, step, result):
                took = now - self._started[trial, step]
                self.steps.append(Seen(trial, step, self._configs[trial], result, now, took))
                if self.steps[-1].family in self.until:
                    raise KeyboardInterrupt
            case _:
                pass

    def restart(self) -> None:
        """Count seconds from now on."""
        self.began = time.perf_counter()

    def first(self, families: frozenset[str] | None = None) -> float | None:
        """Seconds to the first step of one of these families, of any where None."""
        found = [seen.at for seen in self.steps if families is None or seen.family in families]
        return round(found[0], 3) if found else None

    def families(self, seconds: float = float("inf")) -> list[str]:
        """Families that have a step by then, in the order of coming; the baseline is none."""
        found = [seen.family for seen in self.steps if seen.at <= seconds and seen.family != "baseline"]
        return list(dict.fromkeys(found))


def families_of(word: str) -> list[str] | None:
    """What `models` an estimator gets: "core" and "boost" leave it to the plan, else names by "+".

    For "core", what an extra brings is hidden from this process first, so that the plan is that of an
    environment without it: which families are searched, which get one start, and which only where asked for.

    Raises
    ------
    SystemExit
        "boost" was asked for and one of its libraries is not installed.
    """
    from fitwright import models

    if word == "boost":
        if missing := [name for name in models.catalog.names() if models.catalog.missing(name)]:
            raise SystemExit(f"{', '.join(missing)} cannot run: install the extra [boost].")
        return None
    if word != "core":
        return word.split("+")
    for name in models.catalog.names():
        for library in models.catalog.get(name).needs:
            sys.modules[library] = None  # type: ignore[assignment]  # the language's word for "cannot be imported"
    return None


def installed(given: Sequence[str]) -> list[str]:
    """The asked kinds of install; core, and boost where it is there, if none was asked for."""
    from fitwright import models

    there = not any(models.catalog.missing(name) for name in ("catboost", "xgboost"))
    return list(given) or (["core", "boost"] if there else ["core"])
