"""`fitwright replay`: a recorded run, fitted once more."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from fitwright.cli._command import Command
from fitwright.cli._exit import Exit


@dataclass(frozen=True)
class Replay(Command):
    """Fit a run once more from its record, and say whether the same came of it.

    Configs, folds, seeds and what the clock had said are those of the record; nothing is written to RUN.
    """

    run_dir: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of the run.")]
    n_jobs: Annotated[int | None, typer.Option(metavar="N", help="Cores in all.", show_default=False)] = None
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to save the ensemble of now.")] = (
        None
    )
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False

    def run(self) -> Exit:
        from fitwright import replay
        from fitwright.cli._voice import Voice

        voice = Voice(json=self.json)
        with voice.warnings():
            found = replay(self.run_dir, **({} if self.n_jobs is None else {"n_jobs": self.n_jobs}))
        if self.out is not None:
            found.predictor.save(self.out)
        if found.same:
            voice.say(f"The same ensemble, bit for bit: {found.steps} steps were fitted again.")
        else:
            voice.say(f"Of {found.steps} steps that were fitted again, not all came out the same:")
        for difference in found.differences:
            voice.say(f"  {difference}")
        voice.document({"same": found.same, "steps": found.steps, "differences": found.differences})
        return Exit.FINE if found.same else Exit.MODEL
