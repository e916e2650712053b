"""What a command is, and how typer comes to know it."""

import inspect
import sys
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from typing import Annotated, Any, get_type_hints

import typer

from fitwright.cli._exit import Exit, exit_for
from fitwright.core.errors import FitwrightError

Traceback = Annotated[bool, typer.Option("--traceback", help="Show where an error comes from.")]


class Command(ABC):
    """One command: a dataclass, its docstring is the help, its fields are what may be said after its name.

    A field's annotation is `Annotated[type, typer.Argument(...)]` or `Annotated[type, typer.Option(...)]`.
    """

    @abstractmethod
    def run(self) -> Exit:
        """Do what was said."""


def as_function(kind: type[Command]) -> Callable[..., None]:
    """The command as a function with a signature, which is what typer reads."""

    def call(**given: Any) -> None:
        show = given.pop("traceback")
        raise typer.Exit(guarded(lambda: kind(**given).run(), show=show))

    hints = get_type_hints(kind, include_extras=True)
    asked = [_parameter(field, hints[field.name]) for field in fields(kind)]  # type: ignore[arg-type]  # a dataclass
    asked.append(inspect.Parameter("traceback", _KEYWORD, default=False, annotation=Traceback))
    call.__doc__ = inspect.getdoc(kind)
    call.__signature__ = inspect.Signature(asked)  # type: ignore[attr-defined]  # read by inspect.signature
    call.__annotations__ = {parameter.name: parameter.annotation for parameter in asked}
    return call


_KEYWORD = inspect.Parameter.KEYWORD_ONLY


def _parameter(field: "Field[Any]", annotation: Any) -> inspect.Parameter:
    default = inspect.Parameter.empty if field.default is MISSING else field.default
    return inspect.Parameter(field.name, _KEYWORD, default=default, annotation=annotation)


def guarded(work: Callable[[], Exit], *, show: bool = False) -> Exit:
    """Run; an error raised on purpose becomes one red sentence and its exit code.

    A closed pipe is left to typer, which ends quietly.
    """
    try:
        code = work()
        sys.stdout.flush()
        return code
    except FitwrightError as error:
        return _regret(str(error), exit_for(error), show=show)
    except KeyboardInterrupt:
        return _regret("Interrupted before there was anything to keep.", Exit.INTERRUPTED, show=show)
    except BrokenPipeError:
        raise
    except OSError as error:
        return _regret(
            f"{error.strerror or error}: {error.filename or 'no file named'}.", Exit.OTHER, show=show
        )


def _regret(sentence: str, code: Exit, *, show: bool) -> Exit:
    if show:
        traceback.print_exc()
    else:
        typer.secho(sentence, fg=typer.colors.RED, err=True)
    return code
