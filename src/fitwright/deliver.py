"""From what was searched to what is delivered: weighed, refitted where that is due, and told of."""

import logging
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fitwright import metrics
from fitwright.assemble import Additive, Assembly, evidence, fitted_bags, weigh
from fitwright.brief import Brief
from fitwright.core.budget import Budget
from fitwright.core.errors import Damaged, FitwrightError, Unsupported
from fitwright.core.events import Event, Refitted, Warned, Weighed
from fitwright.core.history import History
from fitwright.core.interrupt import Interrupt
from fitwright.core.trial import Result, Step
from fitwright.core.work import Key, Limits, Work
from fitwright.evaluate import Evaluate, Refit
from fitwright.families import ALWAYS
from fitwright.growth import Points, grow
from fitwright.ledger import Ledger
from fitwright.pipeline import Bags, foretell
from fitwright.predictor import Predictor
from fitwright.redo import redo

WEIGHING = 0.3
"""Seconds that weighing and reading back take on a small table."""
REFIT = 0.25
"""Share of the time kept back for fitting members on all rows, where rows are ordered."""
GROWTH = 0.03
"""Share of the time kept back for drawing how the score grows with rows, from `PATIENT` seconds on."""
PATIENT = 20.0
TIMED, TRIES = 1000, 4
"""Rows on which a predictor is timed, and how often a slow one is weighed anew."""
CLOSING = 0.2
"""Seconds that are left for putting the predictor together."""
MODEL = "model.fw"
"""The predictor in a run's folder."""
LOG = logging.getLogger("fitwright")


@dataclass
class Delivery:
    """What a run found, as one predictor.

    Attributes
    ----------
    home : the folder of the run, where it is kept; the predictor that stood before may lie there.
    curve : how the best score changed, for the card.
    """

    brief: Brief
    evaluate: Evaluate
    history: History
    record: Ledger
    budget: Budget
    interrupt: Interrupt = field(default_factory=Interrupt)
    home: Path | None = None
    curve: Points = field(default_factory=list)

    def predictor(self) -> Predictor:
        """The ensemble; the one that stood before, where a run that went on found none as good.

        Raises
        ------
        NothingFinished
            No candidate has a result; the message has the first reason.
        """
        assembly, refitted, bags = self._assembled()
        if (stood := self._stood(assembly)) is not None:
            self._say(Warned("What was found since is no better: the ensemble that stood before is kept."))
            return stood
        if regret := self._regret(assembly):
            self._say(Warned(regret))
            LOG.warning(regret)
        growth = self._growth(assembly)
        card = {**card_of(self.brief, assembly, refitted), "curve": self.curve, "growth": growth}
        self._say(Weighed(card))
        return put_together(self.brief, self.evaluate, assembly, refitted, bags, card)

    def _assembled(self) -> tuple[Assembly, dict[int, Result], Bags]:
        """The blend and its members; a candidate whose bytes are damaged is left out."""
        for _ in range(len(self.history)):
            try:
                assembly = self._weighed()
                refitted = self._refit(assembly) if self.brief.plan.refit or assembly.single else {}
                if assembly.single:
                    refitted = Additive.of(self.brief.goals).refits(assembly.trials, refitted)
                return assembly, refitted, fitted_bags(assembly, self.evaluate, refitted)
            except Damaged as error:
                LOG.warning("A candidate is left out: %s", error)
        raise Damaged("Expected candidates that can be read; the bytes of all of them are damaged.")

    def _weighed(self) -> Assembly:
        """The blend; where milliseconds are limited, one that keeps to them by the clock too."""
        tight = 1.0
        for _ in range(TRIES):
            assembly = weigh(self.history, self.evaluate, self.brief.combine(), tight)
            if (beyond := self._beyond(assembly)) <= 1.0:
                return assembly
            tight *= 0.9 / beyond
        LOG.warning("What is delivered takes %.2g times the milliseconds a row that were allowed.", beyond)
        return assembly

    def _beyond(self, assembly: Assembly) -> float:
        """Milliseconds a row that all pipelines together take now, in bounds; 0 where there is none."""
        limits = Additive.of(self.brief.goals)
        if "ms_per_row" not in limits.names:
            return 0.0
        bags = fitted_bags(assembly, self.evaluate, {})
        whole = self.evaluate.laid.table
        foretell(bags, whole.at(assembly.index[:1]), self.evaluate.task)  # what is slow the first time only
        table = whole.at(assembly.index[:TIMED])
        began = time.perf_counter()
        foretell(bags, table, self.evaluate.task)
        taken = 1000.0 * (time.perf_counter() - began) / len(table)
        return taken / float(limits.bounds[limits.names.index("ms_per_row")])

    def _refit(self, assembly: Assembly) -> dict[int, Result]:
        """The members on all rows, as far as the time that was kept back allows: number to result.

        Later rows follow from earlier ones, so a member that has not seen the last of them is stale.
        """
        if self.interrupt.strikes:
            return {}
        works = [Work(Key(t.number, Step()), t.config, origin=t.origin) for t in assembly.trials]

        def allow(work: Work, history: History, left: float) -> Limits:
            return Limits(memory=self.brief.settings.memory, aim=None if math.isinf(left) else 0.5 * left)

        done = redo(
            works,
            Refit(self.evaluate),
            self.brief.executor(),
            self.budget.but(WEIGHING),
            allow,
            self.interrupt,
        )
        results = {number: result for (number, _), result in done.results.items()}
        self._say(*[Refitted(number, result, self.history.spent) for number, result in results.items()])
        return results

    def _regret(self, assembly: Assembly) -> str:
        """A sentence, where limits are broken or leave nothing worth having."""
        goals = self.brief.goals
        limits = ", ".join(map(str, goals.limits))
        costs = Additive.of(goals).hold(assembly.trials, assembly.single)
        if not costs or any(goals.excess(trial) for trial in assembly.trials):
            return f"No candidate keeps to {limits}: the one that breaks it least is delivered."
        if limits and all(trial.config.get("model") == ALWAYS for trial in assembly.trials):
            return f"Nothing but the baseline keeps to {limits}: it says the same for every row."
        return ""

    def _growth(self, assembly: Assembly) -> Points:
        """Score by rows learned from, where there is time for it."""
        settings = self.brief.settings
        if self.interrupt.strikes or not _draws(settings.seconds):
            return []
        left = self.budget.but(CLOSING)
        space, executor = self.brief.plan.space, self.brief.executor()
        return grow(assembly, self.evaluate, space, executor, left, settings.memory)

    def _stood(self, assembly: Assembly) -> Predictor | None:
        """The predictor of before, where it scored better on the same rows; None where there is none."""
        card, home = self.history.card, self.home
        if self._is_whole or not card or home is None or not (home / MODEL).exists():
            return None
        losses = dict(zip(assembly.folds, assembly.losses, strict=True))
        same = [losses[fold] for fold in card["folds"] if fold in losses]
        now = sum(same) / len(same) if len(same) == len(card["folds"]) else assembly.loss
        if now <= self.brief.sign * card["score"]:
            return None
        try:
            return Predictor.load(home / MODEL, allow_pickle=True)
        except FitwrightError as error:
            LOG.warning("The ensemble that stood before cannot be read: %s", error)
            return None

    @property
    def _is_whole(self) -> bool:
        """Has its budget in trials ended it, and nothing else?  Then it is what any such run comes to."""
        return not (self.history.timed or self.interrupt.strikes or self.history.in_state("running"))

    def _say(self, *events: Event) -> None:
        """To the ledger, as far as that can be written, and to the history."""
        self.history.add(*events)
        if events:
            try:
                self.record.append(list(events))
            except (Damaged, Unsupported) as error:
                LOG.warning("The end of this run is not written down: %s", error)


def reserve(brief: Brief) -> float:
    """Seconds kept back for weighing what was found, and for fitting members once more."""
    rows, outputs = len(brief.intake.table), len(brief.intake.task.outputs)
    seconds = brief.settings.seconds
    refits = brief.plan.refit or bool(Additive.of(brief.goals).names)
    share = (REFIT if refits else 0.01) + (GROWTH if _draws(seconds) else 0.0)
    return WEIGHING + share * (seconds or 0.0) + 3e-7 * rows * outputs


def put_together(
    brief: Brief,
    evaluate: Evaluate,
    assembly: Assembly,
    refitted: Mapping[int, Result],
    bags: Bags,
    card: dict[str, Any],
) -> Predictor:
    """The parts as a predictor."""
    task, schema = brief.intake.task, brief.intake.schema
    seen = evidence(assembly, evaluate, refitted)
    return Predictor(task, schema, bags, assembly.blend, brief.combiner, card, seen)


def card_of(brief: Brief, assembly: Assembly, refitted: Mapping[int, Result]) -> dict[str, Any]:
    """Plain values that say where the predictor comes from."""
    rows = brief.intake.rows.at(assembly.index)
    return {
        "metric": metrics.name_of(brief.plan.metric),
        "score": brief.sign * assembly.loss,
        "error": metrics.standard_error(brief.plan.metric, rows, assembly.p, brief.seed),
        "folds": list(assembly.folds),
        "members": [t.config for t in assembly.trials],
        "trials": [t.number for t in assembly.trials],
        "refitted": sorted(refitted),
        "single": assembly.single,
        "tight": assembly.tight,
        "weights": assembly.blend.weights.tolist(),
        "seed": brief.seed,
        "rows": len(brief.intake.table),
        "fingerprint": brief.fingerprint,
        "versions": _versions(),
    }


def _draws(seconds: float | None) -> bool:
    return seconds is None or seconds >= PATIENT


def _versions() -> dict[str, str]:
    found = {}
    for name in ("fitwright", "numpy", "scipy", "scikit-learn", "lightgbm", "catboost", "xgboost-cpu"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
