"""Every choice that is made for the user, as data: candidates, steps, splits, metric, shares of time."""

import inspect
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from statistics import median
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
from fitwright.features import OwnStep
from fitwright.metrics import Metric
from fitwright.models import Model, Own, Takes
from fitwright.pipeline import pipeline_space
from fitwright.settings import Settings
from fitwright.space import Choice, Space
from fitwright.splits import Pair

Chain = tuple[str, ...]
ALWAYS = "baseline"
"""Fitted first and never counted."""
ROUNDS = 2
"""Starts that other families get before one whose turn is later."""
MANY = 30
"""With more levels than this in a category, means of the target help even models that take categories."""
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
    settings, own_steps = _own_steps(settings)
    if settings.steps is not None:
        notes += _of_own_steps([step for step in settings.steps if step not in own_steps], table)
    named, own = _families(task, settings, notes)
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
    later = _later(named, own, settings)
    first = _first(named, own, spaces, task, shape, later)
    baseline = {"model": ALWAYS, f"{ALWAYS}.steps": []}
    space = Space.one_of("model", {name: below for name, below in spaces.items() if name not in later})
    imports = [module for name in named for module in _kind(name, own).imports] + _imports(spaces.values())
    modules, single = tuple(dict.fromkeys(imports)), settings.bundle.single
    return Plan(space, first, baseline, metric, folds, ordered, own, modules, notes, single, own_steps)


def _imports(spaces: Iterable[Space]) -> list[str]:
    """Modules that the steps in these spaces import when they are fitted."""
    choices = [space.domains["steps"] for space in spaces]
    chains = [chain for choice in choices if isinstance(choice, Choice) for chain in choice.options]
    steps = sorted({step for chain in chains for step in chain})
    there = set(features.catalog.names())
    return [module for step in steps if step in there for module in features.catalog.get(step).imports]


def _kind(name: str, own: Mapping[str, Own]) -> type[Model]:
    return Own if name in own else models.catalog.get(name)


def _families(task: Task, settings: Settings, notes: list[str]) -> tuple[list[str], dict[str, Own]]:
    """Names of the families to search, and the user's own estimators among them."""
    if settings.models is None:
        able = [name for name in models.catalog.names() if name != ALWAYS]
        able = [name for name in able if set(models.catalog.get(name).kinds) & set(task.kinds)]
        able = [name for name in able if _is_meant(name, settings)]
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
    if odd := [name for name in named if settings.bundle.readable and not _is_meant(name, settings, own)]:
        uses = ", ".join(name for name in models.catalog.names() if _is_meant(name, settings))
        raise SettingError(
            f"Expected models that preset={settings.preset!r} uses ({uses}); got {', '.join(odd)}. "
            "Leave out one of the two."
        )
    return [name for name in dict.fromkeys(named) if name != ALWAYS] or [ALWAYS], own


def _is_meant(name: str, settings: Settings, own: Mapping[str, Own] | None = None) -> bool:
    """Is it among the families of the preset, or of a search that the user left open?"""
    kind = _kind(name, own or {})
    if settings.bundle.readable:
        return kind.readable
    return kind.turn != "asked" or name in (settings.space or {})


def _later(named: Sequence[str], own: Mapping[str, Own], settings: Settings) -> set[str]:
    """Families that get one start after the others, and are not searched; none that the user named."""
    if settings.models is not None or settings.bundle.readable:
        return set()
    late = {name for name in named if _kind(name, own).turn == "later"} - set(settings.space or {})
    return late if late < set(named) else set()


def _space_of(name: str, own: Own | None, table: Table, task: Task, settings: Settings) -> Space:
    """Chains of steps, their settings and the model's, and what the user said of them."""
    kind = type(own) if own is not None else models.catalog.get(name)
    inner = Space() if own is not None else kind.space(task)
    given = (settings.space or {}).get(name, {})
    return pipeline_space(name, inner, _chains(kind.takes, table, settings), task, given)


def _chains(takes: Takes, table: Table, settings: Settings) -> list[Chain]:
    """The user's steps, or those that fit the table and the model."""
    readable = settings.bundle.readable
    if settings.steps is None:
        return chains_for(takes, table, readable)
    if readable and (odd := [step for step in settings.steps if not _is_readable(step)]):
        raise SettingError(
            f"Expected steps after which columns can be read, with preset={settings.preset!r}; got "
            f"{', '.join(odd)}. Leave out one of the two."
        )
    return [tuple(settings.steps)]


def _is_readable(step: str) -> bool:
    return step in features.catalog.names() and features.catalog.get(step).readable


def _own_steps(settings: Settings) -> tuple[Settings, dict[str, OwnStep]]:
    """The settings with steps by name, and the user's transformers by theirs.

    Raises
    ------
    SettingError
        Text came instead of a list of steps, or an object that is no transformer.
    """
    if isinstance(settings.steps, str):
        raise SettingError(
            f"Expected steps as a list of names; got the text {settings.steps!r}. Write [{settings.steps!r}]."
        )
    own: dict[str, OwnStep] = {}
    names: list[str] = []
    for step in settings.steps or ():
        name = step if isinstance(step, str) else type(step).__name__
        if not isinstance(step, str):
            name += f" {names.count(name) + 1}" if name in names else ""
            own[name] = features.own_step(step)
        names.append(name)
    return (replace(settings, steps=names) if own else settings), own


def _of_own_steps(steps: Sequence[str], table: Table) -> list[str]:
    """A sentence where the user's steps leave dates or texts as they are, which models do not take.

    Raises
    ------
    MissingExtra
        A step needs a library that is not installed.
    """
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


def chains_for(takes: Takes, table: Table, readable: bool = False) -> list[Chain]:
    """Chains that turn this table into what a model takes, the best guess first; readable ones on request.

    The order is what did best on average over eighteen public tables; `decisions/` has the figures.
    """
    found: list[Chain] = []
    encodings = _encodings(takes, table)
    plain = [pair for pair in encodings if all(features.catalog.get(s).readable for s in pair[0] + pair[1])]
    for encode in (plain or encodings) if readable else encodings:
        cyclic = ["date_cyclic"] if takes.scaled and not readable else []
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
        ways = [["quantile"], ["quantile", "nystroem"], ["standard"]]
        return [*((["onehot"], way) for way in ways), (["target", "onehot"], ["quantile"])]
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
    cores = 2 if settings.seconds is None else settings.cores  # trials are the same for any number of cores
    load = size / (time * cores)
    if load < 500:
        return 8
    return 5 if load < 10_000 else 3 if load < 20_000 else 1


def _first(
    named: list[str],
    own: Mapping[str, Own],
    spaces: Mapping[str, Space],
    task: Task,
    shape: tuple[int, int],
    later: Set[str] = frozenset(),
) -> list[Config]:
    """The starts of every family in rounds, the cheapest first: each family's best, then each one's second, …

    What a family costs is divided by its promise.  A family whose turn is later comes with its best start
    after two rounds, where it costs no more than half of the others do.
    """
    seconds = {name: _seconds(name, own, task, shape) for name in named}
    usual = median(cost for name, cost in seconds.items() if name not in later)
    columns: list[list[Config | None]] = []
    for name in sorted(named, key=lambda name: seconds[name] / _kind(name, own).promise):
        starts: list[Config | None] = list(_starts(name, own.get(name), spaces[name], task))
        if name not in later:
            columns.append(starts)
        elif seconds[name] <= usual:
            columns.append([*[None] * ROUNDS, *starts[:1]])
    return [config for around in zip_longest(*columns) for config in around if config is not None]


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
            stands = any(trial.results for trial in history if trial.config.get("model") != ALWAYS)
            hard = max(4 * aim, 0.0 if stands else min(GRACE, 0.8 * left))
        else:
            return Limits(memory=self.memory)
        if self.seconds is not None:
            aim = min(aim, 0.8 * left)  # the loop itself ends what runs when the budget does
        return Limits(hard, self.memory, aim)
