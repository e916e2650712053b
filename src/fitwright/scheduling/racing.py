"""Folds as a race: every candidate gets one, the best get all."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Step, Trial
from fitwright.core.work import Work
from fitwright.scheduling._pieces import new_trial, one_more
from fitwright.scheduling.scheduler import Scheduler
from fitwright.search import Searcher

_FIRST = Step(0, 0)


class Racing(Scheduler):
    """One fold for each of the first candidates; then folds for the best of them, and new candidates.

    The first `breadth` trials get their first step one after another, so that an ensemble can be weighed and
    several families are known early.  From then on the leaders (at least `keep`, and a third of all that have
    a result; at most half of them of one family) get their further folds in rounds, so that the members of
    an ensemble are weighed on the same rows; every `pace`-th piece of work is a new candidate all the same.
    When there is nothing new to try, the rest catches up, best first.

    Trials are ranked by their loss on comparable steps: what a fold, or a higher fidelity, makes of a loss is
    estimated from the trials that have both (its median) and taken off.  A step that would not end in time,
    judged by the trial's own steps, is not begun, and no new candidate while others can use the last seconds.

    Parameters
    ----------
    searcher, trials : as for every scheduler.
    breadth : so many trials begin before any goes on.
    keep : so many leaders at least.
    pace : every so many pieces of work one is a new candidate, while leaders have folds to go.

    Examples
    --------
    >>> from fitwright.search.random import Random
    >>> from fitwright.space import Int, Space
    >>> Racing(Random(Space(depth=Int(1, 9)))).next(History(), room=1, seconds_left=60).key
    Key(trial=0, step=Step(fold=0, fidelity=0), attempt=0)
    """

    def __init__(
        self, searcher: Searcher, trials: int | None = None, breadth: int = 8, keep: int = 4, pace: int = 3
    ):
        super().__init__(searcher, trials)
        self.breadth, self.keep, self.pace = breadth, keep, pace
        if min(breadth, keep, pace) < 1:
            raise SettingError(f"Expected breadth, keep and pace from 1 on; got {breadth}, {keep}, {pace}.")

    def next(self, history: History, room: int, seconds_left: float) -> Work | None:
        if seconds_left <= 0:
            return None
        race = _Race(history, self._family_of)
        new, leaders, rest = self._new, self._leaders, self._rest
        if race.is_late(seconds_left):
            order = (leaders, rest, new)
        elif len(history) < self.breadth or self._is_a_new_ones_turn(history):
            order = (new, leaders, rest)
        else:
            order = (leaders, new, rest)
        found = (choose(race, seconds_left) for choose in order)
        return next((work for work in found if work is not None), None)

    def _is_a_new_ones_turn(self, history: History) -> bool:
        return sum(len(trial.started) for trial in history) % self.pace == 0

    def _new(self, race: "_Race", seconds_left: float) -> Work | None:
        return new_trial(self.searcher, self.trials, race.history)

    def _leaders(self, race: "_Race", seconds_left: float) -> Work | None:
        """The next fold of the leader that has the fewest; of equals, the best."""
        leaders = race.leaders(self.keep)
        leaders.sort(key=lambda trial: len(trial.started))
        return _first_of(leaders, race.history, seconds_left)

    def _rest(self, race: "_Race", seconds_left: float) -> Work | None:
        """Whatever is left to do for the trials there are, best first."""
        running = [trial for trial in race.ranked + race.unranked if trial.state == "running"]
        return _first_of(running, race.history, seconds_left) or _first_of(
            running, race.history, seconds_left, together=True
        )

    def _family_of(self, trial: Trial) -> object:
        """What the space's top choice between branches is for this trial."""
        return tuple(trial.config.get(name) for name in self.searcher.space.branches)


@dataclass
class _Race:
    """Who stands where, from the history alone."""

    history: History
    family_of: Callable[[Trial], object]

    def __post_init__(self) -> None:
        live = self.history.in_state("running", "paused", "done")
        effects = _effects(live)
        scored = [(_score(trial, effects), trial.number, trial) for trial in live if trial.results]
        self.ranked = [trial for _, _, trial in sorted(scored, key=lambda entry: entry[:2])]
        self.unranked = [trial for trial in live if not trial.results]

    def is_late(self, seconds_left: float) -> bool:
        """Is there less time than the first step of a candidate usually takes?"""
        firsts = [trial.results[_FIRST].seconds for trial in self.history if _FIRST in trial.results]
        return bool(firsts) and median(firsts) > seconds_left

    def leaders(self, keep: int) -> list[Trial]:
        """The best, at most half of them of one family where there are several."""
        able = [trial for trial in self.ranked if trial.state != "paused"]
        count = max(keep, -(-len(able) // 3))
        family = {trial.number: self.family_of(trial) for trial in able}
        most = count if len(set(family.values())) < 2 else -(-count // 2)
        chosen: list[Trial] = []
        taken: dict[object, int] = defaultdict(int)
        for trial in able:
            if len(chosen) < count and taken[family[trial.number]] < most:
                taken[family[trial.number]] += 1
                chosen.append(trial)
        return chosen


def _first_of(
    trials: list[Trial], history: History, seconds_left: float, together: bool = False
) -> Work | None:
    """The next step of the first of them that can go on and may end in time."""
    able = [t for t in trials if t.state == "running" and _seconds_a_step(t) <= seconds_left]
    found = (one_more(trial, history.steps, together) for trial in able)
    return next((work for work in found if work is not None), None)


def _seconds_a_step(trial: Trial) -> float:
    return trial.seconds / max(len(trial.results), 1)


def _effects(trials: list[Trial]) -> dict[Step, float]:
    """What each step adds to the loss of the first step, as a median over the trials that have both."""
    differences: dict[Step, list[float]] = defaultdict(list)
    for trial in trials:
        if _FIRST in trial.results:
            base = trial.results[_FIRST].loss
            for step, result in trial.results.items():
                differences[step].append(result.loss - base)
    return {step: median(found) for step, found in differences.items()}


def _score(trial: Trial, effects: dict[Step, float]) -> float:
    """The mean loss over folds, each at its highest fidelity and less what its step adds."""
    losses = [trial.results[step].loss - effects.get(step, 0.0) for step in trial.latest]
    return sum(losses) / len(losses)
