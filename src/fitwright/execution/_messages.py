"""What driver, server and workers say to each other: a kind, plain values as JSON, and raw bytes."""

import json
import os
import selectors
import socket
import struct
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

_LENGTHS = struct.Struct("!IQ")
_CHUNK = 1 << 20
Selector = getattr(selectors, "PollSelector", selectors.SelectSelector)  # select() ends at descriptor 1024


@dataclass(frozen=True)
class Message:
    """One thing said: what kind it is of, small values, and bytes that only the two ends understand."""

    kind: str
    head: dict[str, Any] = field(default_factory=dict)
    body: bytes = b""


class Channel:
    """Messages over one socket (a Unix pair here, TCP as well); never blocks unless it is asked to."""

    def __init__(self, link: socket.socket):
        link.setblocking(False)
        self.link, self.owner = link, os.getpid()
        self.ended = False
        """The other side is gone; nothing more comes."""
        self._arrived = bytearray()
        self._leaving: deque[memoryview] = deque()

    def fileno(self) -> int:
        """For `select`."""
        return self.link.fileno()

    @property
    def pending(self) -> bool:
        """Is there something to say that the socket has not taken yet?"""
        return bool(self._leaving)

    def put(self, kind: str, body: bytes = b"", **head: Any) -> None:
        """Say something; what the socket cannot take now stays for `flush`."""
        text = json.dumps({"kind": kind, **head}).encode()
        self._leaving.append(memoryview(_LENGTHS.pack(len(text), len(body)) + text))
        if body:
            self._leaving.append(memoryview(body))
        self.flush()

    def flush(self) -> None:
        """Hand on as much as the socket takes without waiting."""
        while self._leaving and not self.ended:
            try:
                sent = self.link.send(self._leaving[0][:_CHUNK])
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                self.ended = True
                return
            rest = self._leaving.popleft()[sent:]
            if rest:
                self._leaving.appendleft(rest)

    def read(self) -> list[Message]:
        """What has arrived in whole; `ended` is set where the other side is gone."""
        try:
            data = self.link.recv(_CHUNK)
        except (BlockingIOError, InterruptedError):
            return []
        except OSError:
            data = b""
        self.ended = self.ended or not data
        self._arrived += data
        try:
            return self._whole()
        except ValueError:  # no message of ours: somebody else wrote here
            self.ended = True
            return []

    def read_rest(self) -> list[Message]:
        """All that has arrived in whole, of a side that says no more."""
        messages, before = self.read(), -1
        while not self.ended and before != len(self._arrived):
            before = len(self._arrived)
            messages += self.read()
        return messages

    def exchange(self, seconds: float | None = None) -> list[Message]:
        """Wait until something arrives (None: as long as it takes), sending what is pending meanwhile."""
        end = None if seconds is None else time.monotonic() + seconds
        while not self.ended:
            left = None if end is None else max(0.0, end - time.monotonic())
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self.pending else 0)
            ready = self._ready(left, events)
            if ready & selectors.EVENT_WRITE:
                self.flush()
            if ready & selectors.EVENT_READ and (messages := self.read()):
                return messages
            if not ready:
                break
        return []

    def drain(self) -> None:
        """Wait until all that is pending has been taken."""
        while self.pending and not self.ended:
            self._ready(None, selectors.EVENT_WRITE)
            self.flush()

    def close(self) -> None:
        """Hang up."""
        self.ended = True
        self.link.close()

    def _ready(self, seconds: float | None, events: int) -> int:
        with Selector() as selector:
            selector.register(self.link, events)
            return sum(found for _, found in selector.select(seconds))

    def _whole(self) -> list[Message]:
        messages = []
        while len(self._arrived) >= _LENGTHS.size:
            text, body = _LENGTHS.unpack_from(self._arrived)
            start, end = _LENGTHS.size + text, _LENGTHS.size + text + body
            if len(self._arrived) < end:
                break
            head = json.loads(self._arrived[_LENGTHS.size : start])
            with memoryview(self._arrived) as view:
                message = Message(head.pop("kind"), head, bytes(view[start:end]))
            del self._arrived[:end]
            messages.append(message)
        return messages
