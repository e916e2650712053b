"""One search over a table, from the laid-down table to the predictor."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fitwright import ensemble, execution, ledger, metrics, scheduling, search, stopping, store
from fitwright.assemble import Assembly, fitted_bags, weigh
from fitwright.core.budget import Budget
from fitwright.core.events import Listener
from fitwright.core.history import History
from fitwright.evaluate import Evaluate
from fitwright.intake import Intake
from fitwright.loop import Loop, unlimited
from fitwright.narrate import Narrator
from fitwright.plan import Plan, Shares
from fitwright.predictor import Predictor
from fitwright.settings import Settings
from fitwright.views import Laid, Views

BREADTH = 8
"""So many candidates get their first step within a third of the time."""
CACHE = 4 * 10**9
"""Bytes of encoded folds kept on disk during a run."""
LOG = logging.getLogger("fitwright")


@dataclass
class Run:
    """Lay the table down, try candidates, weigh them."""

    intake: Intake
    plan: Plan
    settings: Settings
    budget: Budget
    seed: int
    fingerprint: str = ""
    history: History = field(default_factory=History)

    def predictor(self) -> Predictor:
        """The best predictor that the budget allows."""
        with _home(self.settings.run_dir) as home:
            evaluate = self._objective(home)
            self._search(evaluate, home)
            assembly = weigh(self.history, evaluate, ensemble.catalog.make(self.settings.ensemble))
            bags = fitted_bags(assembly, evaluate)
        return Predictor(
            self.intake.task, self.intake.schema, bags, assembly.blend, self._combiner(), self._card(assembly)
        )

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

    def _search(self, evaluate: Evaluate, home: Path) -> None:
        """The baseline here and now, while the workers' server starts; then everything else."""
        settings, plan = self.settings, self.plan
        record = (
            ledger.catalog.make("sqlite", folder=home) if settings.run_dir else ledger.catalog.make("memory")
        )
        given = {} if settings.executor == "serial" else {"workers": self.slots}
        executor = execution.catalog.make(settings.executor, **given)
        executor.warm()
        listeners = self._listeners()
        first = search.catalog.make("portfolio", space=plan.space, seed=self.seed, first=[plan.baseline])
        alone = Loop(
            scheduling.catalog.make("inorder", searcher=first, trials=1),
            stopping.catalog.make("never"),
            execution.catalog.make("serial"),
            record,
            Budget(),
            listeners=listeners,
        )
        self.history = alone.run(evaluate)
        if self.slots and not alone.interrupted:
            main = self._loop(executor, record, listeners)
            self.history = main.run(evaluate)
        record.close()

    def _loop(self, executor: Any, record: Any, listeners: list[Listener]) -> Loop:
        settings, plan = self.settings, self.plan
        then = search.catalog.make(settings.search, space=plan.space, seed=self.seed)
        configs = [plan.baseline, *plan.first]
        searcher = search.catalog.make(
            "portfolio", space=plan.space, seed=self.seed, first=configs, then=then
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

    def _reserve(self) -> float:
        """Seconds kept back for weighing what was found."""
        rows, outputs = len(self.intake.table), len(self.intake.task.outputs)
        return 0.3 + 0.01 * (self.settings.seconds or 0.0) + 3e-7 * rows * outputs

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
            "fingerprint": self.fingerprint,
            "versions": _versions(),
        }


@contextmanager
def _home(run_dir: str | Path | None) -> Iterator[Path]:
    """The folder of a run: the user's, or one that goes with the run."""
    if run_dir is not None:
        home = Path(run_dir)
        home.mkdir(parents=True, exist_ok=True)
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="fitwright-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _versions() -> dict[str, str]:
    found = {}
    for name in ("fitwright", "numpy", "scipy", "scikit-learn", "lightgbm", "catboost", "xgboost-cpu"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
