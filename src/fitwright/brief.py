"""What a run is about, in one word: the question, the plan, and what the user said."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from fitwright import ensemble, execution, metrics, store
from fitwright.core.errors import SettingError
from fitwright.core.fingerprint import fingerprint
from fitwright.core.goals import Goals
from fitwright.ensemble import Combiner
from fitwright.evaluate import Evaluate
from fitwright.execution import Executor
from fitwright.intake import Intake
from fitwright.metrics import Metric
from fitwright.plan import Plan
from fitwright.settings import Settings
from fitwright.views import Laid, Views

CACHE = 4 * 10**9
"""Bytes of encoded folds kept on disk during a run."""
MEASURES = ("ms_per_row", "bytes", "seconds", "complexity")
"""What is measured of every candidate: predicting a row, a fold's fitted state, all its fits, its parts."""
LONG = 30.0
"""Seconds from which on it pays to import what all families need before the first worker starts."""


@dataclass(frozen=True)
class Brief:
    """Everything that a run needs to know, and no state of it."""

    intake: Intake
    plan: Plan
    settings: Settings
    seed: int

    @cached_property
    def fingerprint(self) -> str:
        """Of the table, by content."""
        return fingerprint(self.intake.table)

    @property
    def sign(self) -> float:
        """What a loss is multiplied with to be a score."""
        return -1.0 if self.plan.metric.higher_is_better else 1.0

    @property
    def combiner(self) -> str:
        """The name of what weighs candidates."""
        return ensemble.catalog.name_of(type(self.combine()))

    def combine(self) -> Combiner:
        """What weighs candidates."""
        return ensemble.catalog.make(self.settings.combiner)

    def objective(self, home: Path, laid: Laid, *, sync: bool) -> Evaluate:
        """One candidate judged step by step; what it makes lies in `home`."""
        return Evaluate(
            task=self.intake.task,
            metric=self.plan.metric,
            laid=laid,
            folds=self.plan.folds,
            store=store.catalog.make("folder", home=home / "store", sync=sync),
            views=Views(home / "views", CACHE),
            seed=self.seed,
            class_factors=self.intake.class_factors,
            own=self.plan.own,
            own_steps=self.plan.own_steps,
            fingerprint=self.fingerprint,
            beside=self.beside,
        )

    @cached_property
    def beside(self) -> dict[str, Metric]:
        """Metrics that are wanted or limited beside the one that judges, by the name they were asked by.

        Raises
        ------
        SettingError
            One of the names is neither a measure nor a metric that fits the task.
        """
        task, rows = self.intake.task, self.intake.rows
        known = {metrics.name_of(self.plan.metric), *MEASURES}
        words = [*self.settings.beside, *(self.settings.constraints or ())]
        found = {}
        for word in words:
            if not isinstance(word, str) or word not in known:
                metric = metrics.resolve(word, task)
                found[word if isinstance(word, str) else metrics.name_of(metric)] = metric.bind(task, rows)
        return found

    @cached_property
    def goals(self) -> Goals:
        """What candidates are wanted for: the metric that judges, what else was named, and limits."""
        first, beside = metrics.name_of(self.plan.metric), self.beside
        words, task = self.settings.beside, self.intake.task
        named = [w if isinstance(w, str) else metrics.name_of(metrics.resolve(w, task)) for w in words]
        wanted = {first: self.plan.metric, **{name: beside.get(name) for name in named}}
        better = {name: metric is not None and metric.higher_is_better for name, metric in wanted.items()}
        directions = {name: "maximize" if up else "minimize" for name, up in better.items()}
        made = Goals.read(directions, self.settings.constraints)
        return replace(made, named=not made.alone)

    def executor(self) -> Executor:
        """Where steps are done.

        Raises
        ------
        SettingError
            It cannot end a candidate, and there are limits.
        """
        word = self.settings.executor
        patient = (self.settings.seconds or LONG) >= LONG
        preload = ("numpy", "scipy.sparse", "fitwright.evaluate", *(self.plan.imports if patient else ()))
        executor = execution.made(word, workers=self.settings.cores, preload=preload)
        hard = self.settings.trial_time_limit is not None or self.settings.memory is not None
        if hard and not executor.hard_limits:
            raise SettingError(
                "Expected an executor that can end a candidate where trial_time_limit or memory_limit is "
                f"given; {word!r} cannot. Use executor='processes'."
            )
        return executor

    def header(self) -> dict[str, Any]:
        """Plain values that say what was understood; the run's first event tells them."""
        return {
            "task": self.intake.task.kind,
            **self.goals.header(),
            "rows": len(self.intake.table),
            "roles": dict(Counter(column.role for column in self.intake.schema.columns)),
            "notes": [*self.intake.notes, *self.plan.notes],
            **self.budgets(),
            "seed": self.seed,
            "fingerprint": self.fingerprint,
        }

    def budgets(self) -> dict[str, Any]:
        """How much there is to spend, for a header."""
        seconds = self.settings.seconds
        return {"seconds": seconds, "timed": seconds is not None, "trials": self.settings.max_trials}
