"""`fitwright leaderboard`: every candidate of a run that was kept in a folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitwright.cli._command import Command
from fitwright.cli._exit import Exit

if TYPE_CHECKING:
    from fitwright.core.history import History


@dataclass(frozen=True)
class Leaderboard(Command):
    """Show every candidate of a run, the best first; it may still be going on.

    The run's folder is the --run-dir of `fitwright fit`.
    """

    run_dir: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of the run.")]
    top: Annotated[
        int | None, typer.Option(metavar="N", help="Only the first so many.", show_default=False)
    ] = None
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False

    def run(self) -> Exit:
        from fitwright import report
        from fitwright.cli._board import board
        from fitwright.cli._voice import Voice

        voice, history = Voice(json=self.json), self._history()
        rows, metric = report.leaderboard(history), str(history.header.get("metric", "score"))
        voice.say(board(rows, metric, self.top, voice.out.width))
        voice.document({"metric": metric, "leaderboard": rows[: self.top]})
        return Exit.FINE

    def _history(self) -> "History":
        """The run so far, from its ledger."""
        from fitwright import ledger
        from fitwright.core.history import History

        return History(events=ledger.events_in(self.run_dir))
