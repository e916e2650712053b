"""One search over a table, from the laid-down table to the predictor."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from fitwright import execution, ledger, scheduling, search, stopping
from fitwright.archive import TABLE, Archive, lay_down
from fitwright.assemble import Weeder
from fitwright.brief import Brief
from fitwright.core.budget import Budget
from fitwright.core.describe import differences
from fitwright.core.errors import Damaged, SettingError, Unsupported
from fitwright.core.events import Asked, Listener, Opened, Stepped
from fitwright.core.history import History, standing
from fitwright.core.interrupt import Interrupt
from fitwright.core.lock import FileLock
from fitwright.deliver import MODEL, Delivery, reserve
from fitwright.evaluate import Evaluate
from fitwright.execution import Executor
from fitwright.ledger import Ledger
from fitwright.loop import Loop, unlimited
from fitwright.narrate import Curve, Narrator
from fitwright.plan import Shares
from fitwright.predictor import Predictor
from fitwright.redo import mend
from fitwright.scalar import Scalar, in_front
from fitwright.views import Laid

BREADTH = 8
"""So many candidates get their first step within a third of the time."""
LOCK = "run.lock"
"""Held by the one process that drives the run."""
LOG = logging.getLogger("fitwright")


@dataclass
class Run:
    """Lay the table down, try candidates, weigh them; or go on where a run's folder stands.

    Attributes
    ----------
    brief : what the run is about.
    budget : it has been running since the first look at the data.
    goes_on : does the folder hold a run that was begun?
    history : what happened, after `predictor`.
    """

    brief: Brief
    budget: Budget
    goes_on: bool = False
    history: History = field(default_factory=History)
    interrupt: Interrupt = field(default_factory=Interrupt)
    trouble: str = ""

    @cached_property
    def curve(self) -> Curve:
        """How the best score changed; it listens to the search."""
        return Curve(self.brief.sign)

    def predictor(self) -> Predictor:
        """The best predictor that the budget allows; Ctrl-C brings it about at once.

        Raises
        ------
        NothingFinished
            No candidate finished; the message has the first reason.
        SettingError, Unsupported, Damaged
            The run's folder is taken, cannot be written to, or holds what cannot be gone on with.
        """
        with self.interrupt, self._home() as home:
            executor = self.brief.executor()
            executor.warm()
            record = self._record(home)
            try:
                evaluate = self.brief.objective(home, self._laid(home), sync=self._is_kept)
                learning: list[Listener] = [
                    self.curve,
                    Weeder(evaluate.store, self.brief.goals),
                    *self._narrators(),
                ]
                if self.goes_on:
                    self._take_up(evaluate, record, learning)
                told = list(self.brief.settings.callbacks or ())
                self._search(evaluate, record, executor, [*told, *learning])
                found = self._delivery(evaluate, record, home).predictor()
            finally:
                _close(record)
            self._keep(found, home)
        return found

    @property
    def _is_kept(self) -> bool:
        return self.brief.settings.run_dir is not None

    @contextmanager
    def _home(self) -> Iterator[Path]:
        """The folder of the run: the user's, for this process alone, or one that goes with the run."""
        if self.brief.settings.run_dir is None:
            with tempfile.TemporaryDirectory(prefix="fitwright-", ignore_cleanup_errors=True) as folder:
                yield Path(folder)
            return
        home = Path(self.brief.settings.run_dir)
        with _alone_in(home):
            if not self.goes_on and any(path.name != LOCK for path in home.iterdir()):
                raise SettingError(
                    f"Expected an empty folder as run_dir; {home} holds files.  Choose another, or go on "
                    "with fitwright.resume where it holds a run."
                )
            yield home

    def _laid(self, home: Path) -> Laid:
        """The table as the workers map it; where the run is kept, with all that it takes to go on."""
        if self.goes_on:
            return Laid.open(home / TABLE)
        return Archive.write(home, self.brief) if self._is_kept else lay_down(home, self.brief)

    def _record(self, home: Path) -> Ledger:
        """The ledger: on disk where the run is kept."""
        return ledger.catalog.make("sqlite", folder=home) if self._is_kept else ledger.catalog.make("memory")

    def _take_up(self, evaluate: Evaluate, record: Ledger, learning: list[Listener]) -> None:
        """See that the ledger is this run's, throw away what the cut left, mend what is damaged."""
        events = [event for _, event in record.since(0)]
        self.history = History(evaluate.steps, events)
        if not self.history.header:
            return
        expected = {
            "fingerprint": self.brief.fingerprint,
            "seed": self.brief.seed,
            "folds": evaluate.steps.folds,
        }
        if found := differences({name: self.history.header.get(name) for name in expected}, expected):
            raise SettingError(
                f"{self.brief.settings.run_dir}: expected the ledger of this run; {'; '.join(found)}."
            )
        for _, event in standing(events):
            if isinstance(event, Asked | Stepped):  # nothing in them is told twice
                for listener in learning:
                    listener(event)
        shutil.rmtree(evaluate.views.home, ignore_errors=True)
        mend(evaluate, self.history, events, self.brief.executor, self.interrupt)
        times = int(self.history.header.get("resumed", 0)) + 1
        record.append([Opened({**self.brief.budgets(), "resumed": times})])

    def _search(
        self, evaluate: Evaluate, record: Ledger, executor: Executor, listeners: list[Listener]
    ) -> None:
        """The baseline here and now, while the workers' server starts; then everything else."""
        if 0 not in self.history or self.history[0].state in ("running", "paused"):
            self._go(self._alone(record, listeners), evaluate)
        if not self.interrupt.strikes and not self.trouble:
            self._go(self._loop(executor, record, listeners), evaluate)
        if self.history.scored():
            return
        if self.interrupt.strikes:
            raise KeyboardInterrupt
        if self.trouble:
            raise Unsupported(f"Expected at least one candidate to finish; none did: {self.trouble}")

    def _go(self, loop: Loop, evaluate: Evaluate) -> None:
        self.history, self.trouble = loop.run(evaluate), loop.trouble

    def _alone(self, record: Ledger, listeners: list[Listener]) -> Loop:
        """The baseline takes a moment: Ctrl-C waits for it, so that there is something to keep."""
        plan, seed = self.brief.plan, self.brief.seed
        first = search.catalog.make(
            "portfolio", space=plan.space, seed=seed, configs=[plan.baseline], origins=["baseline"]
        )
        return Loop(
            scheduling.catalog.make("inorder", searcher=first, trials=1),
            stopping.catalog.make("never"),
            execution.catalog.make("serial"),
            record,
            Budget(),
            listeners=listeners,
            header=self.brief.header(),
            interrupt=self.interrupt,
            patient=True,
        )

    def _loop(self, executor: Executor, record: Ledger, listeners: list[Listener]) -> Loop:
        settings, plan, seed = self.brief.settings, self.brief.plan, self.brief.seed
        then = search.made(settings.search, plan.space, seed)
        configs = [plan.baseline, *plan.first]
        searcher = search.catalog.make("portfolio", space=plan.space, seed=seed, configs=configs, then=then)
        trials = None if settings.max_trials is None else settings.max_trials + 1
        breadth = min(BREADTH, len(plan.first)) or 1
        shares = Shares(
            settings.seconds,
            settings.trial_time_limit,
            settings.memory,
            breadth,
            settings.cores,
            len(plan.folds),
        )
        order = scheduling.catalog.make(settings.scheduling, searcher=searcher, trials=trials)
        order, rule = in_front(Scalar(self.brief.goals, seed), order, stopping.made(settings.stopping))
        return Loop(
            order,
            rule,
            executor,
            record,
            self.budget.but(reserve(self.brief)),
            allow=shares if executor.hard_limits else unlimited,
            listeners=listeners,
            interrupt=self.interrupt,
        )

    def _delivery(self, evaluate: Evaluate, record: Ledger, home: Path) -> Delivery:
        return Delivery(
            self.brief,
            evaluate,
            self.history,
            record,
            self.budget,
            self.interrupt,
            home if self._is_kept else None,
            self.curve.points,
        )

    def _narrators(self) -> list[Listener]:
        return [Narrator(LOG, self.brief.sign)] if self.brief.settings.verbose else []

    def _keep(self, found: Predictor, home: Path) -> None:
        """The predictor beside the ledger, as far as there is room for it."""
        if not self._is_kept:
            return
        try:
            found.save(home / MODEL, allow_pickle=True)
        except (OSError, Unsupported) as error:
            LOG.warning("The predictor is not kept in %s: %s", home, error)


@contextmanager
def _alone_in(home: Path) -> Iterator[None]:
    """The folder, made where it is not there, for this process alone."""
    lock = FileLock(home / LOCK)
    try:
        home.mkdir(parents=True, exist_ok=True)
        free = lock.take(wait=False)
    except OSError as error:
        raise Unsupported(
            f"{home}: expected a folder that can be written to as run_dir; {error.strerror}."
        ) from error
    if free is None:
        raise Unsupported(f"{home}: another process drives this run; wait for it, or choose another folder.")
    with lock:
        yield


def _close(record: Ledger) -> None:
    try:
        record.close()
    except (Damaged, Unsupported) as error:
        LOG.warning("The last events of this run are not written down: %s", error)
