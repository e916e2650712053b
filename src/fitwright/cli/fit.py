"""`fitwright fit`: from a table to a saved model."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from fitwright.cli._aims import bounds, metrics
from fitwright.cli._command import Command
from fitwright.cli._config import settled
from fitwright.cli._exit import Exit
from fitwright.core.errors import SettingError

WORDS = (
    "time_limit", "trial_time_limit", "memory_limit", "max_trials", "metric", "models", "steps",
    "search", "scheduling", "stopping", "ensemble", "executor", "cv", "class_weight", "task", "n_jobs",
    "random_state", "run_dir", "groups", "time", "roles", "preset", "constraints",
)  # fmt: skip
"""Options that are passed on as they are, under the names they have in Python."""


def _member(room: str) -> Any:
    return typer.Option(metavar="NAME", help=f"By its name in fitwright.{room}; settings as in NAME(A=1).")


@dataclass(frozen=True)
class Fit(Command):
    """Find the best model for a table within a time limit, and save it.

    Tells on the way what it understood and how the score rises, at the end the leaderboard.
    """

    data: Annotated[
        str | None,
        typer.Argument(
            metavar="DATA",
            help="A file (of several sheets as FILE#SHEET), a folder of files, or a database's address with "
            "?table=.",
        ),
    ] = None
    target: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column to predict.")] = None
    time_limit: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="For everything; 60 where nothing is limited.")
    ] = None
    metric: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What to be good at: roc_auc, rmse, ...; A,B for several."),
    ] = None
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The model; by default DATA's name with .fw.")
    ] = None
    run_dir: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Keep the run in an empty folder, for `leaderboard`."),
    ] = None
    max_trials: Annotated[int | None, typer.Option(metavar="N", help="At most so many candidates.")] = None
    models: Annotated[str | None, typer.Option(metavar="A,B", help="Families to try; all by default.")] = None
    steps: Annotated[str | None, typer.Option(metavar="A,B", help="Steps before the model, in order.")] = None
    trial_time_limit: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="For all folds of one candidate.")
    ] = None
    memory_limit: Annotated[
        str | None, typer.Option(metavar="SIZE", help='What one step may add, such as "4 GB".')
    ] = None
    cv: Annotated[str | None, typer.Option(metavar="N", help="Folds, or the name of a split.")] = None
    groups: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Rows of one group stay on one side of a split.")
    ] = None
    time: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Judged rows come after learned ones.")
    ] = None
    roles: Annotated[
        str | None, typer.Option(metavar="COLUMN=ROLE,...", help="Roles that are not what they seem.")
    ] = None
    class_weight: Annotated[str | None, typer.Option(metavar="balanced", help="Weigh rare classes up.")] = (
        None
    )
    task: Annotated[str | None, typer.Option(metavar="KIND", help="Told, where it is not what it seems.")] = (
        None
    )
    preset: Annotated[
        str | None, typer.Option(metavar="NAME", help="interpretable: one model that can be read.")
    ] = None
    constraints: Annotated[
        str | None, typer.Option(metavar="NAME<=X,...", help='Limits, such as "ms_per_row<=0.1,bytes<=5e6".')
    ] = None
    n_jobs: Annotated[int | None, typer.Option(metavar="N", help="Cores in all.")] = None
    random_state: Annotated[int | None, typer.Option(metavar="N", help="Seed.")] = None
    search: Annotated[str | None, _member("search")] = None
    scheduling: Annotated[str | None, _member("scheduling")] = None
    stopping: Annotated[str | None, _member("stopping")] = None
    ensemble: Annotated[str | None, _member("ensemble")] = None
    executor: Annotated[str | None, _member("execution")] = None
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="TOML with the same words; the command line wins.")
    ] = None
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False

    def run(self) -> Exit:
        said = settled(self, self.config)
        if said.data is None or said.target is None:
            raise SettingError("Expected a table and --target, on the command line or in the config.")
        from fitwright.cli._fitting import Job, do, model_path
        from fitwright.cli._voice import Voice

        data = str(said.data)
        job = Job(data, said.target, model_path(said.out, data), settings_of(said))
        return do(job, Voice(json=said.json, quiet=said.quiet))


def settings_of(said: Fit) -> dict[str, Any]:
    """The words that were said, as Python says them."""
    given = {word: getattr(said, word) for word in WORDS if getattr(said, word) is not None}
    for word, read in _READERS.items():
        if word in given:
            given[word] = read(given[word])
    return given


def _list(value: Any) -> Any:
    """Text like "a, b" to ["a", "b"]; a list of TOML stays."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _whole(value: Any) -> Any:
    """Digits to a number; a name stays."""
    return int(value) if isinstance(value, str) and value.strip().isdigit() else value


def _roles(value: Any) -> Any:
    """Text like "zip=category, age=number" to a dict; a table of TOML stays."""
    if not isinstance(value, str):
        return value
    pairs = [part.partition("=") for part in _list(value)]
    if wrong := [name for name, sign, role in pairs if not (name and sign and role)]:
        raise SettingError(f"Expected roles as COLUMN=ROLE,...; got {', '.join(wrong)!r} without a role.")
    return {name.strip(): role.strip() for name, _, role in pairs}


_READERS: Mapping[str, Any] = {
    "models": _list, "steps": _list, "cv": _whole, "memory_limit": _whole, "roles": _roles,
    "metric": metrics, "constraints": bounds,
}  # fmt: skip
