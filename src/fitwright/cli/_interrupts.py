"""Ctrl-C, noted: a run that was interrupted keeps its best, and the shell hears of it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def noted_interrupts() -> Iterator[threading.Event]:
    """An event that an interrupt sets before it goes on as KeyboardInterrupt.

    Python hears of signals in its main thread only; elsewhere nothing changes.
    """
    struck = threading.Event()

    def note(number: int, frame: FrameType | None) -> None:
        struck.set()
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield struck
        return
    before = signal.signal(signal.SIGINT, note)
    try:
        yield struck
    finally:
        signal.signal(signal.SIGINT, before)
