"""One search over a table, from the laid-down table to the predictor."""

import logging
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fitwright import ensemble, execution, ledger, metrics, scheduling, search, stopping, store
from fitwright.assemble import Assembly, Weeder, fitted_bags, weigh
from fitwright.core.budget import Budget
from fitwright.core.errors import SettingError
from fitwright.core.events import Listener, Weighed
from fitwright.core.fingerprint import fingerprint
from fitwright.core.history import History
from fitwright.core.trial import Result
from fitwright.core.work import Limits
from fitwright.evaluate import Evaluate, Refit
from fitwright.execution import Executor
from fitwright.growth import Points, grow
from fitwright.intake import Intake
from fitwright.ledger import Ledger
from fitwright.loop import Loop, unlimited
from fitwright.narrate import Curve, Narrator
from fitwright.plan import Plan, Shares
from fitwright.predictor import Predictor
from fitwright.settings import Settings
from fitwright.views import Laid, Views

BREADTH = 8
"""So many candidates get their first step within a third of the time."""
CACHE = 4 * 10**9
"""Bytes of encoded folds kept on disk during a run."""
WEIGHING = 0.3
"""Seconds that weighing and reading back take on a small table."""
LONG = 30.0
"""Seconds from which on it pays to import what all families need before the first worker starts."""
REFIT = 0.25
"""Share of the time kept back for fitting members on all rows, where rows are ordered."""
GROWTH = 0.03
"""Share of the time kept back for drawing how the score grows with rows, from `PATIENT` seconds on."""
PATIENT = 20.0
CLOSING = 0.2
"""Seconds that are left for putting the predictor together."""
LOG = logging.getLogger("fitwright")


@dataclass
class Run:
    """Lay the table down, try candidates, weigh them."""

    intake: Intake
    plan: Plan
    settings: Settings
    budget: Budget
    seed: int
    history: History = field(default_factory=History)
    interrupted: bool = False

    @cached_property
    def curve(self) -> Curve:
        """How the best score changed; it listens to the search."""
        return Curve(-1.0 if self.plan.metric.higher_is_better else 1.0)

    @cached_property
    def fingerprint(self) -> str:
        """Of the table, by content."""
        return fingerprint(self.intake.table)

    def predictor(self) -> Predictor:
        """The best predictor that the budget allows."""
        with _home(self.settings.run_dir) as home:
            executor = self._executor()
            executor.warm()
            evaluate, record = self._objective(home), _record(home, kept=self.settings.run_dir is not None)
            try:
                self._search(evaluate, record, executor)
                predictor = self._weighed(evaluate, record)
            finally:
                record.close()
            if self.settings.run_dir is not None:
                predictor.save(home / "model.fw", allow_pickle=True)
        return predictor

    def _weighed(self, evaluate: Evaluate, record: Ledger) -> Predictor:
        """What the search found, as one predictor; the ledger has the last word."""
        assembly = weigh(self.history, evaluate, ensemble.catalog.make(self.settings.ensemble))
        refitted = self._refit(assembly, evaluate) if self.plan.ordered else {}
        bags = fitted_bags(assembly, evaluate, refitted)
        card = {**self._card(assembly), "growth": self._growth(assembly, evaluate)}
        record.append([Weighed(card)])
        self.history.add(Weighed(card))
        return Predictor(self.intake.task, self.intake.schema, bags, assembly.blend, self._combiner(), card)

    def _objective(self, home: Path) -> Evaluate:
        return Evaluate(
            task=self.intake.task,
            metric=self.plan.metric,
            laid=Laid.write(home / "table", self.intake.table, self.intake.rows),
            folds=self.plan.folds,
            store=store.catalog.make("folder", home=home / "store", sync=self.settings.run_dir is not None),
            views=Views(home / "views", CACHE),
            seed=self.seed,
            class_factors=self.intake.class_factors,
            own=self.plan.own,
            fingerprint=self.fingerprint,
        )

    def _search(self, evaluate: Evaluate, record: Ledger, executor: Executor) -> None:
        """The baseline here and now, while the workers' server starts; then everything else."""
        plan = self.plan
        listeners: list[Listener] = [*self._listeners(), self.curve, Weeder(evaluate.store)]
        first = search.catalog.make(
            "portfolio", space=plan.space, seed=self.seed, configs=[plan.baseline], origins=["baseline"]
        )
        alone = Loop(
            scheduling.catalog.make("inorder", searcher=first, trials=1),
            stopping.catalog.make("never"),
            execution.catalog.make("serial"),
            record,
            Budget(),
            listeners=listeners,
            header=self._header(),
        )
        self.history, self.interrupted = alone.run(evaluate), alone.interrupted
        if not self.interrupted:
            loop = self._loop(executor, record, listeners)
            self.history, self.interrupted = loop.run(evaluate), loop.interrupted

    def _loop(self, executor: Executor, record: Ledger, listeners: list[Listener]) -> Loop:
        settings, plan = self.settings, self.plan
        then = search.catalog.make(settings.search, space=plan.space, seed=self.seed)
        configs = [plan.baseline, *plan.first]
        searcher = search.catalog.make(
            "portfolio", space=plan.space, seed=self.seed, configs=configs, then=then
        )
        trials = None if settings.max_trials is None else settings.max_trials + 1
        breadth = min(BREADTH, len(plan.first)) or 1
        shares = Shares(
            settings.seconds, settings.trial_time_limit, settings.memory, breadth, self.slots, len(plan.folds)
        )
        return Loop(
            scheduling.catalog.make(settings.scheduling, searcher=searcher, trials=trials),
            stopping.catalog.make(settings.stopping),
            executor,
            record,
            self.budget.but(self._reserve()),
            allow=shares if executor.hard_limits else unlimited,
            listeners=listeners,
        )

    def _refit(self, assembly: Assembly, evaluate: Evaluate) -> dict[int, Result]:
        """The members on all rows, as far as the time that was kept back allows: number to result.

        Later rows follow from earlier ones, so a member that has not seen the last of them is stale.
        """
        configs = [trial.config for trial in assembly.trials]
        searcher = search.catalog.make("portfolio", space=self.plan.space, seed=self.seed, configs=configs)
        loop = Loop(
            scheduling.catalog.make("inorder", searcher=searcher, trials=len(configs)),
            stopping.catalog.make("never"),
            self._executor(),
            ledger.catalog.make("memory"),
            self.budget.but(WEIGHING),
            allow=lambda work, history, left: Limits(memory=self.settings.memory, aim=0.5 * left),
        )
        done = loop.run(Refit(evaluate)).in_state("done")
        return {assembly.trials[t.number].number: t.best_by_fold[0] for t in done}

    def _growth(self, assembly: Assembly, evaluate: Evaluate) -> Points:
        """Score by rows learned from, where there is time for it."""
        if self.interrupted or not self._draws:
            return []
        left = self.budget.but(CLOSING)
        return grow(assembly, evaluate, self.plan.space, self._executor(), left, self.settings.memory)

    @property
    def _draws(self) -> bool:
        return self.settings.seconds is None or self.settings.seconds >= PATIENT

    def _reserve(self) -> float:
        """Seconds kept back for weighing what was found, and for fitting members once more."""
        rows, outputs = len(self.intake.table), len(self.intake.task.outputs)
        share = (REFIT if self.plan.ordered else 0.01) + (GROWTH if self._draws else 0.0)
        return WEIGHING + share * (self.settings.seconds or 0.0) + 3e-7 * rows * outputs

    def _executor(self) -> Executor:
        word = self.settings.executor
        patient = (self.settings.seconds or LONG) >= LONG
        preload = ("numpy", "scipy.sparse", "fitwright.evaluate", *(self.plan.imports if patient else ()))
        given = {"workers": self.slots, "preload": preload} if word == "processes" else {}
        executor = execution.catalog.make(word, **given)
        hard = self.settings.trial_time_limit is not None or self.settings.memory is not None
        if hard and not executor.hard_limits:
            raise SettingError(
                "Expected an executor that can end a candidate where trial_time_limit or memory_limit is "
                f"given; {word!r} cannot. Use executor='processes'."
            )
        return executor

    @property
    def slots(self) -> int:
        """Steps at a time, a core each."""
        return self.settings.cores

    def _combiner(self) -> str:
        given = self.settings.ensemble
        return given if isinstance(given, str) else ensemble.catalog.name_of(type(given))

    def _listeners(self) -> list[Listener]:
        told: list[Listener] = list(self.settings.callbacks or ())
        if self.settings.verbose:
            told.append(Narrator(LOG, self.plan.metric))
        return told

    def _header(self) -> dict[str, Any]:
        """Plain values that say what was understood; the run's first event tells them."""
        return {
            "task": self.intake.task.kind,
            "metric": metrics.name_of(self.plan.metric),
            "higher_is_better": self.plan.metric.higher_is_better,
            "rows": len(self.intake.table),
            "roles": dict(Counter(column.role for column in self.intake.schema.columns)),
            "notes": [*self.intake.notes, *self.plan.notes],
            "seconds": self.settings.seconds,
            "timed": self.settings.seconds is not None,
            "trials": self.settings.max_trials,
            "seed": self.seed,
            "fingerprint": self.fingerprint,
        }

    def _card(self, assembly: Assembly) -> dict[str, Any]:
        """Plain values that say where the predictor comes from."""
        rows = self.intake.rows.at(assembly.index)
        sign = -1.0 if self.plan.metric.higher_is_better else 1.0
        return {
            "metric": metrics.name_of(self.plan.metric),
            "score": sign * assembly.loss,
            "error": metrics.standard_error(self.plan.metric, rows, assembly.p, self.seed),
            "folds": list(assembly.folds),
            "members": [t.config for t in assembly.trials],
            "trials": [t.number for t in assembly.trials],
            "weights": assembly.blend.weights.tolist(),
            "seed": self.seed,
            "rows": len(self.intake.table),
            "curve": self.curve.points,
            "fingerprint": self.fingerprint,
            "versions": _versions(),
        }


@contextmanager
def _home(run_dir: str | Path | None) -> Iterator[Path]:
    """The folder of a run: the user's, or one that goes with the run."""
    if run_dir is not None:
        home = Path(run_dir)
        home.mkdir(parents=True, exist_ok=True)
        if any(home.iterdir()):
            raise SettingError(f"Expected an empty folder as run_dir; {home} holds files. Choose another.")
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="fitwright-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _record(home: Path, *, kept: bool) -> Ledger:
    """The ledger: on disk where the run is kept."""
    return ledger.catalog.make("sqlite", folder=home) if kept else ledger.catalog.make("memory")


def _versions() -> dict[str, str]:
    found = {}
    for name in ("fitwright", "numpy", "scipy", "scikit-learn", "lightgbm", "catboost", "xgboost-cpu"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
