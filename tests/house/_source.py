"""What the house tests look at: the project's Python files, parsed once, and the rules of pyproject.toml."""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGE = "fitwright"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """One imported module of our own, and the line that imports it."""

    module: str
    line: int


@dataclass(frozen=True)
class Source:
    """A Python file of the project."""

    path: Path

    @property
    def where(self) -> str:
        """Path from the root, with slashes."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.where)

    @property
    def module(self) -> str:
        """Dotted name; a package's `__init__` bears the name of the package."""
        parts = self.path.relative_to(ROOT / "src").with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        """What has a floor: the folder or the root file; "" for the package's own `__init__`."""
        return room_of(self.module)

    @property
    def is_private(self) -> bool:
        return self.path.stem.startswith("_")

    @cached_property
    def own_imports(self) -> list[Import]:
        """Modules of the package that this file imports, anywhere in it, type-only ones included."""
        return list(_own_imports(self.tree))


def _own_imports(tree: ast.Module) -> Iterator[Import]:
    modules = {source.module for source in package()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            named = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            named = [name if name in modules or _is_room(name) else node.module for name in inner]
        else:
            continue
        yield from (Import(name, node.lineno) for name in dict.fromkeys(named) if _is_own(name))


def _is_own(module: str) -> bool:
    return module == PACKAGE or module.startswith(f"{PACKAGE}.")


def _is_room(module: str) -> bool:
    """`from fitwright import models` names a room, `from fitwright import fit` does not."""
    return module.count(".") == 1 and room_of(module) in floors()


def room_of(module: str) -> str:
    """The folder or root file that a dotted name of ours belongs to."""
    return [*module.split("."), ""][1]


@cache
def package() -> tuple[Source, ...]:
    """Every Python file of the package."""
    return _files("src")


@cache
def everything() -> tuple[Source, ...]:
    """Every Python file that is written by hand."""
    return _files("src", "tests", "benchmarks", "examples")


def _files(*folders: str) -> tuple[Source, ...]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return tuple(Source(path) for path in sorted(found))


@cache
def settings() -> Mapping[str, Any]:
    """The tool tables of pyproject.toml."""
    tables: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    return tables


def _contract(name: str) -> Mapping[str, Any]:
    contracts = settings()["importlinter"]["contracts"]
    found: Mapping[str, Any] = next(one for one in contracts if one["name"] == name)
    return found


@cache
def floors() -> Mapping[str, int]:
    """Room or root file to its floor, counted from the ground."""
    layers = _contract("Every import points down")["layers"]
    return {
        room.strip(" ()"): floor
        for floor, layer in enumerate(reversed(layers), start=1)
        for room in layer.split("|")
    }


@cache
def wings() -> tuple[frozenset[str], frozenset[str]]:
    """The rooms of the search wing, and those of the table wing."""
    contract = _contract("The search wing knows no table")
    return _rooms(contract["source_modules"]), _rooms(contract["forbidden_modules"])


def _rooms(modules: list[str]) -> frozenset[str]:
    return frozenset(room_of(module) for module in modules)


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def classes(tree: ast.AST) -> Iterator[ast.ClassDef]:
    """Every class, nested ones too."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def length(node: Function | ast.ClassDef) -> int:
    """Lines from `def` or `class` to the end, without the docstring."""
    first = node.body[0]
    has_docstring = ast.get_docstring(node, clean=False) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring
