"""The live display of a run: a listener that a terminal redraws, and that speaks in plain lines elsewhere."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from fitwright import ledger
from fitwright.cli._board import score_text
from fitwright.cli._lead import BASELINE, Lead
from fitwright.cli._voice import Voice
from fitwright.core.events import Closed, Event, Opened, Stepped, Warned
from fitwright.core.history import History
from fitwright.core.trial import State, Step, Trial

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live

REDRAWS = 5
"""A second."""
SHOWN = 4
"""Steps under way that are named; the rest is counted."""
STILL = 0.6
"""Share of the time after which a picture is taken."""
STATES: tuple[State, ...] = ("done", "stopped", "paused", "failed")


@dataclass
class Progress:
    """A bar with the time that is left, the best score and how it rose, and what is running.

    Parameters
    ----------
    voice : where it speaks; a quiet one costs nothing.
    seconds, trials : the budget, in which the baseline does not count; None is no limit.
    clock : seconds that only rise.
    """

    voice: Voice
    seconds: float | None = None
    trials: int | None = None
    clock: Callable[[], float] = time.monotonic
    history: History = field(default_factory=History)
    lead: Lead = field(default_factory=Lead)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _live: "Live | None" = None
    _still: "RenderableType | None" = None
    """What a picture shows of the display: a moment in which much is under way."""

    def __post_init__(self) -> None:
        self._since = self.clock()

    def __enter__(self) -> Self:
        if self.voice.shows and self.voice.err.is_terminal and not self.voice.err.record:
            from rich.live import Live

            self._live = Live(self, console=self.voice.err, refresh_per_second=REDRAWS, transient=True)
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()
        if self._still is not None:
            self.voice.note(self._still)

    def __call__(self, event: Event) -> None:
        """Hear an event of the run."""
        if not self.voice.shows:
            return
        with self._lock:
            self.history.add(event)
        match event:
            case Opened(header):
                self._understood(header)
            case Stepped(trial):
                self._judged(trial)
            case Closed(trial, "done"):
                self._finished(trial)
            case Closed(trial, "failed", fault, why):
                self._line(f"{self._name(self.history[trial])} failed ({fault}): {_joined(why)}", "yellow")
            case Warned(text):
                self._line(text, "yellow")
        if self.voice.err.record and self._still is None and self.elapsed > STILL * (self.seconds or 0.0):
            self._still = self.__rich__()

    @property
    def _folds(self) -> int:
        return int(self.history.header.get("folds", 1))

    @property
    def elapsed(self) -> float:
        """Seconds since the display was made."""
        return self.clock() - self._since

    def __rich__(self) -> "RenderableType":
        """The lines that a terminal redraws."""
        from rich.console import Group
        from rich.text import Text

        with self._lock:
            lines = [self._best(), self._counts(), self._now()]
        return Group(self._bar(), *[Text(line, no_wrap=True, overflow="ellipsis") for line in lines if line])

    def _understood(self, header: dict[str, Any]) -> None:
        from rich.text import Text

        for label, text in understood(header):
            self.voice.note(Text.assemble((f"{label:>9}  ", "bold"), text))

    def _judged(self, number: int) -> None:
        """Say so where another candidate is ahead, or the one ahead has been judged on all folds."""
        with self._lock:
            new, trial = self.lead.hear(self.history, number), self.lead.trial
        whole = trial is not None and trial.number == number and len(trial.losses) == self._folds > 1
        if trial is not None and (new or whole):
            self._say_score(trial)

    def _finished(self, number: int) -> None:
        """Say so where the candidate ahead, which tells of its steps, has come to its end."""
        trial = self.lead.trial
        if trial is not None and trial.number == number and self._folds == 1 < len(trial.results):
            self._say_score(trial)

    def _say_score(self, trial: Trial) -> None:
        self._line(f"{self._score(trial)}  {self._name(trial)}")

    def _line(self, text: str, style: str = "not dim") -> None:
        from rich.text import Text

        at = Text(f"{self.elapsed:7.1f} s  ", style="dim")
        self.voice.note(at.append(text, style=style))

    def _bar(self) -> "RenderableType":
        from rich.progress_bar import ProgressBar
        from rich.table import Table

        done, whole, text = self._share()
        row = Table.grid(padding=(0, 1))
        row.add_row("searching", ProgressBar(total=whole, completed=min(done, whole), width=40), text)
        return row

    def _share(self) -> tuple[float, float, str]:
        """How far, of how much, and that in words."""
        if self.seconds is not None:
            left = max(0.0, self.seconds - self.elapsed)
            return self.elapsed, self.seconds, f"{left:.0f} s left of {self.seconds:g} s"
        beside = sum(trial.origin == BASELINE for trial in self.history)
        over, whole = len(self.history.in_state("done", "stopped", "failed")), (self.trials or 0) + beside
        return over, whole, f"{over} of {whole} candidates in {self.elapsed:.0f} s"

    def _best(self) -> str:
        trial = self.lead.trial
        if trial is None:
            return "the first candidate is under way"
        return f"best {self._score(trial)}  {self._name(trial)}  {self.lead.spark()}"

    def _score(self, trial: Trial) -> str:
        metric, folds = self.history.header.get("metric", "loss"), self._folds
        sign = -1.0 if self.history.header.get("higher_is_better") else 1.0
        has = len(trial.losses)
        part = f" on {has} of {folds} folds" if has < folds else ""
        return f"{metric} {score_text(sign * trial.loss)}{part}"

    def _counts(self) -> str:
        counts = {state: len(self.history.in_state(state)) for state in STATES}
        told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
        return f"{len(self.history)} candidates: {told}" if told else ""

    def _now(self) -> str:
        steps = [(t, step) for t in self.history.busy for step in sorted(t.pending)]
        named = [f"{self._name(trial)}{self._place(step)}" for trial, step in steps[:SHOWN]]
        more = [f"{len(steps) - SHOWN} more"] if len(steps) > SHOWN else []
        return "now  " + ", ".join(named + more) if named else ""

    def _place(self, step: Step) -> str:
        """Which part of a candidate is under way, where it has several."""
        if self._folds > 1:
            return f" fold {step.fold + 1} of {self._folds}"
        return f" step {step.fidelity + 1}" if step.fidelity else ""

    @staticmethod
    def _name(trial: Trial) -> str:
        return f"{trial.config.get('model', 'candidate')} #{trial.number}"


def _joined(text: str) -> str:
    """On one line."""
    return " ".join(text.split())


def understood(header: dict[str, Any]) -> list[tuple[str, str]]:
    """What a run's header says of the question, a label and a sentence each."""
    lines = []
    if "task" in header:
        lines.append(("task", f"{header['task']}, judged by {header.get('metric', 'its loss')}"))
    if "rows" in header:
        roles = header.get("roles", {})
        told = ", ".join(f"{count} {role}" for role, count in roles.items())
        lines.append(("table", f"{header['rows']} rows, {sum(roles.values())} columns: {told}"))
    lines += [("", note) for note in header.get("notes", ())]
    return lines


def so_far(run_dir: Path | None) -> History:
    """What a display has to know of a run that goes on."""
    if run_dir is None or not (run_dir / "ledger.sqlite").exists():
        return History()
    return History(events=ledger.events_in(run_dir))
