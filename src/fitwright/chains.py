"""Chains of steps: which turn this table into what a model takes, and what the user asked for instead."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from fitwright import features
from fitwright.core.errors import MissingExtra, SettingError
from fitwright.core.table import Table
from fitwright.features import OwnStep
from fitwright.models import Takes
from fitwright.settings import Settings
from fitwright.space import Choice, Space

Chain = tuple[str, ...]
Way = tuple[list[str], list[str]]
"""How categories become numbers, and how numbers are scaled."""
MANY = 30
"""With more levels than this in a category, means of the target help even models that take categories."""


def chains_for(takes: Takes, table: Table, readable: bool = False) -> list[Chain]:
    """Chains that turn this table into what a model takes, the best guess first; readable ones on request.

    The order is what did best on average over eighteen public tables; `decisions/` has the figures.
    """
    found: list[Chain] = []
    encodings = _encodings(takes, table)
    plain = [pair for pair in encodings if all(features.catalog.get(s).readable for s in pair[0] + pair[1])]
    ways = [((), pair) for pair in plain or encodings] if readable else _ways(takes, encodings)
    for spelled, encode in ways:
        cyclic = ["date_cyclic"] if takes.scaled and not readable else []
        create = [*cyclic, "date_parts", "date_age", *([] if takes.text else ["text_tfidf"]), *spelled]
        fill = [] if takes.missing else ["impute_median"]
        chain = tuple(step for step in [*create, *encode[0], *fill, *encode[1]] if _may_do(step, table))
        if chain not in found:
            found.append(chain)
    return found


def chosen_chains(takes: Takes, table: Table, settings: Settings) -> list[Chain]:
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


def with_own_steps(settings: Settings) -> tuple[Settings, dict[str, OwnStep]]:
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


def unread(steps: Sequence[str], table: Table) -> list[str]:
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


def modules_of(spaces: Iterable[Space]) -> list[str]:
    """Modules that the steps in these spaces import when they are fitted."""
    choices = [space.domains["steps"] for space in spaces]
    chains = [chain for choice in choices if isinstance(choice, Choice) for chain in choice.options]
    steps = sorted({step for chain in chains for step in chain})
    there = set(features.catalog.names())
    return [module for step in steps if step in there for module in features.catalog.get(step).imports]


def _encodings(takes: Takes, table: Table) -> list[Way]:
    """The best guess first."""
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


def _ways(takes: Takes, encodings: list[Way]) -> list[tuple[tuple[str, ...], Way]]:
    """Are names of levels read, and the encoding: most families gain, and may go without in the end.

    Neighbours and single trees lose by columns that say nothing; they may have them in the end.
    """
    gains = takes.categories != "onehot" or takes.sparse or takes.robust
    usual, other = (("category_tfidf",), ()) if gains else ((), ("category_tfidf",))
    return [*((usual, way) for way in encodings), (other, encodings[0])]


def _may_do(step: str, table: Table) -> bool:
    """Will there be something to do, given what the steps before it make?"""
    if step in ("impute_median", "standard", "quantile"):
        return True
    return features.catalog.get(step).wanted(table)


def _is_readable(step: str) -> bool:
    return step in features.catalog.names() and features.catalog.get(step).readable
