"""The workers of one round: started, replaced when they end, dismissed with all that they left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from fitwright.execution import _limits, _platform, _worker
from fitwright.execution._messages import Channel, Message
from fitwright.execution._slot import Output, Slot

_CLOSING = 1.0  # seconds that killed workers have to be gone


class Crew:
    """As many living workers as the round wants, from `open` to `dismiss`.

    A worker is a fork of this process, or where that cannot be (`spawn`), a program of its own.  `abandon`
    closes, in the fork, what belongs to this process.
    """

    def __init__(self, abandon: Callable[[], None], spawn: bool = False):
        self.slots: list[Slot] = []
        self.round: Message | None = None
        self._abandon = abandon
        self._spawn = spawn or not _platform.FORKS
        self._late: list[_platform.Child] = []

    def open(self, load: Message) -> None:
        """Begin a round: `load` is what every worker is told first."""
        self.dismiss()
        self.round = load
        for _ in range(load.head["workers"]):
            self._hire(load)

    def ended(self) -> Iterator[tuple[Slot, int]]:
        """Workers that have ended with their exit codes; each is replaced when the caller has seen it."""
        for slot in list(self.slots):
            code = slot.child.poll()
            if code is not None:
                yield slot, code
                self.replace(slot)
        self._late = [child for child in self._late if child.poll() is None]
        _limits.end_strangers(self._known())

    def replace(self, slot: Slot) -> None:
        """Let a worker go and start another; one that does not die is watched until it does."""
        if slot not in self.slots:
            return
        self.slots.remove(slot)
        slot.close()
        if slot.child.poll() is None:
            self._late.append(slot.child)
        if self.round:
            self._hire(self.round)

    def dismiss(self) -> None:
        """End the round: no worker is left, nor what workers started."""
        self.round = None
        for slot in self.slots:
            slot.kill()
        end = time.monotonic() + _CLOSING
        while self._left() and time.monotonic() < end:
            time.sleep(0.002)
        for slot in list(self.slots):
            self.replace(slot)

    def _left(self) -> bool:
        living = [slot for slot in self.slots if slot.child.poll() is None]
        return bool(_limits.end_strangers(self._known()) or living)

    def _known(self) -> set[int]:
        return {slot.child.pid for slot in self.slots} | {child.pid for child in self._late}

    def _hire(self, load: Message) -> None:
        ours, theirs = socket.socketpair()
        readable, writable = (
            (-1, subprocess.DEVNULL) if _platform.WINDOWS else os.pipe()
        )  # cannot wait for one
        with theirs:
            if self._spawn:
                child: _platform.Child = _program(theirs, writable)
            else:
                child = self._fork(ours, theirs, readable, writable)
        if writable >= 0:
            os.close(writable)
        slot = Slot(child, Channel(ours), Output(readable))
        slot.channel.put("load", load.body, **load.head)
        self.slots.append(slot)

    def _fork(
        self, ours: socket.socket, theirs: socket.socket, readable: int, writable: int
    ) -> _platform.Child:
        parent = os.getpid()

        def main() -> None:
            os.setsid()
            self._forget()
            ours.close()
            os.close(readable)
            os.dup2(writable, 1)
            os.dup2(writable, 2)
            os.close(writable)
            _worker.main(Channel(theirs), parent)

        return _platform.Forked(main)

    def _forget(self) -> None:
        """In the fork: what is the server's is not the worker's."""
        signal.set_wakeup_fd(-1)
        for name in ("SIGTERM", "SIGCHLD"):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        for slot in self.slots:
            slot.close()
        self._abandon()


def _program(link: socket.socket, output: int) -> _platform.Child:
    code = f"import sys; sys.path[:] = {sys.path!r}; from fitwright.execution import _worker; _worker.alone()"
    return _platform.start_program([sys.executable, "-P", "-c", code], None, link, output)
