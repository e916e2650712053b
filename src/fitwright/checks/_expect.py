"""What all suites share: a sentence for what does not hold, and members built with what is at hand."""

import contextlib
import inspect
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def expect(holds: Any, sentence: str) -> None:
    """AssertionError with this sentence, unless it holds; also where Python was told to leave out asserts."""
    if not holds:
        raise AssertionError(sentence)


def title(member: Any) -> str:
    """What a sentence calls this class, or partial of one."""
    return str(getattr(getattr(member, "func", member), "__name__", member))


def made(member: Callable[..., T], **offered: Any) -> T:
    """An object of this class, given those of the offered arguments that it has."""
    known = inspect.signature(member).parameters
    return member(**{name: value for name, value in offered.items() if name in known})


def same_number(one: float, other: float, tolerance: float) -> bool:
    """Equal up to `tolerance`, of their size where they are large."""
    return abs(one - other) <= tolerance * max(1.0, abs(one), abs(other))


@contextlib.contextmanager
def watched() -> Iterator[list[str]]:
    """Collects what is printed, also by native code, what is warned of, and which files appear here.

    The block runs in an empty folder; the list is filled when it ends.
    """
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said:
        with contextlib.chdir(folder), warnings.catch_warnings(record=True) as warned, _into(said.fileno()):
            warnings.simplefilter("always")
            yield found
        said.seek(0)
        if text := said.read().decode(errors="replace").strip():
            found.append(f"it printed {text[:200]!r}")
        found += [f"it warned: {warning.message}" for warning in warned]
        found += [f"it left a file called {path.name!r}" for path in Path(folder).iterdir()]


@contextlib.contextmanager
def _into(file: int) -> Iterator[None]:
    """Descriptors 1 and 2, and Python's own names for them, go into this file."""
    kept = [os.dup(1), os.dup(2)]
    streams = sys.stdout, sys.stderr
    try:
        os.dup2(file, 1)
        os.dup2(file, 2)
        with os.fdopen(os.dup(file), "w") as sys.stdout:
            sys.stderr = sys.stdout
            yield
    finally:
        sys.stdout, sys.stderr = streams
        for descriptor, copy in zip((1, 2), kept, strict=True):
            os.dup2(copy, descriptor)
            os.close(copy)
