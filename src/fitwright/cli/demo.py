"""`fitwright demo`: the main job on a real table, from a CSV file to predictions in a fresh process."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from fitwright.cli._command import Command
from fitwright.cli._exit import Exit

SECONDS = 20.0
"""The fit's time limit where nothing is limited: progress can be watched, and nobody has to wait for long."""


@dataclass(frozen=True)
class Demo(Command):
    """Fit, judge and predict on a real table that comes with scikit-learn.

    The table, the model and the predictions stay in a folder to look at.
    """

    time_limit: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="For the fit; 20 where nothing is limited.")
    ] = None
    max_trials: Annotated[int | None, typer.Option(metavar="N", help="At most so many candidates.")] = None
    folder: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the files go.")] = Path("demo-run")
    random_state: Annotated[int, typer.Option(metavar="N", help="Seed.")] = 0
    svg: Annotated[
        Path | None, typer.Option(metavar="FILE", hidden=True, help="Draw the terminal to a file.")
    ] = None

    def run(self) -> Exit:
        from fitwright.cli import _picture
        from fitwright.cli._fitting import Job, do
        from fitwright.cli._showcase import TARGET, in_fresh_process, write_tables
        from fitwright.cli._voice import Voice

        voice = Voice(recorder=None if self.svg is None else _picture.recorder())
        train, test = write_tables(self.folder)
        model, out = self.folder / "model.fw", self.folder / "predictions.csv"
        limits = self._limits()
        said = " ".join(f"--{word.replace('_', '-')} {value:g}" for word, value in limits.items())
        voice.command(f"fitwright fit {train} --target {TARGET} {said} --out {model}")
        settings = {**limits, "random_state": self.random_state}
        code = do(Job(train, TARGET, model, settings), voice)
        if code is Exit.FINE:
            voice.say(in_fresh_process(voice, "evaluate", model, test, "--target", TARGET))
            in_fresh_process(voice, "predict", model, test, "--out", out)
            voice.command(f"head -n 4 {out}")
            voice.say("".join(out.read_text(encoding="utf-8").splitlines(keepends=True)[:4]).strip())
        if self.svg is not None:
            _picture.draw(voice.out, self.svg)
            typer.echo(f"Drew {self.svg}.")
        return code

    def _limits(self) -> dict[str, float]:
        """What was said, or so many seconds."""
        said = {"time_limit": self.time_limit, "max_trials": self.max_trials}
        return {word: value for word, value in said.items() if value is not None} or {"time_limit": SECONDS}
