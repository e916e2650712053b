"""Studies whose space grows: by what an objective suggests on its way, or because they go on in another."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, tee
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from fitwright import ledger
from fitwright.core.calls import called
from fitwright.core.describe import differences
from fitwright.core.errors import SettingError, SpaceError, Unsupported
from fitwright.core.events import Event, Grown
from fitwright.core.goals import Goals
from fitwright.core.history import History, News
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config, State, Trial
from fitwright.ledger import Ledger
from fitwright.search import Searcher, Tally, identity, made
from fitwright.space import Domain, Space
from fitwright.space.domains import settled
from fitwright.space.inferred import Ways, way
from fitwright.space.superset import lost, moved
from fitwright.suggest import foretold

MANY = 1000
"""So many draws that would all take ways which were taken end a study."""
SOME = 32
"""So many look for one that no trial has even set out on, before one will do that none came to the end of."""

_Shaped = tuple[tuple[str, ...], str]
"""Names that a trial suggested, and the identity of their values."""
_Tree = dict[str, dict[str, "_Tree"]]
"""What was asked for first, and after each of its values: name to the text of a value to the same again."""

LASTING = ("direction", "steps")
"""What a loss means: no study goes on with another one, whatever keeps it."""


class Growing(Searcher):
    """Proposes values for all that earlier trials have suggested; nothing before the first.

    A proposal that differs from an earlier trial only in what that one never asked for is made anew.  So is
    one that may come to the same as a trial that runs, as nobody has seen yet whether what they differ in is
    asked for; where nothing else is left it waits until more is known.  So it does after the first trial, of
    which nothing is known; where the clock decides, the first ones begin at once, and may agree.  A function
    that asks for nothing has no config that could come twice.

    Parameters
    ----------
    word : the searcher it asks, by name or as an object.
    seed : of all draws.
    first : configs to begin with.
    waits : may an answer wait?  Where not, the next best is given.
    """

    def __init__(self, word: Any, seed: int, first: Sequence[Config] = (), *, waits: bool = True):
        super().__init__(Space(), seed)
        self.word, self.first, self.waits = word, first, waits
        self._suggested = _Suggested()
        self._asked: Searcher | None = None
        self._ahead: dict[int, tuple[Config, _Told]] = {}
        self.lag = made(word, Space(), seed).lag

    def ask(self, number: int, history: History) -> Config | None:
        """A config of the space as it has been seen so far; None where it waits, or where nothing is left."""
        space = self._suggested.of(history)
        first = self._first(number, space)
        waits = self.waits and not history.timed
        if not len(space):
            asked = history.in_state("running") and not self._suggested.nothing
            return None if waits and asked else first
        if self._asked is None or self._asked.space is not space:
            self._asked, self._ahead = made(self.word, space, self.seed), {}
        ahead = self._foretold(space, history)
        if first and not self._suggested.has(first):
            return None if waits and self._may_be_among(first, ahead) else first
        config = self._asked.ask(number, history)
        if config is None or not (self._suggested.begun(config) or self._may_be_among(config, ahead)):
            return config
        rng = np.random.default_rng(seed_of(self.seed, "again", number))
        drawn = [space.sample(rng) for _ in range(SOME)]
        few = (one for one in drawn if not (self._suggested.begun(one) or self._may_be_among(one, ahead)))
        if (found := next(few, None)) is not None:
            return found
        more = (space.sample(rng) for _ in range(MANY))
        free, again = tee(one for one in chain([config], drawn, more) if not self._suggested.has(one))
        apart = (one for one in free if not self._may_be_among(one, ahead))
        told = {identity(one.config) for one in ahead}
        other = (one for one in again if not self.waits and identity(one) not in told)
        return next(apart, None) or next(other, None)

    def _first(self, number: int, space: Space) -> Config:
        """What this trial begins with; nothing where it is free to be searched."""
        given = self.first[number] if number < len(self.first) else {}
        known = space.domains
        return {name: settled(known[name], one) if name in known else one for name, one in given.items()}

    def _foretold(self, space: Space, history: History) -> "list[_Told]":
        """What trials that run will have been suggested, as far as anybody can know."""
        known, self._ahead = self._ahead, {}
        for one in history.in_state("running"):
            before = known.get(one.number)
            if before is None or before[0] is not one.config:
                told = dict(one.config) if one.found else foretold(one, space, self.seed)
                before = one.config, _Told(told, whole=not one.found)
            self._ahead[one.number] = before
        return [told for _, told in self._ahead.values()]

    def _may_be_among(self, config: Config, ahead: "Sequence[_Told]") -> bool:
        """Is what tells it from one of these perhaps never asked for?"""
        return not all(self._suggested.apart(config, other) for other in ahead)

    def origin(self, config: Config) -> str:
        """The searcher behind it."""
        if config in self.first:
            return "warm"
        return called(self.word)[0] if isinstance(self.word, str) else str(self.word.origin(config))


class _Told(NamedTuple):
    """What a trial that runs will have been suggested; not `whole` where it has told of some, and goes on."""

    config: Config
    whole: bool


def suggested(history: History) -> Space:
    """The space of all that the trials of an objective that defines its own have asked for.

    What some of them did without is there under the conditions that they show.
    """
    return _Suggested().of(history)


class _Suggested:
    """What trials suggested; each is looked at when it has changed."""

    def __init__(self) -> None:
        self._news = News()
        self._begin()

    def _begin(self) -> None:
        self._ways = Ways()
        self._known: dict[int, tuple[State, Mapping[str, Any]]] = {}
        self._domains: dict[str, _Latest] = {}
        self._shapes: set[tuple[str, ...]] = set()
        self._tried: set[_Shaped] = set()
        self._begun: Tally[_Shaped] = Tally()
        self._tree: _Tree = {}
        self.nothing = False

    def of(self, history: History) -> Space:
        """The space of them all; the same object as long as it is the same space, in the same order."""
        again, changed = self._news.of(history)
        fresh = [one for one in changed if self._known.get(one.number) != (one.state, one.found)]
        gone = again and not all(number in history for number in self._known)
        if gone or not all(map(self._goes_on, fresh)):
            self._begin()
            fresh = list(history)
        for trial in fresh:
            if trial.found:
                self._look(trial)
            self.nothing = self.nothing or (trial.state == "done" and not trial.found)
        known = sorted(self._domains.items(), key=lambda item: item[1].first)
        return self._ways.space({name: latest.domain for name, latest in known})

    def has(self, config: Config) -> bool:
        """Would it come to what a trial has come to, whatever else it holds that nobody would ask for?"""
        return self._is_among(config, self._tried)

    def begun(self, config: Config) -> bool:
        """Has a trial at least set out so, which may have been stopped before it suggested all?"""
        return self._is_among(config, self._begun.names)

    def apart(self, config: Config, other: "_Told") -> bool:
        """Is a name asked for where they differ, after values that they share, as a trial has shown?"""
        ahead = [self._tree]
        while ahead:
            after = ahead.pop()
            for name in after.keys() & config.keys():
                here, there = repr(config[name]), repr(other.config.get(name))
                known = name in other.config
                if here != there if known else other.whole:
                    return True
                ahead += [after[name].get(here, {})] if known else []
        return False

    def _goes_on(self, trial: Trial) -> bool:
        """Has it suggested what it had, at most with more behind?  One that began anew may go another way."""
        state, found = self._known.get(trial.number, ("running", {}))
        then = way(found)
        return then == way(trial.found)[: len(then)] and (
            state == trial.state or state in ("running", "paused")
        )

    def _look(self, trial: Trial) -> None:
        found, whole = trial.found, trial.state == "done"
        self._known[trial.number] = trial.state, found
        self._ways.add(way(found), whole=whole)
        after = self._tree
        for place, (name, (domain, value)) in enumerate(found.items()):
            known = self._domains.get(name) or _Latest((trial.number, place), trial.number, domain)
            first = min(known.first, (trial.number, place))
            latest = domain if trial.number >= known.number else known.domain
            self._domains[name] = _Latest(first, max(trial.number, known.number), latest)
            after = after.setdefault(name, {}).setdefault(repr(value), {})
        names = tuple(found)
        self._shapes.add(names)
        self._begun.put(trial.number, (names, identity(trial.config)))
        if trial.state in ("done", "failed"):
            self._tried.add((names, identity(trial.config)))

    def _is_among(self, config: Config, known: AbstractSet[_Shaped]) -> bool:
        """Is it one of these, by the names that they have?"""
        return any(
            (names, identity({name: config[name] for name in names})) in known
            for names in self._shapes
            if config.keys() >= set(names)
        )


class _Latest(NamedTuple):
    """Where a name came up first, and the latest trial that suggested it, with the domain it took."""

    first: tuple[int, int]
    number: int
    domain: Domain


def grown(history: History, told: Mapping[str, Any], space: Space | None) -> Grown | None:
    """How a study goes on in `space`; None where that is the one it had, or nothing is known of one.

    Every earlier trial counts as having had the defaults of what is new.

    Parameters
    ----------
    history : of the study so far.
    told : what its header would tell of it now.
    space : where it goes on; None where the function defines its own.

    Raises
    ------
    SpaceError
        The space does not have the earlier one inside it; what is new has no default; or what was tried is
        closed or forbidden now.
    """
    then, now = history.header.get("study", {}).get("space"), told.get("space")
    if space is None or not isinstance(then, dict) or then == now or not isinstance(now, dict):
        return None
    if missing := lost(Space.from_dict(then), Space.from_dict(now)):
        raise SpaceError(
            f"Expected a space that has the earlier one inside it; {'; '.join(missing)}. Keep what was "
            "there, or begin a new study with this one as its warm_start."
        )
    configs = {trial.number: moved(trial.config, space) for trial in history}
    changed = {number: config for number, config in configs.items() if config != history[number].config}
    return Grown(now, changed)


def kept(run_dir: Any, told: Mapping[str, Any], space: Space | None) -> tuple[Ledger, Grown | None]:
    """The ledger with which a study begins or goes on, and how its space has grown since.

    Parameters
    ----------
    run_dir : a folder, a ledger, a study in memory, or None for a new one in memory.
    told : what its header tells of it; a study goes on with what it began with, but for the space.
    space : where it goes on; None where the function defines its own.

    Raises
    ------
    SettingError
        Something was told otherwise before, or the space has not grown but changed.
    Unsupported
        The folder cannot be written to.
    """
    record = _opened(run_dir)
    try:
        history = History(events=[event for _, event in record.since(0)])
        _compare(history.header, told, lasting=isinstance(run_dir, Ledger))
        return record, grown(history, told, space)
    except SettingError as error:
        if not isinstance(run_dir, Ledger):
            record.close()
        place = f"{run_dir}: " if isinstance(run_dir, str | Path) else ""
        raise type(error)(f"{place}{error}") from error


def _opened(run_dir: Any) -> Ledger:
    if isinstance(run_dir, Ledger):
        return run_dir
    if not isinstance(run_dir, str | Path):
        memory = ledger.catalog.make("memory")
        if run_dir is not None:
            memory.append(_events_of(run_dir))
        return memory
    try:
        Path(run_dir).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unsupported(
            f"{run_dir}: expected a folder that can be written to; {error.strerror}."
        ) from error
    return ledger.catalog.make("sqlite", folder=run_dir)


def _events_of(study: Any) -> list[Event]:
    """Those of a study that `tune` gave."""
    history, events = getattr(study, "history", None), list(getattr(study, "events", ()))
    if not isinstance(history, History):
        raise SettingError(
            f"Expected run_dir as a folder, a ledger or a study that goes on; got {type(study).__name__}."
        )
    if len(history) and not events:
        raise SettingError(
            "Expected a study that came to its end, which can go on; this one ended with an error. Go on "
            "with its run_dir, or take it as warm_start."
        )
    return events


def _compare(header: Mapping[str, Any], told: Mapping[str, Any], *, lasting: bool) -> None:
    """Was it told the same?  Its space may have grown; `lasting` asks for what a loss means alone."""
    if not header:
        return
    known = {"direction": Goals.of(header).aims, "steps": told.get("steps")}  # some records tell of none
    then = {**{name: known[name] for name in LASTING if name in told}, **header.get("study", {})}
    if isinstance(then.get("space"), dict) and isinstance(told.get("space"), dict):
        then["space"] = told["space"]
    if lasting or "study" not in header:
        then, told = ({name: one.get(name) for name in LASTING} for one in (then, told))
    if found := differences(then, told):
        raise SettingError(
            f"Expected what the study began with; {'; '.join(found)}. Say the same, or begin another study "
            "in another folder, with this one as its warm_start."
        )
