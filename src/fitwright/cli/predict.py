"""`fitwright predict`: what a saved model says of a table's rows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from fitwright.cli._command import Command
from fitwright.cli._exit import Exit


@dataclass(frozen=True)
class Predict(Command):
    """Predict the rows of a table with a saved model.

    A row goes out for each row that comes in, in the same order, with `prediction` and, for classes,
    `proba_<class>`.
    """

    model: Annotated[Path, typer.Argument(metavar="MODEL", help="A model that `fitwright fit` saved.")]
    data: Annotated[
        str, typer.Argument(metavar="DATA", help="A table with the columns that the model learned from.")
    ]
    out: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="CSV, Parquet, Feather, JSON lines, ARFF or Excel by its ending, a folder of Parquet by a "
            "slash at its end, or a new table of a database; CSV to the screen.",
        ),
    ] = None

    def run(self) -> Exit:
        from fitwright import load, readers
        from fitwright.cli import _writing

        writer = _writing.writer_for(self.out)
        predictor = load(self.model)
        writer(_writing.predictions(predictor, readers.read(self.data)))
        return Exit.FINE
