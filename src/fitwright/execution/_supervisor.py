"""The server's loop: it hands work to its workers, watches their limits, and tells the driver what ended."""

import contextlib
import os
import selectors
import signal
import socket
import time
from collections import deque
from collections.abc import Callable
from functools import partial

from fitwright.core.trial import Fault
from fitwright.execution._crew import Crew
from fitwright.execution._messages import Channel, Selector
from fitwright.execution._slot import LOADING, Order, Slot, ending

_TICK = 0.25 if hasattr(signal, "SIGCHLD") else 0.02  # seconds between two looks at who is still there
_TRIES = 3  # workers that may die one after another while they load the objective


class Supervisor:
    """Keeps workers busy with what the driver sends; computes nothing itself.

    It hears `open`, `start`, `answer`, `stop`, `close` and says `done`, `refused`, `closed`.  Pieces of work
    are known by tickets: rising numbers that the driver gives.  When the driver is gone, all ends; when it
    wants nothing for `idle` seconds, too.
    """

    def __init__(self, driver: Channel, idle: float, spawn: bool = False):
        self.driver, self.idle = driver, idle
        self.crew = Crew(self._abandon, spawn)
        self._parent = os.getppid()
        self._orders: deque[Order] = deque()
        self._failed_loads = 0
        self._wanted = self._looked = time.monotonic()
        self._bell, self._ringer = socket.socketpair()

    def run(self) -> None:
        """Serve until nobody wants it any more."""
        self._listen()
        try:
            while self._is_wanted():
                for act in self._ready():
                    act()
                if time.monotonic() - self._looked >= _TICK:
                    self._bury()
                self._watch()
                self._assign()
        finally:
            self.crew.dismiss()

    def _is_wanted(self) -> bool:
        if self.driver.ended or os.getppid() != self._parent:
            return False
        if self.crew.round:
            self._wanted = time.monotonic()
        return time.monotonic() - self._wanted <= self.idle

    def _listen(self) -> None:
        """Let the end of a child wake the loop; SIGTERM ends it in order, the terminal not at all."""
        for side in (self._bell, self._ringer):
            side.setblocking(False)
        signal.set_wakeup_fd(self._ringer.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: self.driver.close())
        if hasattr(signal, "SIGCHLD"):
            signal.signal(signal.SIGCHLD, lambda *_: None)

    def _abandon(self) -> None:
        for link in (self.driver, self._bell, self._ringer):
            link.close()

    def _ready(self) -> list[Callable[[], object]]:
        """Wait for something to read, a limit to look at, or a tick; what to do then, the driver first."""
        due = min([slot.due for slot in self.crew.slots], default=float("inf"))
        with Selector() as selector:
            self._register(selector, self.driver, self._obey)
            for slot in self.crew.slots:
                self._register(selector, slot.channel, partial(self._hear, slot))
                if slot.output.open:
                    selector.register(slot.output.descriptor, selectors.EVENT_READ, slot.output.read)
            selector.register(self._bell, selectors.EVENT_READ, self._bury)
            ready = selector.select(min(_TICK, max(0.0, due - time.monotonic())))
        return [key.data for key, _ in ready]

    def _register(
        self, selector: selectors.BaseSelector, channel: Channel, act: Callable[[], object]
    ) -> None:
        channel.flush()
        if not channel.ended:
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if channel.pending else 0)
            selector.register(channel, events, act)

    def _obey(self) -> None:
        for message in self.driver.read():
            match message.kind:
                case "open":
                    self._orders.clear()
                    self._failed_loads = 0
                    self.crew.open(message)
                    self.driver.put("opened", round=message.head["round"])
                case "start":
                    self._orders.append(Order(body=message.body, **message.head))
                case "answer":
                    self._answer(**message.head)
                case "stop":
                    self._stop(**message.head)
                case "close":
                    self._orders.clear()
                    self.crew.dismiss()
                    self.driver.put("closed", **message.head)

    def _answer(self, ticket: int, verdict: str) -> None:
        for slot in self.crew.slots:
            if slot.state == "waiting" and slot.order and slot.order.ticket == ticket:
                slot.go("answer", verdict=verdict) if verdict == "go" else slot.tidy()

    def _stop(self, ticket: int) -> None:
        self._orders = deque(order for order in self._orders if order.ticket != ticket)
        for slot in self.crew.slots:
            if slot.order and slot.order.ticket == ticket:
                slot.kill()

    def _hear(self, slot: Slot, everything: bool = False) -> None:
        for message in slot.channel.read_rest() if everything else slot.channel.read():
            if slot.state == "dying":  # what it says now is too late
                return
            if message.kind == "refused":
                self._refuse(message.head["why"])
            elif slot.order is None:  # loaded, or free after a verdict
                self._failed_loads = 0
                slot.rest()
            else:
                head = message.head
                if head["fault"]:
                    head = head | {"why": _with_output(head["why"], slot)}
                self.driver.put("done", message.body, ticket=slot.order.ticket, **head)
                slot.wait() if message.head["more"] else slot.rest()
        if slot.channel.ended and slot.state not in ("gone", "dying"):
            slot.hang_up()

    def _watch(self) -> None:
        now = time.monotonic()
        for slot in list(self.crew.slots):
            if found := slot.offence(now):
                self._fail(slot, *found)
                slot.kill()
            elif now >= slot.deadline and slot.state == "dying":  # it hangs in the kernel
                self.crew.replace(slot)
            elif now >= slot.deadline and slot.state == "loading":
                self._refuse(f"A worker had not loaded it after {LOADING:g} s.")
            elif now >= slot.deadline:
                slot.kill()

    def _bury(self) -> None:
        """Replace the workers that have ended; work that one leaves undone has failed."""
        self._looked = time.monotonic()
        with contextlib.suppress(BlockingIOError):
            self._bell.recv(4096)
        for slot, code in self.crew.ended():
            self._hear(slot, everything=True)
            if slot.order:
                self._fail(slot, *slot.verdict(code))
            if not slot.loaded:
                self._failed_loads += 1
                if self._failed_loads >= _TRIES:
                    self._refuse(f"{ending(code, False)[1]} {slot.output.last_lines()}".strip())

    def _refuse(self, why: str) -> None:
        """The objective cannot be loaded: the round is over before it began."""
        number = self.crew.round.head["round"] if self.crew.round else 0
        self._orders.clear()
        self.crew.dismiss()
        self.driver.put("refused", why=why, round=number)

    def _fail(self, slot: Slot, fault: Fault, why: str) -> None:
        ticket = slot.order.ticket if slot.order else 0
        self.driver.put("done", ticket=ticket, fault=fault, why=_with_output(why, slot), more=False)

    def _assign(self) -> None:
        for slot in self.crew.slots:
            if slot.state == "idle" and self._orders and slot.child.poll() is None:
                slot.hand(self._orders.popleft())


def _with_output(why: str, slot: Slot) -> str:
    """The reason, with the last lines that the candidate printed."""
    said = slot.output.last_lines()
    return f"{why} Last output: {said}" if said else why
