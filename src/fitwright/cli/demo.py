"""`fitwright demo`: the main job on a real table, from a CSV file to predictions in a fresh process."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from fitwright.cli._command import Command
from fitwright.cli._exit import Exit


@dataclass(frozen=True)
class Demo(Command):
    """Fit, judge and predict on a real table that comes with scikit-learn.

    The table, the model and the predictions stay in a folder to look at.
    """

    time_limit: Annotated[float, typer.Option(metavar="SECONDS", help="For the fit.")] = 20.0
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
        command = f"fitwright fit {train} --target {TARGET} --time-limit {self.time_limit:g} --out {model}"
        voice.command(command)
        settings = {"time_limit": self.time_limit, "random_state": self.random_state}
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
