"""Gives each branch of a choice a search of its own, and the next trial to the one that promises most."""

import math
from collections.abc import Sequence
from statistics import mean, stdev

import numpy as np

from fitwright.core.errors import SettingError, SpaceError
from fitwright.core.history import History
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config, Trial
from fitwright.search._acquire import log_improvement
from fitwright.search._seen import only, outcomes
from fitwright.search.searcher import Searcher
from fitwright.space import Choice, Space

RECENT = 20
"""An arm is judged by so many of its last trials: its search has moved on from the earlier ones."""


class Bandit(Searcher):
    """One flat search for each branch, such as each learner; trials go where most is gained per second.

    What a branch would gain is read from the better half of its recent trials: the expected improvement
    over the best loss of all, for a t-distribution that fits them, times the share of trials that do not
    fail, divided by what a trial takes.  A branch that has had few trials gets one first.

    Parameters
    ----------
    space : where to search; one without branches is searched as a whole.
    seed : of the branches' searches.
    over : the choice whose branches compete; the first one that has any where None.
    searcher : who searches a branch, by name or as an object without a space.
    pulls : trials that each branch gets before it is judged.
    per_second : divide by seconds, where they differ; where None, in runs with a time limit: without one, the
        outcome does not depend on the machine.

    Examples
    --------
    >>> from fitwright import Float, Space, tune
    >>> branches = {"flat": Space(x=Float(1, 2)), "deep": Space(x=Float(0, 2))}
    >>> study = tune(
    ...     lambda config: config.get("flat.x", config.get("deep.x")),
    ...     Space.one_of("kind", branches), search="bandit", max_trials=30,
    ... )
    >>> study.best.config["kind"]
    'deep'
    """

    def __init__(
        self,
        space: Space | None = None,
        seed: int = 0,
        over: str | None = None,
        searcher: str | Searcher = "auto",
        pulls: int = 3,
        per_second: bool | None = None,
    ):
        super().__init__(space, seed)
        branches = self.space.branches
        if over is not None and len(self.space) and over not in branches:
            raise SettingError(
                f"Expected a choice with branches ({', '.join(branches) or 'none here'}); got {over!r}."
            )
        if pulls < 1:
            raise SettingError(f"Expected pulls from 1 on; got {pulls}.")
        self.over, self.searcher, self.pulls, self.per_second = over, searcher, pulls, per_second
        self._over = over or next(iter(branches), None)
        self._arms = {option: self._search(option, arm) for option, arm in self._branches()}

    def ask(self, number: int, history: History) -> Config | None:
        trials = list(history)
        losses = outcomes(trials)
        parts = {
            option: [i for i, trial in enumerate(trials) if self._concerns(option, trial)]
            for option in self._arms
        }
        best = min((loss for loss in losses if not math.isnan(loss)), default=math.inf)
        least = max(self.pulls, math.sqrt(len(trials)) / 2)
        paid = history.header.get("paid", False) if self.per_second is None else self.per_second
        promise = {
            option: self._promise([trials[i] for i in at], [losses[i] for i in at], (best, least), paid)
            for option, at in parts.items()
        }
        for option in sorted(self._arms, key=lambda option: promise[option], reverse=True):
            config = self._arms[option].ask(number, self._part(history, option))
            if config is not None:
                return config
        return None

    def _promise(
        self, trials: Sequence[Trial], losses: Sequence[float], bar: tuple[float, float], paid: bool
    ) -> tuple[bool, float]:
        """What orders the arms: (has had too few trials, fewest first or gain per second).

        `bar` is the best loss of all and the fewest trials; is it `paid` by the second?
        """
        best, least = bar
        known = [loss for loss in losses if math.isfinite(loss)]
        if len(trials) < least:
            return True, -float(len(trials))
        if len(known) < 2:
            return False, -math.inf
        recent = sorted(known[-RECENT:])[: max(2, (min(len(known), RECENT) + 1) // 2)]
        spread = max(stdev(recent), 1e-12) * math.sqrt(1 + 1 / len(recent))
        gain = float(log_improvement(np.array([(best - mean(recent)) / spread]))[0]) + math.log(spread)
        failed = sum(math.isinf(loss) for loss in losses)
        under_way = len(losses) - len(known) - failed
        gain += math.log(len(known) / (len(known) + failed)) - math.log(1 + under_way)
        seconds = mean(trial.seconds for trial in trials if trial.results) if paid else 0.0
        return False, gain - (math.log(seconds) if seconds > 0 else 0.0)

    def _part(self, history: History, option: str) -> History:
        return only(history, lambda trial: self._concerns(option, trial))

    def _concerns(self, option: str, trial: Trial) -> bool:
        """Has it this option?  One in which a condition closed the choice could have come from any branch."""
        chosen = trial.config.get(self._over) if self._over else None
        return chosen is None or str(chosen) == option

    def _branches(self) -> list[tuple[str, Space]]:
        """Each option with the space that has it alone; impossible ones are left out."""
        if self._over not in self.space.branches:
            return [("", self.space)]
        domain, found = self.space.domains[self._over], []
        for option in domain.options if isinstance(domain, Choice) else ():
            arm = self.space.with_({self._over: Choice((option,))})
            arm.branches[self._over] = {
                name: inner for name, inner in arm.branches[self._over].items() if name == str(option)
            }
            try:
                arm.default()
            except SpaceError:
                continue
            found.append((str(option), arm))
        return found

    def _search(self, option: str, arm: Space) -> Searcher:
        from fitwright.search import made

        return made(self.searcher, arm, seed_of(self.seed, "arm", option))
