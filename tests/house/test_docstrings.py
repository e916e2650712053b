"""Every file says what it is for; every public name says what it does."""

import ast
import importlib
import inspect

import pytest

from tests.house._source import PACKAGE, Source, everything, package

every_file = pytest.mark.parametrize("source", everything(), ids=lambda source: source.where)
every_package_file = pytest.mark.parametrize("source", package(), ids=lambda source: source.where)


@every_file
def test_a_file_starts_with_a_sentence(source: Source):
    if source.path.stem == "__init__" and not _defines(source.tree):
        return
    docstring = ast.get_docstring(source.tree) or ""
    first = docstring.split("\n\n")[0]
    assert first.rstrip().endswith((".", ":", "!", "?")), f"{source.where} does not start with a sentence."


def _defines(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)


@every_package_file
def test_public_methods_say_or_inherit_what_they_do(source: Source):
    if source.path.stem in ("__main__", "py"):
        return
    module = importlib.import_module(source.module)
    for name, kind in inspect.getmembers(module, inspect.isclass):
        if kind.__module__ == source.module and not name.startswith("_"):
            for method in _public(kind):
                assert inspect.getdoc(getattr(kind, method)), (
                    f"{source.where}: {name}.{method} has no docstring."
                )


def _public(kind: type) -> list[str]:
    made = (staticmethod, classmethod, property)
    return [
        name
        for name, value in vars(kind).items()
        if not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, made))
    ]


def test_what_everybody_imports_has_an_example():
    front = importlib.import_module(PACKAGE)
    silent = [name for name in front.__all__ if ">>>" not in (inspect.getdoc(getattr(front, name)) or "")]
    assert not silent, f"No runnable example in the docstring of {', '.join(silent)}."
