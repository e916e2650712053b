"""Every choice that is made for the user, as data: candidates, steps, splits, metric, shares of time."""

import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import numpy as np

from fitwright import features, metrics, models, splits
from fitwright.core.errors import MissingExtra, SettingError
from fitwright.core.history import History
from fitwright.core.rows import Index, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.trial import Config
from fitwright.core.work import Limits, Work
from fitwright.metrics import Metric
from fitwright.models import Model, Own, Takes
from fitwright.pipeline import pipeline_space
from fitwright.settings import Settings
from fitwright.space import Choice, Space
from fitwright.splits import Pair

Chain = tuple[str, ...]
ALWAYS = "baseline"
"""Fitted first and never counted."""
MANY = 30
"""With more levels than this in a category, means of the target help even models that take categories."""


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


def make_plan(
    table: Table, rows: Rows, task: Task, settings: Settings, seed: int, judged: Index | None = None
) -> Plan:
    """The defaults for a task and a table, unless the user chose."""
    notes: list[str] = []
    metric = metrics.resolve(settings.metric or task.metric, task).bind(task, rows)
    if settings.steps is not None:
        notes += _of_own_steps(settings.steps, table)
    named, own = _families(task, settings, notes)
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
    first = _first(named, own, spaces, task, shape)
    baseline = {"model": ALWAYS, f"{ALWAYS}.steps": []}
    space = Space.one_of("model", spaces)
    imports = [module for name in named for module in _kind(name, own).imports] + _imports(spaces.values())
    return Plan(space, first, baseline, metric, folds, ordered, own, tuple(dict.fromkeys(imports)), notes)


def _imports(spaces: Iterable[Space]) -> list[str]:
    """Modules that the steps in these spaces import when they are fitted."""
    choices = [space.domains["steps"] for space in spaces]
    chains = [chain for choice in choices if isinstance(choice, Choice) for chain in choice.options]
    steps = sorted({step for chain in chains for step in chain})
    return [module for step in steps for module in features.catalog.get(step).imports]


def _kind(name: str, own: Mapping[str, Own]) -> type[Model]:
    return Own if name in own else models.catalog.get(name)


def _families(task: Task, settings: Settings, notes: list[str]) -> tuple[list[str], dict[str, Own]]:
    """Names of the families to search, and the user's own estimators among them."""
    if settings.models is None:
        able = [name for name in models.catalog.names() if name != ALWAYS]
        able = [name for name in able if set(models.catalog.get(name).kinds) & set(task.kinds)]
        for name in list(able):
            if missing := models.catalog.missing(name):
                able.remove(name)
                extras = ", ".join(f"{lib} (extra [{extra}])" for lib, extra in missing.items())
                notes.append(f"{name} is left out: it needs {extras}.")
        return able, {}
    if not settings.models:
        raise SettingError("Expected at least one model; models is empty.")
    own: dict[str, Own] = {}
    named: list[str] = []
    for given in settings.models:
        if isinstance(given, str):
            kind = models.catalog.get(given)
            if not set(kind.kinds) & set(task.kinds):
                raise SettingError(
                    f"Expected models for {task.kind}; {given!r} takes {', '.join(kind.kinds)}."
                )
            named.append(given)
        else:
            name = type(given).__name__
            own[name] = models.own(given)
            named.append(name)
    return [name for name in dict.fromkeys(named) if name != ALWAYS] or [ALWAYS], own


def _space_of(name: str, own: Own | None, table: Table, task: Task, settings: Settings) -> Space:
    """Chains of steps, their settings and the model's, and what the user said of them."""
    kind = type(own) if own is not None else models.catalog.get(name)
    inner = Space() if own is not None else kind.space(task)
    chains = [tuple(settings.steps)] if settings.steps is not None else chains_for(kind.takes, table)
    given = (settings.space or {}).get(name, {})
    return pipeline_space(name, inner, chains, task, given)


def _of_own_steps(steps: Sequence[str], table: Table) -> list[str]:
    """A sentence where the user's steps leave dates or texts as they are, which models do not take.

    Raises
    ------
    SettingError
        Text came instead of a list of names.
    MissingExtra
        A step needs a library that is not installed.
    """
    if isinstance(steps, str):
        raise SettingError(f"Expected steps as a list of names; got the text {steps!r}. Write [{steps!r}].")
    for step in steps:
        if missing := features.catalog.missing(step):
            extras = ", ".join(f"{lib}: pip install 'fitwright[{extra}]'" for lib, extra in missing.items())
            raise MissingExtra(f"The step {step!r} needs {extras}.")
    notes: list[str] = []
    for role, reader in (("date", "date_parts"), ("text", "text_tfidf")):
        left = table.keep(table.having(role))  # type: ignore[arg-type]  # both are roles
        if left.names and not any(features.catalog.get(step).wanted(left) for step in steps):
            named = ", ".join(map(repr, left.names))
            notes.append(f"Not learned from: {named} ({role}), which no step reads; add {reader!r} to steps.")
    return notes


def chains_for(takes: Takes, table: Table) -> list[Chain]:
    """Chains that turn this table into what a model takes, the best guess first.

    The order is what did best on average over eighteen public tables; `decisions/` has the figures.
    """
    found: list[Chain] = []
    for encode in _encodings(takes, table):
        cyclic = ["date_cyclic"] if takes.scaled else []
        create = [*cyclic, "date_parts", "date_age", *([] if takes.text else ["text_tfidf"])]
        fill = [] if takes.missing else ["impute_median"]
        chain = tuple(step for step in [*create, *encode[0], *fill, *encode[1]] if _may_do(step, table))
        if chain not in found:
            found.append(chain)
    return found


def _encodings(takes: Takes, table: Table) -> list[tuple[list[str], list[str]]]:
    """(how categories become numbers, how numbers are scaled), the best guess first."""
    if takes.categories == "codes":
        many = max((len(table.levels(name)) for name in table.having("category")), default=0) > MANY
        means, native = (["target"], list[str]()), (list[str](), list[str]())
        return [means, native] if many else [native, means]
    if takes.categories == "ordinal":
        return [(["target", "ordinal"], []), (["ordinal"], [])]
    if not takes.scaled:
        return [(["onehot"], []), (["target", "onehot"], [])]
    if takes.sparse:
        return [(["onehot"], ["quantile"]), (["onehot"], ["standard"]), (["target", "onehot"], ["quantile"])]
    scales = ["standard", "quantile"] if takes.robust else ["quantile", "standard"]
    return [(["target", "onehot"], [scale]) for scale in scales]


def _may_do(step: str, table: Table) -> bool:
    """Will there be something to do, given what the steps before it make?"""
    if step in ("impute_median", "standard", "quantile"):
        return True
    return features.catalog.get(step).wanted(table)


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
    load = size / (time * settings.cores)
    if load < 500:
        return 8
    return 5 if load < 10_000 else 3 if load < 20_000 else 1


def _first(
    named: list[str], own: Mapping[str, Own], spaces: Mapping[str, Space], task: Task, shape: tuple[int, int]
) -> list[Config]:
    """The starts of every family in rounds: each family's best start, then each one's second, …"""
    per_family = [_starts(name, own.get(name), spaces[name], task) for name in named]
    cheap = sorted(zip(per_family, named, strict=True), key=lambda pair: _seconds(pair[1], own, task, shape))
    rounds = zip_longest(*[configs for configs, _ in cheap])
    return [config for around in rounds for config in around if config is not None]


def _starts(name: str, own: Own | None, space: Space, task: Task) -> list[Config]:
    """The configs of one family to begin with."""
    starts: Sequence[Mapping[str, Any]] = ({},) if own is not None else models.catalog.get(name).starts(task)
    whole, found = Space.one_of("model", {name: space}), []
    for start in starts:
        inside = {
            f"{name}.{key}": value
            for key, value in start.items()
            if key not in space.domains or space.domains[key].holds(value)
        }
        known = {key: value for key, value in inside.items() if key.split(".", 1)[1] in space.domains}
        config = whole.complete({"model": name, **known}) | inside
        if config not in found:
            found.append(config)
    return found


def _seconds(name: str, own: Mapping[str, Own], task: Task, shape: tuple[int, int]) -> float:
    model = own[name] if name in own else models.catalog.make(name)
    return model.cost(task, shape).seconds


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
            spent = history[work.key.trial].seconds if work.key.trial in history else 0.0
            hard = max(0.01, self.trial_seconds - spent)
            aim = 0.8 * self.trial_seconds / self.folds
        elif self.seconds is not None:
            aim = self.seconds * self.slots / (3 * self.breadth)
            hard = 4 * aim
        else:
            return Limits(memory=self.memory)
        if self.seconds is not None:
            aim = min(aim, 0.8 * left)  # the loop itself ends what runs when the budget does
        return Limits(hard, self.memory, aim)
