"""Every choice that is made for the user, as data: candidates, steps, splits, metric, shares of time."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from fitwright import metrics, models, search, splits
from fitwright.chains import chosen_chains, modules_of, unread, with_own_steps
from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.rows import Index, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.trial import Config
from fitwright.core.work import Limits, Work
from fitwright.families import ALWAYS, chosen_families, first_configs, kind_of, later
from fitwright.features import OwnStep
from fitwright.metrics import Metric
from fitwright.models import Own
from fitwright.pipeline import pipeline_space
from fitwright.settings import Settings
from fitwright.space import Space
from fitwright.splits import Pair
from fitwright.variants import opened_by_steps, variants

GRACE = 15.0
"""Seconds that a step may take while only the baseline stands: imports alone take long on a busy machine."""


@dataclass(frozen=True)
class Plan:
    """The choices, made.

    Attributes
    ----------
    space : over the families, their steps and hyperparameters.
    first : configs to try before any search, in order; the baseline is not among them.
    folds : (rows to learn from, rows to judge on).
    ordered : do later rows follow from earlier ones?
    notes : one sentence for each choice that a user may want to know.
    single : is one model wanted, in place of several?
    """

    space: Space
    first: list[Config]
    baseline: Config
    metric: Metric
    folds: list[Pair]
    ordered: bool
    own: Mapping[str, Own] = field(default_factory=dict)
    imports: tuple[str, ...] = ()
    """Modules that the families' fits import."""
    notes: list[str] = field(default_factory=list)
    single: bool = False
    own_steps: Mapping[str, OwnStep] = field(default_factory=dict)

    @property
    def refit(self) -> bool:
        """Are the chosen candidates fitted once more, on all rows?"""
        return self.ordered or (self.single and len(self.folds) > 1)


def make_plan(
    table: Table, rows: Rows, task: Task, settings: Settings, seed: int, judged: Index | None = None
) -> Plan:
    """The defaults for a task and a table, unless the user chose."""
    notes: list[str] = []
    metric = metrics.resolve(settings.judge or task.metric, task).bind(task, rows)
    settings, own_steps = with_own_steps(settings)
    if settings.steps is not None:
        notes += unread([step for step in settings.steps if step not in own_steps], table)
    named, own = chosen_families(task, settings, notes)
    if settings.bundle.readable:
        notes.append("Only models and steps that can be read are tried, as asked; the best is kept alone.")
    if strange := [name for name in settings.space or () if name not in named]:
        raise SettingError(
            f"Expected families ({', '.join(named)}) as names in space; got {', '.join(strange)}."
        )
    spaces = {name: _space_of(name, own.get(name), table, task, settings) for name in named}
    if judged is None:
        folds, ordered = _folds(table, rows, task, settings, seed, notes)
    else:
        folds, ordered = [(np.setdiff1d(np.arange(len(table)), judged), judged)], False
        notes.append("Every candidate is judged on the validation rows, as asked.")
    shape = (len(folds[0][0]), len(table.names))
    late = later(named, own, settings)
    first = first_configs(named, own, spaces, task, shape, late)
    baseline = {"model": ALWAYS, f"{ALWAYS}.steps": []}
    space = Space.one_of("model", {name: below for name, below in spaces.items() if name not in late})
    imports = [module for name in named for module in kind_of(name, own).imports]
    modules, single = dict.fromkeys(imports + modules_of(spaces.values())), settings.bundle.single
    return Plan(space, first, baseline, metric, folds, ordered, own, tuple(modules), notes, single, own_steps)


def _space_of(name: str, own: Own | None, table: Table, task: Task, settings: Settings) -> Space:
    """Chains of steps, their settings and the model's, and what the user said of them."""
    kind = type(own) if own is not None else models.catalog.get(name)
    inner = Space() if own is not None else kind.space(task)
    given, chains = (settings.space or {}).get(name, {}), chosen_chains(kind.takes, table, settings)
    if not _breeds(settings):
        return pipeline_space(name, inner, chains, task, given)
    return opened_by_steps(pipeline_space(name, inner, variants(chains, kind.takes), task, given))


def _breeds(settings: Settings) -> bool:
    """Is it a search that breeds chains of steps, and free to?"""
    free = settings.steps is None and not settings.bundle.readable
    return free and search.catalog.is_a(settings.search, "evolution")


def _folds(
    table: Table, rows: Rows, task: Task, settings: Settings, seed: int, notes: list[str]
) -> tuple[list[Pair], bool]:
    """The split, chosen from the data unless the user did."""
    if settings.cv is not None and not isinstance(settings.cv, int):
        splitter = splits.resolve(settings.cv)
        notes.append(f"Rows are split by {type(splitter).__name__}, as asked.")
        return splitter.split(table, rows, seed), splitter.ordered
    count = settings.cv if isinstance(settings.cv, int) else _fold_count(table, task, settings)
    name, why = splits.choose(rows, task)
    if count == 1 and name in ("kfold", "groups"):
        splitter = splits.catalog.make("holdout")
        why = f"one part is held out, rows are many for the time; {why}"
    else:
        given = (
            {"folds": max(2, count)}
            if "folds" in inspect.signature(splits.catalog.get(name)).parameters
            else {}
        )
        splitter = splits.catalog.make(name, **given)
    folds = splitter.split(table, rows, seed)
    notes.append(f"Rows are split by {splits.catalog.name_of(type(splitter))} into {len(folds)}: {why}.")
    return folds, splitter.ordered


def _fold_count(table: Table, task: Task, settings: Settings) -> int:
    """More folds where rows are few and time is long."""
    size = len(table) * max(10, len(table.names)) * len(task.outputs) ** 0.5
    time = 60.0 if settings.seconds is None else settings.seconds
    cores = 2 if settings.seconds is None else settings.cores  # trials are the same for any number of cores
    load = size / (time * cores)
    if load < 500:
        return 8
    return 5 if load < 10_000 else 3 if load < 20_000 else 1


@dataclass(frozen=True)
class Shares:
    """What a step may use, so that the budget reaches for enough families.

    Attributes
    ----------
    seconds : the whole budget, or None.
    trial_seconds : for all steps of a candidate together, or None for a share.
    memory : bytes one step may add, or None.
    breadth : so many candidates should have their first step within a third of the time.
    slots : steps at a time.
    """

    seconds: float | None
    trial_seconds: float | None
    memory: int | None
    breadth: int
    slots: int
    folds: int

    def __call__(self, work: Work, history: History, left: float) -> Limits:
        """Limits for one piece of work."""
        if self.trial_seconds is not None:
            hard, spent = self.trial_seconds, work.limits.spent
            aim = 0.8 * self.trial_seconds / self.folds
        elif self.seconds is not None:
            aim, spent = self.seconds * self.slots / (3 * self.breadth), 0.0
            stands = any(trial.results for trial in history if trial.config.get("model") != ALWAYS)
            hard = max(4 * aim, 0.0 if stands else min(GRACE, 0.8 * left))
        else:
            return Limits(memory=self.memory)
        if self.seconds is not None:
            aim = min(aim, 0.8 * left)  # the loop itself ends what runs when the budget does
        return Limits(seconds=hard, memory=self.memory, aim=aim, spent=spent)
