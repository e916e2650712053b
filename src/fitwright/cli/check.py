"""`fitwright check`: what is odd in a table, and what gives the target away, before anything is spent."""

from dataclasses import dataclass
from typing import Annotated

import typer

from fitwright.cli._command import Command
from fitwright.cli._exit import Exit


@dataclass(frozen=True)
class Check(Command):
    """Look at a table before anything is spent on it; nothing is changed.

    Tells every column's role and why, what is odd, columns that give the target away, and, beside another
    table, what has drifted.
    """

    data: Annotated[
        str,
        typer.Argument(
            metavar="DATA",
            help="A file (of several sheets as FILE#SHEET), a folder of files, or a database's address with "
            "?table=.",
        ),
    ]
    target: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The column to predict; leaks are sought with it.")
    ] = None
    other: Annotated[
        str | None, typer.Option(metavar="FILE", help="Another table, such as the rows to predict.")
    ] = None
    time: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="When each row is predicted; later dates are leaks.")
    ] = None
    groups: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Rows that belong together, such as a person's.")
    ] = None
    time_limit: Annotated[float, typer.Option(metavar="SECONDS", help="What it may take at most.")] = 60.0
    strict: Annotated[
        bool, typer.Option("--strict", help="End with code 3 where something critical was found.")
    ] = False
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False

    def run(self) -> Exit:
        from fitwright.audit import check
        from fitwright.cli._voice import Voice

        voice = Voice(json=self.json)
        found = check(
            self.data, self.target, self.other, time=self.time, groups=self.groups, time_limit=self.time_limit
        )
        voice.say(found.styled())
        voice.document(found.as_dict())
        return Exit.DATA if self.strict and found.of("critical") else Exit.FINE
