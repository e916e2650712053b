"""`fitwright`: finds the commands in this folder and runs the one that was asked for."""

import importlib
import inspect
import pkgutil
from typing import Annotated

import typer

from fitwright.cli._command import Command, as_function
from fitwright.cli._exit import exit_table

HERE = "fitwright.cli"
HELP = "Data and a time limit in, the best predictor that can be deployed out."


def main() -> None:
    """Run the command line."""
    make_app()(prog_name="fitwright")


def make_app() -> typer.Typer:
    """All commands.  Their files import nothing heavy, so that `--help` is quick."""
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,  # rich triples the time of --help
        pretty_exceptions_enable=False,
        help=HELP,
        epilog="\b\nExit codes:\n" + exit_table(),
    )
    app.callback()(_before)
    for name in command_names():
        app.command(name)(as_function(command(name)))
    return app


def command_names() -> list[str]:
    """The files of this folder that are commands, in alphabetical order."""
    path = importlib.import_module(HERE).__path__
    found = [module.name for module in pkgutil.iter_modules(path)]
    return [name for name in found if name != "main" and not name.startswith("_")]


def command(name: str) -> type[Command]:
    """The command that a file holds."""
    where = f"{HERE}.{name}"
    module = importlib.import_module(where)
    found = [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Command) and kind.__module__ == where
    ]
    [kind] = [kind for kind in found if not inspect.isabstract(kind)]
    return kind


def _say_version(asked: bool) -> None:
    if asked:
        from fitwright import __version__

        typer.echo(f"fitwright {__version__}")
        raise typer.Exit


def _before(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """What may be said before a command."""
