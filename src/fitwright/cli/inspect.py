"""`fitwright inspect`: what a model file says of itself."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from fitwright.cli._command import Command
from fitwright.cli._exit import Exit


@dataclass(frozen=True)
class Inspect(Command):
    """Show a model file's card: what it predicts, how well, from which columns.

    Nothing of the file is run, and only its first page is read; `verify` looks at all of it.
    """

    model: Annotated[Path, typer.Argument(metavar="FILE", help="A model that `fitwright fit` saved.")]
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False

    def run(self) -> Exit:
        from fitwright import packing
        from fitwright.cli._modelcard import sections
        from fitwright.cli._voice import Voice

        voice, manifest = Voice(json=self.json), packing.read_manifest(self.model)
        for section in () if self.json else sections(manifest, self.model.name, self.model.stat().st_size):
            voice.say(section)
        voice.document(manifest)
        return Exit.FINE
