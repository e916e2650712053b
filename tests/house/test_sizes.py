"""House numbers: how long a file, a function, a class may be, and how much it may ask for."""

import ast

import pytest

from tests.house._exceptions import limit_for
from tests.house._source import Source, classes, everything, functions, length, package

FILE_LINES, FUNCTION_LINES, CLASS_LINES, METHODS, PARAMETERS = 400, 50, 300, 15, 7

every_file = pytest.mark.parametrize("source", everything(), ids=lambda source: source.where)
every_package_file = pytest.mark.parametrize("source", package(), ids=lambda source: source.where)


@every_file
def test_a_file_is_short(source: Source):
    lines = len(source.text.splitlines())
    limit = limit_for("file lines", FILE_LINES, source.where)
    assert lines <= limit, (
        f"{source.where} has {lines} lines; at most {limit}: which two things does it hold?"
    )


@every_file
def test_functions_are_short(source: Source):
    for function in functions(source.tree):
        limit = limit_for("function lines", FUNCTION_LINES, source.where, f"{source.where}::{function.name}")
        lines = length(function)
        assert lines <= limit, _sentence(source, function, f"{lines} lines without its docstring", limit)


@every_package_file
def test_classes_are_small(source: Source):
    for one in classes(source.tree):
        places = (source.where, f"{source.where}::{one.name}")
        lines, limit = length(one), limit_for("class lines", CLASS_LINES, *places)
        assert lines <= limit, _sentence(source, one, f"{lines} lines", limit)
        methods, limit = len(_methods(one)), limit_for("methods", METHODS, *places)
        assert methods <= limit, _sentence(source, one, f"{methods} methods", limit)


@every_package_file
def test_functions_ask_for_little(source: Source):
    for function in functions(source.tree):
        limit = limit_for("parameters", PARAMETERS, source.where, f"{source.where}::{function.name}")
        asked = len(_parameters(function))
        assert asked <= limit, _sentence(source, function, f"{asked} parameters", limit)


def _methods(one: ast.ClassDef) -> set[str]:
    """By name, so that a property with a setter counts once; without what Python asks for (`__len__`)."""
    defined = [node.name for node in one.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {name for name in defined if not name.endswith("__")}


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    asked = function.args
    named = [one.arg for one in [*asked.posonlyargs, *asked.args, *asked.kwonlyargs]]
    gathered = [one.arg for one in (asked.vararg, asked.kwarg) if one is not None]
    return [*(name for name in named if name not in ("self", "cls")), *gathered]


def _sentence(
    source: Source, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, has: str, limit: int
) -> str:
    return f"{source.where}:{node.lineno} {node.name} has {has}; at most {limit}."
