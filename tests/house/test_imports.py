"""What is imported when: heavy libraries on use only, and next to nothing by `import fitwright`."""

import ast
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.house._source import Source, package, settings

_TIDY = settings()["ruff"]["lint"]["flake8-tidy-imports"]
HEAVY = frozenset(_TIDY["banned-module-level-imports"])
AT_TOP = {
    "src/fitwright/automl.py": {"sklearn"},  # scikit-learn estimators need their base class at the top
    "src/fitwright/images.py": {"sklearn"},
    "src/fitwright/optuna_sampler.py": {"optuna"},  # a sampler of Optuna's needs its base class
    "src/fitwright/searchcv.py": {"sklearn"},
}


@pytest.mark.parametrize("source", package(), ids=lambda source: source.where)
def test_heavy_libraries_are_imported_on_use(source: Source):
    allowed = AT_TOP.get(source.where, set()) | ({"typer"} if source.room == "cli" else set())
    for library, line in _at_top(source.tree.body):
        assert library not in HEAVY - allowed, (
            f"{source.where}:{line} imports {library} at the top; do it on use."
        )


def _at_top(body: list[ast.stmt]) -> Iterator[tuple[str, int]]:
    """(library, line) of each import that runs when the module is imported."""
    for node in body:
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0], node.lineno
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from _at_top(node.orelse)
        elif isinstance(node, ast.If | ast.Try | ast.With | ast.ClassDef):
            inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)]
            yield from _at_top(inner)


def test_importing_the_package_imports_no_heavy_library():
    code = "import sys, fitwright; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.split())
    heavy = loaded & (HEAVY | {"numpy", "scipy", "narwhals", "psutil"})
    assert "fitwright" in loaded
    assert not heavy, f"`import fitwright` imports {', '.join(sorted(heavy))}."


@pytest.mark.parametrize("word", ["tune", "optuna"])
def test_what_a_search_needs_imports_no_library_but_numpy(word):
    """Each worker imports it again, and nothing is searched before."""
    code = f"import sys; from fitwright import {word}; print(*{{n.split('.')[0] for n in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    heavy = set(done.stdout.split()) & (HEAVY | {"scipy", "sklearn"})
    assert not heavy, f"`from fitwright import {word}` imports {', '.join(sorted(heavy))}."
