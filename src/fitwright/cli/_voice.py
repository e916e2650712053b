"""Where a command speaks: to people on a terminal, in plain lines to a pipe, or in one JSON document."""

import json
import logging
import math
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, redirect_stdout
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

PIPE_WIDTH = 120
"""Columns of a table that goes to a file or a pipe."""


class Voice:
    """Results go to standard output, progress and warnings to standard error.

    Parameters
    ----------
    json : one JSON document on standard output and nothing else; no progress.
    quiet : errors only.
    recorder : a console that takes both, for a picture of the run.
    """

    def __init__(self, *, json: bool = False, quiet: bool = False, recorder: "Console | None" = None):
        self.json, self.shows = json, not (json or quiet)
        self.out = recorder or _console(stderr=False)
        self.err = recorder or _console(stderr=True)

    def say(self, what: "RenderableType" = "") -> None:
        """A result for people."""
        if self.shows:
            self._print(self.out, what)

    def note(self, what: "RenderableType") -> None:
        """A word on the way."""
        if self.shows:
            self._print(self.err, what)

    def command(self, words: str) -> None:
        """A command line, as one would type it."""
        from rich.text import Text

        self.say(Text.assemble("\n", ("$ ", "bold green"), (words, "bold")))

    def document(self, content: Any) -> None:
        """The one JSON document."""
        if self.json:
            typer.echo(json.dumps(plain(content), indent=2, ensure_ascii=False))

    @staticmethod
    def _print(console: "Console", what: "RenderableType") -> None:
        """Text as it is: brackets are no markup, and a long line stays one line, so that it can be copied."""
        from rich.text import Text

        console.print(what, highlight=False, markup=False, soft_wrap=isinstance(what, str | Text))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """What the user's own code prints goes to standard error, where a document is to come."""
        with redirect_stdout(sys.stderr) if self.json else nullcontext():
            yield

    @contextmanager
    def warnings(self) -> Iterator[None]:
        """What the package warns of is told as notes."""
        logger, handler = logging.getLogger("fitwright"), _Told(self)
        logger.addHandler(handler)
        try:
            yield
        finally:
            logger.removeHandler(handler)


class _Told(logging.Handler):
    """Log records as notes."""

    def __init__(self, voice: Voice):
        super().__init__(logging.WARNING)
        self.voice = voice

    def emit(self, record: logging.LogRecord) -> None:
        from rich.text import Text

        self.voice.note(Text(record.getMessage(), style="yellow"))


def _console(*, stderr: bool) -> "Console":
    from rich.console import Console

    console = Console(stderr=stderr, soft_wrap=False)
    if not console.is_terminal:
        console.width = PIPE_WIDTH
    return console


def plain(value: Any) -> Any:
    """As JSON can hold it: numbers that are not finite become null, arrays lists, the rest text.

    Examples
    --------
    >>> plain({"score": float("nan"), "folds": (0, 1)})
    {'score': None, 'folds': [0, 1]}
    """
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int | bool) else str(value)
