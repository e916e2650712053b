"""`fitwright resume`: a run that was cut, or is to get more time, goes on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from fitwright.cli._command import Command
from fitwright.cli._exit import Exit


@dataclass(frozen=True)
class Resume(Command):
    """Go on with a run where its folder stands, and save the model.

    The run's folder is the --run-dir of `fitwright fit`.  Without a limit it gets what is left of its own.
    """

    run_dir: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of the run.")]
    time_limit: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="From now on.", show_default=False)
    ] = None
    max_trials: Annotated[
        int | None,
        typer.Option(metavar="N", help="Candidates in all, those of before counted.", show_default=False),
    ] = None
    n_jobs: Annotated[int | None, typer.Option(metavar="N", help="Cores in all.", show_default=False)] = None
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The model; by default it stays in RUN.")
    ] = None
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False

    def run(self) -> Exit:
        from fitwright.cli._going_on import go_on
        from fitwright.cli._voice import Voice

        said = {"time_limit": self.time_limit, "max_trials": self.max_trials, "n_jobs": self.n_jobs}
        given = {word: value for word, value in said.items() if value is not None}
        return go_on(self.run_dir, self.out, given, Voice(json=self.json, quiet=self.quiet))
