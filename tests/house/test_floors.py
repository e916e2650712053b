"""The floors: every import points down, no circles, two wings apart, members strangers to each other."""

import ast
from collections.abc import Mapping

import pytest

from tests.house._exceptions import is_exempt
from tests.house._source import PACKAGE, Source, floors, package, room_of, wings

every_file = pytest.mark.parametrize("source", package(), ids=lambda source: source.where)


def test_every_room_has_a_floor_and_no_floor_is_given_twice():
    rooms = {source.room for source in package() if source.room}
    assert rooms <= floors().keys(), (
        f"{sorted(rooms - floors().keys())} have no floor: add them to the layers in pyproject.toml."
    )


def test_every_room_of_the_middle_floors_belongs_to_one_wing():
    search, table = wings()
    low, high = floors()["search"], floors()["study"]
    middle = {source.room for source in package() if source.room and low <= floors()[source.room] <= high}
    assert not search & table
    assert middle <= search | table, (
        f"{sorted(middle - search - table)} belong to no wing: see pyproject.toml."
    )


@every_file
def test_every_import_points_down(source: Source):
    for found in source.own_imports:
        target = room_of(found.module)
        if target == source.room or is_exempt("floors", source.where):
            continue
        assert _floor(target) < _floor(source.room), (
            f"{source.where}:{found.line} imports {found.module} (floor {_floor(target)}) from floor "
            f"{_floor(source.room)}: imports point down."
        )


def _floor(room: str) -> float:
    """Of a room, or of the package's own `__init__`, which passes on public names: just below the windows."""
    return floors()[room] if room else floors()["cli"] - 0.5


@every_file
def test_the_wings_know_nothing_of_each_other(source: Source):
    for here, there in (wings(), wings()[::-1]):
        if source.room in here:
            strange = [found for found in source.own_imports if room_of(found.module) in there]
            assert not strange, (
                f"{source.where}:{strange[0].line} imports {strange[0].module}, the other wing."
            )


def test_no_circle():
    imports = {source.module: {found.module for found in source.own_imports} for source in package()}
    circle = _circle(imports)
    assert not circle, f"Modules import each other in a circle: {' -> '.join(circle)}."


def _circle(imports: Mapping[str, set[str]]) -> list[str]:
    """One circle, its first module repeated at the end; an empty list where there is none."""
    done: set[str] = set()
    for start in imports:
        if found := _walk(start, [], imports, done):
            return found
    return []


def _walk(module: str, path: list[str], imports: Mapping[str, set[str]], done: set[str]) -> list[str]:
    if module in path:
        return [*path[path.index(module) :], module]
    if module in done:
        return []
    for target in sorted(imports.get(module, ())):
        if found := _walk(target, [*path, module], imports, done):
            return found
    done.add(module)
    return []


def test_a_circle_would_be_found():
    assert _circle({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == ["b", "c", "b"]


@every_file
def test_members_are_strangers_to_each_other(source: Source):
    members = _members(source.room)
    if source.module not in members or is_exempt("members", source.where):
        return
    for found in source.own_imports:
        assert found.module not in members - {source.module}, (
            f"{source.where}:{found.line} imports its sibling {found.module}; share a _file.py."
        )


def _members(room: str) -> set[str]:
    """Files of a room with a catalogue that are neither private nor its contract; commands of the CLI."""
    files = {source.module for source in package() if source.room == room and not source.is_private}
    door = next((source for source in package() if source.module == f"{PACKAGE}.{room}"), None)
    if room == "cli":
        return files - {f"{PACKAGE}.cli.main"}
    if door is None or not _has_catalog(door):
        return set()
    return files - {found.module for found in door.own_imports}


def _has_catalog(door: Source) -> bool:
    given = [node.target for node in door.tree.body if isinstance(node, ast.AnnAssign)]
    return any(isinstance(target, ast.Name) and target.id == "catalog" for target in given)
