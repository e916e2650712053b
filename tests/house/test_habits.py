"""Habits that sizes do not show: errors caught blindly, printing, hidden state, silent ignores."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import pytest

from tests.house._exceptions import is_exempt
from tests.house._source import Source, everything, package

MAKES_MUTABLE = frozenset(
    {"list", "dict", "set", "defaultdict", "deque", "Counter", "OrderedDict", "bytearray"}
)
READ_ONLY = ("Mapping", "Sequence", "AbstractSet", "Collection")
IGNORE = re.compile(
    r"#\s*(?:type:\s*ignore|noqa)(?P<codes>\[[\w, -]+\]|:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?(?P<rest>.*)"
)

every_file = pytest.mark.parametrize("source", everything(), ids=lambda source: source.where)
every_package_file = pytest.mark.parametrize("source", package(), ids=lambda source: source.where)


@every_package_file
def test_only_execution_catches_everything(source: Source):
    if source.room == "execution" or is_exempt("blind except", source.where):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler) and _is_blind(node):
            pytest.fail(f"{source.where}:{node.lineno} catches every error; name those it can answer.")


def _is_blind(handler: ast.ExceptHandler) -> bool:
    """Catches everything and does not raise it again."""
    caught = (
        {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else set()
    )
    everything_caught = handler.type is None or caught & {"Exception", "BaseException"}
    last = handler.body[-1]
    return bool(everything_caught) and not (isinstance(last, ast.Raise) and last.exc is None)


@every_package_file
def test_only_the_command_line_prints(source: Source):
    if source.room == "cli" or is_exempt("print", source.where):
        return
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("print", "input")
        ):
            pytest.fail(f"{source.where}:{node.lineno} calls {node.func.id}; only cli/ talks, others log.")


@every_package_file
def test_no_module_keeps_mutable_state(source: Source):
    for name, value, annotation, line in _globals(source.tree.body):
        if name == "__all__" or is_exempt("globals", source.where, f"{source.where}::{name}"):
            continue
        if _is_mutable(value) and not any(word in annotation for word in READ_ONLY):
            pytest.fail(
                f"{source.where}:{line} {name} is mutable and global; make it a tuple or frozenset, "
                "or annotate it as Mapping."
            )
    for node in ast.walk(source.tree):
        assert not isinstance(node, ast.Global), f"{source.where}:{node.lineno} says `global`."


def _globals(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr | None, str, int]]:
    """(name, value, annotation, line) of what is assigned at the top of a module."""
    for node in body:
        if isinstance(node, ast.Assign):
            yield ast.unparse(node.targets[0]), node.value, "", node.lineno
        elif isinstance(node, ast.AnnAssign):
            yield ast.unparse(node.target), node.value, ast.unparse(node.annotation), node.lineno
        elif isinstance(node, ast.If | ast.Try):
            yield from _globals(
                [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)]
            )


def _is_mutable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        return ast.unparse(value.func).split(".")[-1] in MAKES_MUTABLE
    return isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)


@every_file
def test_every_ignore_has_its_code_and_its_reason(source: Source):
    for line, comment in _comments(source.text):
        if found := IGNORE.match(comment):
            words = re.findall(r"[a-z]+", found["rest"])
            assert found["codes"], f"{source.where}:{line} ignores everything: {comment!r}; name the code."
            assert len(words) >= 2, f"{source.where}:{line} gives no reason beside {comment!r}."


def _comments(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@pytest.mark.parametrize(
    ("comment", "codes", "rest"),
    [
        ("# noqa: BLE001  # any error is an outcome", ": BLE001", "  # any error is an outcome"),
        ("# type: ignore[misc]  # untyped base", "[misc]", "  # untyped base"),
        ("# noqa", None, ""),
    ],
)
def test_ignores_are_read_as_meant(comment, codes, rest):
    found = IGNORE.match(comment)
    assert found is not None
    assert (found["codes"], found["rest"]) == (codes, rest)
