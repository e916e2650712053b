"""A model file's manifest as a card for a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fitwright.cli._board import score_text, size_text
from fitwright.core.errors import Damaged

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

Plain = Mapping[str, Any]
COLUMNS = 60
"""Columns that are listed at most."""
LABELS = 12
"""Classes and levels that are named at most."""


def sections(manifest: Plain, name: str, size: int) -> "Iterator[RenderableType]":
    """What to print, one thing after the other.

    Raises
    ------
    Damaged
        It is no manifest of a predictor.
    """
    try:
        parts: list[RenderableType] = [
            _facts(manifest, name, size), "\nMembers", _members(manifest["card"]),
            "\nColumns", _columns(manifest["schema"]["columns"]),
            "\nWhat of single training rows is inside", *_inside(manifest),
        ]  # fmt: skip
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise Damaged(f"Expected the manifest of a predictor; got another ({error!r}).") from error
    yield from parts


def _facts(manifest: Plain, name: str, size: int) -> "Table":
    """What it is, in one glance."""
    card, task = manifest["card"], manifest["task"]
    table = _table(("", "left"), ("", "left"), heads=False)
    told = {
        "file": f"{name}, {size_text(size)}, {len(manifest['members'])} members, format {manifest['format']}",
        "predicts": _predicts(task),
        str(card.get("metric", "score")): score_text(card.get("score"), card.get("error"))
        + f"  (mean of {len(card.get('folds', ()))} folds, on rows not seen)",
        "learned from": f"{card.get('rows')} rows, fingerprint {str(card.get('fingerprint'))[:16]}",
        "seed": str(card.get("seed")),
        "made with": ", ".join(f"{library} {said}" for library, said in card.get("versions", {}).items()),
    }
    for word, text in told.items():
        _row(table, word, text)
    return table


def _predicts(task: Plain) -> str:
    labels = [str(label) for label in task["outputs"]]
    return f"{task['kind']}: {_some(labels)}" if len(labels) > 1 else str(task["kind"])


def _members(card: Plain) -> "Table":
    """Families, their weights and the settings that were chosen."""
    table = _table(("weight", "right"), ("model", "left"), ("steps", "left"), ("settings", "left"))
    for config, weight in zip(card.get("members", ()), card.get("weights", ()), strict=True):
        family = str(config["model"])
        inner = {
            key.removeprefix(f"{family}."): value
            for key, value in config.items()
            if key.startswith(f"{family}.")
        }
        steps = inner.pop("steps", ())
        settings = ", ".join(f"{key}={_number(value)}" for key, value in inner.items())
        _row(table, f"{weight:.2f}", family, ", ".join(map(str, steps)), settings)
    return table


def _columns(columns: Sequence[Plain]) -> "Table":
    """Names, roles, and what was seen in them."""
    table = _table(("column", "left"), ("role", "left"), ("seen", "left"), ("missing", "right"))
    for column in columns[:COLUMNS]:
        _row(table, str(column["name"]), str(column["role"]), _seen(column), str(column["missing"] or ""))
    if len(columns) > COLUMNS:
        _row(table, f"... and {len(columns) - COLUMNS} more")
    return table


def _seen(column: Plain) -> str:
    if column["levels"]:
        return f"{len(column['levels'])} levels: {_some(map(str, column['levels']))}"
    if column["role"] == "date" and column["low"] is not None:
        return f"{_day(column['low'])} to {_day(column['high'])}"
    if column["role"] == "number" and column["low"] is not None:
        return f"{_number(column['low'])} to {_number(column['high'])}"
    return str(column["why"]) if column["role"] not in ("boolean", "text") else ""


def _inside(manifest: Plain) -> Iterator[str]:
    """What a reader of the file could learn of single rows."""
    columns = manifest["schema"]["columns"]
    levels = sum(len(column["levels"]) for column in columns)
    named = sum(bool(column["levels"]) for column in columns)
    if levels:
        yield f"- every level of {named} category columns by name, rare ones too: {levels} in all"
    yield "- the smallest and the largest value of each column of numbers and dates"
    yield "- the positions of the rows that each fold was judged on"
    for held, count in Counter(manifest["inside"].values()).items():
        yield clean(f"- {held}" + (f" ({count} times)" if count > 1 else ""))


def _some(words: Iterable[str]) -> str:
    """The first few."""
    listed = list(words)
    more = f", ... ({len(listed)} in all)" if len(listed) > LABELS else ""
    return ", ".join(listed[:LABELS]) + more


def _number(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _day(microseconds: float) -> str:
    import numpy as np

    return str(np.datetime64(int(microseconds), "us").astype("datetime64[D]"))


def _table(*columns: tuple[str, Any], heads: bool = True) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        box=SIMPLE_HEAD if heads else None, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False,
        show_header=heads,
    )  # fmt: skip
    for name, justify in columns:
        table.add_column(name, justify=justify, overflow="fold")
    return table


def _row(table: "Table", *words: str) -> None:
    from rich.text import Text

    table.add_row(*[Text(clean(word)) for word in words])


def clean(text: str) -> str:
    """Without what would move a terminal's cursor or colour it: a stranger may have written the file.

    Examples
    --------
    >>> clean("red" + chr(27) + "[31m")
    'red�[31m'
    """
    return "".join(sign if sign.isprintable() else "�" for sign in text)
