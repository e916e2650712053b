"""Families of models: which are searched, which come later, and with which settings each begins."""

from collections.abc import Mapping, Sequence, Set
from itertools import zip_longest
from statistics import median
from typing import Any

from fitwright import models
from fitwright.core.errors import SettingError
from fitwright.core.task import Task
from fitwright.core.trial import Config
from fitwright.models import Model, Own
from fitwright.settings import Settings
from fitwright.space import Space

ALWAYS = "baseline"
"""Fitted first and never counted."""
ROUNDS = 2
"""Starts that other families get before one whose turn is later."""


def chosen_families(task: Task, settings: Settings, notes: list[str]) -> tuple[list[str], dict[str, Own]]:
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


def later(named: Sequence[str], own: Mapping[str, Own], settings: Settings) -> set[str]:
    """Families that get one start after the others, and are not searched; none that the user named."""
    if settings.models is not None or settings.bundle.readable:
        return set()
    late = {name for name in named if kind_of(name, own).turn == "later"} - set(settings.space or {})
    return late if late < set(named) else set()


def first_configs(
    named: list[str],
    own: Mapping[str, Own],
    spaces: Mapping[str, Space],
    task: Task,
    shape: tuple[int, int],
    late: Set[str] = frozenset(),
) -> list[Config]:
    """The starts of every family in rounds, the cheapest first: each family's best, then each one's second, …

    What a family costs is divided by its promise.  A family whose turn is later comes with its best start
    after two rounds, where it costs no more than half of the others do.
    """
    seconds = {name: _seconds(name, own, task, shape) for name in named}
    usual = median(cost for name, cost in seconds.items() if name not in late)
    columns: list[list[Config | None]] = []
    for name in sorted(named, key=lambda name: seconds[name] / kind_of(name, own).promise):
        starts: list[Config | None] = list(_starts(name, own.get(name), spaces[name], task))
        if name not in late:
            columns.append(starts)
        elif seconds[name] <= usual:
            columns.append([*[None] * ROUNDS, *starts[:1]])
    return [config for around in zip_longest(*columns) for config in around if config is not None]


def kind_of(name: str, own: Mapping[str, Own]) -> type[Model]:
    """The class of a family, `Own` for the user's."""
    return Own if name in own else models.catalog.get(name)


def _is_meant(name: str, settings: Settings, own: Mapping[str, Own] | None = None) -> bool:
    """Is it among the families of the preset, or of a search that the user left open?"""
    kind = kind_of(name, own or {})
    if settings.bundle.readable:
        return kind.readable
    return kind.turn != "asked" or name in (settings.space or {})


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
