"""`fitwright evaluate`: how good a saved model is on rows whose answers are known."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from fitwright.cli._command import Command
from fitwright.cli._exit import Exit


@dataclass(frozen=True)
class Evaluate(Command):
    """Judge a saved model on a table whose answers are known.

    Prints the metric that was asked for and the usual ones, each in its own sign.
    """

    model: Annotated[Path, typer.Argument(metavar="MODEL", help="A model that `fitwright fit` saved.")]
    data: Annotated[
        str, typer.Argument(metavar="DATA", help="A table with the model's columns and the target.")
    ]
    target: Annotated[str, typer.Option(metavar="COLUMN", help="The column that was predicted.")]
    figures: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Draw confusion or calibration, as SVG files.")
    ] = None
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False

    def run(self) -> Exit:
        from fitwright import load, readers
        from fitwright.cli._voice import Voice
        from fitwright.core import frames

        voice, predictor = Voice(json=self.json), load(self.model)
        X, y, dropped = frames.split_target(readers.read(self.data), self.target)
        values = predictor.evaluate(X, y)
        asked = str(predictor.card.get("metric", ""))
        voice.say(f"{len(y)} rows" + (f", {dropped} left out without a target" if dropped else ""))
        wide = max(20, *map(len, values))
        for name, value in values.items():
            voice.say(f"{name:>{wide}}  {value:.5g}" + ("  (asked for)" if name == asked else ""))
        if self.figures is not None:
            self.figures.mkdir(parents=True, exist_ok=True)
            for name, figure in values.figures.items():
                voice.say(f"Drew {figure.save(self.figures / f'{name}.svg')}.")
        voice.document({"rows": len(y), "left_out": dropped, "metric": asked, "values": values})
        return Exit.FINE
