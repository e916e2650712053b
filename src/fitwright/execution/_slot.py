"""One worker as its supervisor sees it: what it does, until when, and how it ended."""

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fitwright.core.trial import Fault
from fitwright.execution import _limits, _platform
from fitwright.execution._messages import Channel

_KEPT = 8192  # bytes of a worker's output
_LINES = 4
_FASTEST = 4e9  # bytes a second that a process can take up: decides when to look again
_SOONEST, _LATEST = 0.005, 0.04  # seconds between two looks at a worker's memory
_TIDYING, _DYING = 5.0, 1.0  # seconds

LOADING = 120.0
"""Seconds that a worker may take to load the objective, imports included."""


@dataclass(frozen=True)
class Order:
    """A piece of work as it came from the driver, still packed."""

    ticket: int
    body: bytes
    seconds: float | None = None
    memory: int | None = None
    spent: float = 0.0


class Output:
    """What a worker prints: all of it is read, the end of it is kept (descriptor -1: there is none)."""

    def __init__(self, descriptor: int):
        self.descriptor = descriptor
        self.open = descriptor >= 0
        if self.open:
            os.set_blocking(descriptor, False)
        self._kept = b""

    def read(self, times: int = 1) -> None:
        """Take what is there; at most 64 KiB each time."""
        for _ in range(times):
            try:
                data = os.read(self.descriptor, 65536)
            except OSError:  # nothing there now
                return
            if not data:
                self.open = False
                return
            self._kept = (self._kept + data)[-_KEPT:]

    def forget(self) -> None:
        """Begin anew, for the next piece of work."""
        self.read(64)
        self._kept = b""

    def last_lines(self) -> str:
        """The last few lines; of a crash report, the places where it happened."""
        self.read(64)
        text = self._kept.decode(errors="replace")
        before, _, report = text.partition("Fatal Python error:")
        lines = [line.strip() for line in before.splitlines() if line.strip()][-_LINES:]
        places = [line.strip() for line in report.splitlines() if line.lstrip().startswith("File ")]
        places = [place for place in places if str(Path(__file__).parent) not in place]
        return " | ".join(lines + places[:2])

    def close(self) -> None:
        """Read no more."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
        self.open, self.descriptor = False, -1


class Slot:
    """A worker process: loading, idle, busy, waiting for a verdict, tidying up, gone silent, or dying."""

    def __init__(self, child: _platform.Child, channel: Channel, output: Output):
        self.child, self.channel, self.output = child, channel, output
        self.state: Literal["loading", "idle", "busy", "waiting", "tidying", "gone", "dying"] = "loading"
        self.loaded = False
        self.order: Order | None = None
        self.deadline = time.monotonic() + LOADING
        self._left = float("inf")
        self._ceiling: int | None = None
        self._look = float("inf")
        self._oom = _platform.memory_kills()

    def hand(self, order: Order) -> None:
        """Give it work; its clock and its memory count from now on."""
        self.output.forget()
        self.order = order
        self._left = float("inf") if order.seconds is None else order.seconds - order.spent
        if order.memory is not None:
            self._ceiling = _limits.memory(self.child.pid) + order.memory
        self.go("work", order.body)

    def go(self, kind: str, body: bytes = b"", **head: Any) -> None:
        """Let it do the next step."""
        self.state, self.deadline = "busy", time.monotonic() + self._left
        self._look = 0.0 if self._ceiling is not None else float("inf")
        self.channel.put(kind, body, **head)

    def wait(self) -> None:
        """It reported a step and waits for the verdict; that time is not its own."""
        self._left = self.deadline - time.monotonic()
        self.state, self.deadline, self._look = "waiting", float("inf"), float("inf")

    def tidy(self) -> None:
        """The verdict was to end: the objective may clean up, briefly."""
        self.channel.put("answer", verdict="stop")
        self.order = None
        self.state, self.deadline = "tidying", time.monotonic() + _TIDYING

    def rest(self) -> None:
        """It has nothing to do."""
        self.loaded = True
        self.order, self._ceiling = None, None
        self.state, self.deadline, self._look = "idle", float("inf"), float("inf")

    def hang_up(self) -> None:
        """Its connection ended: so has its process, or soon."""
        self.state, self.deadline, self._look = "gone", time.monotonic() + _DYING, float("inf")

    def kill(self) -> None:
        """End it and all that descends from it; `child.poll` says when it is gone."""
        _limits.end(self.child.pid)
        self.order = None
        self.state, self.deadline, self._look = "dying", time.monotonic() + _DYING, float("inf")

    @property
    def due(self) -> float:
        """When to look at it again, in monotonic seconds."""
        return min(self.deadline, self._look)

    def offence(self, now: float) -> tuple[Fault, str] | None:
        """Which limit the step has passed, if any."""
        if self.order is None:
            return None
        if now >= self.deadline and self.state == "gone":
            return "exception", "It closed its connection and gave no result."
        if now >= self.deadline:
            return "time", f"It ran past its limit of {self.order.seconds:.3g} s and was killed."
        if self._ceiling is None or now < self._look:
            return None
        left = self._ceiling - _limits.memory(self.child.pid)
        self._look = now + min(max(left / _FASTEST, _SOONEST), _LATEST)
        limit = self.order.memory or 0
        if left >= 0:
            return None
        return "memory", f"It took {_size(limit - left)} of memory, limit {_size(limit)}, and was killed."

    def verdict(self, code: int) -> tuple[Fault, str]:
        """Whose fault it is that it ended by itself in the midst of work."""
        return ending(code, _platform.memory_kills() > self._oom)

    def close(self) -> None:
        """Let go of what connected us."""
        self.channel.close()
        self.output.close()


def ending(code: int, memory_was_full: bool) -> tuple[Fault, str]:
    """What an exit code (minus a signal's number) says about a worker that nobody killed on purpose."""
    if code >= 0:
        return "exception", f"It ended its own process (exit code {code}) and gave no result."
    if code == -getattr(signal, "SIGKILL", 9):
        if memory_was_full:
            return "memory", "The system killed it because the machine's memory was full."
        return "lost", "Its process was killed from outside."
    with contextlib.suppress(ValueError):
        name = signal.Signals(-code).name
        return "signal", f"It was ended by {name} ({signal.strsignal(-code)})."
    return "signal", f"It was ended by signal {-code}."


def _size(count: float) -> str:
    return f"{count / 1e6:,.0f} MB"
