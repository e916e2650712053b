"""Pages that are made from the package itself, so that they cannot lag: members, options, events, names."""

import importlib
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

import fitwright
from fitwright import bilevel, checks
from fitwright.cli.main import command_names, make_app
from fitwright.core import errors, events


def write(folder: Path) -> None:
    """All of them, below `folder`: `parts` for pages that are written by hand, `reference` for the rest."""
    for name, text in pages().items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:  # an old page needs no new build
            path.write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Name to text."""
    made = {"parts/commands": commands_part(), "parts/events": events_part()}
    for room in checks.ROOMS:
        made[f"parts/{room}"] = members_part(room)
        made[f"reference/{room}"] = room_page(room)
    made["reference/fitwright"] = public_page(fitwright)
    made["reference/bilevel"] = public_page(bilevel)
    made["reference/events"] = events_page()
    made["reference/errors"] = errors_page()
    return made


def members_part(room: str) -> str:
    """A table of a room's members: name, what it does, what it needs."""
    lines = ["| name | what it does | needs |", "|---|---|---|"]
    for name, kind in members(room):
        missing = getattr(kind, "needs", {})
        needs = ", ".join(f"`{library}` ([{extra}])" for library, extra in missing.items())
        link = f"[`{name}`](#{kind.__module__}.{kind.__qualname__})"
        lines.append(f"| {link} | {_cell(first_sentence(kind))} | {needs} |")
    return "\n".join(lines) + "\n"


def room_page(room: str) -> str:
    """The contract of a room, then its members."""
    module = importlib.import_module(f"fitwright.{room}")
    contract = module.catalog.contract
    lines = [f"# fitwright.{room}", "", str(inspect.getdoc(module)).splitlines()[0], ""]
    shown_already = ["   :no-index:"] if contract.__name__ in fitwright.__all__ else []
    lines += ["## The contract", "", *_class(contract, _public(contract), shown_already), "## Members", ""]
    for name, kind in members(room):
        lines += [f"### {name}", "", *_class(kind)]
    return "\n".join(lines)


def public_page(package: ModuleType) -> str:
    """What importing it gives."""
    lines = [f"# {package.__name__}", "", str(inspect.getdoc(package)).splitlines()[0], ""]
    for name in package.__all__:
        thing = getattr(package, name)
        home = f"{thing.__module__}.{thing.__qualname__}"
        lines += [f"## {name}", ""]
        if inspect.isclass(thing):
            lines += _class(thing, _public(thing))
        else:
            lines += _directive("autofunction", home)
    return "\n".join(lines)


def commands_part() -> str:
    """Every command with what may be said after its name."""
    lines = []
    import typer

    app: Any = typer.main.get_command(make_app())
    for name in command_names():
        command = app.commands[name]
        lines += [f"## fitwright {name}", "", inspect.cleandoc(command.help or ""), ""]
        lines += ["| word | what it is |", "|---|---|"]
        for asked in command.params:
            words = (
                ", ".join(f"`{word}`" for word in asked.opts)
                if asked.opts[0].startswith("-")
                else (f"`{asked.metavar or asked.name.upper()}`")
            )
            value = f" `{asked.metavar}`" if asked.metavar and asked.opts[0].startswith("-") else ""
            lines.append(f"| {words}{value} | {_cell(getattr(asked, 'help', None) or '')} |")
        lines.append("")
    return "\n".join(lines)


def events_part() -> str:
    """A table of the events of a run."""
    lines = ["| event | what happened | says |", "|---|---|---|"]
    for kind in event_kinds():
        said = ", ".join(f"`{field.name}`" for field in fields(kind))
        lines.append(f"| `{kind.__name__}` | {_cell(first_sentence(kind))} | {said} |")
    return "\n".join(lines) + "\n"


def events_page() -> str:
    """The events in full."""
    lines = ["# Events", "", "What a callback hears, and what the ledger keeps.", ""]
    for kind in event_kinds():
        lines += [f"## {kind.__name__}", "", *_class(kind)]
    return "\n".join(lines)


def errors_page() -> str:
    """The tree of errors."""
    tree = str(inspect.getdoc(errors)).partition("\n\n")
    return f"# Errors\n\n{tree[0]}\n\n```text\n{tree[2]}\n```\n"


def members(room: str) -> Iterator[tuple[str, type]]:
    """Name and class of each member of ours."""
    catalog = importlib.import_module(f"fitwright.{room}").catalog
    for name in catalog.names():
        kind = catalog.get(name)
        if kind.__module__.startswith("fitwright."):
            yield name, kind


def event_kinds() -> tuple[Any, ...]:
    """The classes of all events."""
    kinds: tuple[Any, ...] = events.Event.__args__
    return kinds


def first_sentence(thing: Any) -> str:
    """Of its docstring."""
    text = " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())
    return text.split(". ")[0].rstrip(".") + "."


def _public(kind: type) -> list[str]:
    """Methods and properties that a user may call, those of our own bases among them."""
    found: dict[str, None] = {}
    for base in reversed(kind.__mro__):
        if not base.__module__.startswith("fitwright"):
            continue
        for name, value in vars(base).items():
            made = inspect.isfunction(value) or isinstance(value, staticmethod | classmethod | property)
            if made and not name.startswith("_"):
                found[name] = None
    return list(found)


def _class(kind: type, inside: Sequence[str] = (), options: Sequence[str] = ()) -> list[str]:
    shown = [f"   :members: {', '.join(inside)}"] if inside else []
    return _directive("autoclass", f"{kind.__module__}.{kind.__qualname__}", *shown, *options)


def _directive(word: str, home: str, *options: str) -> list[str]:
    return ["```{eval-rst}", f".. {word}:: {home}", *options, "```", ""]


def _cell(text: str) -> str:
    """Text that stays in its cell of a table."""
    return " ".join(text.replace("|", "\\|").split())
