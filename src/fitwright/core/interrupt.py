"""Ctrl-C in a run: the first one asks it to come to an end, the second one raises."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Self


class Interrupt:
    """Counts how often Ctrl-C was pressed while it is entered; it may be entered again within.

    The first one raises nowhere but inside `abrupt`: so no result is lost between two lines.  Who listened to
    the signal before hears of every one.  Python hears signals in its main thread only; elsewhere, and where
    the process ignores Ctrl-C, nothing changes.

    Examples
    --------
    >>> import signal
    >>> with Interrupt() as interrupt:
    ...     signal.raise_signal(signal.SIGINT)
    >>> interrupt.strikes
    1
    """

    def __init__(self) -> None:
        self.strikes = 0
        self._depth = self._abrupt = 0
        self._before: Callable[[int, FrameType | None], Any] | None = None

    def __enter__(self) -> Self:
        self._depth += 1
        if self._depth == 1 and threading.current_thread() is threading.main_thread():
            before = signal.getsignal(signal.SIGINT)
            if callable(before):
                self._before = before
                signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(self, *error: object) -> None:
        self._depth -= 1
        if not self._depth and self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            self._before = None

    @contextmanager
    def abrupt(self) -> Iterator[None]:
        """Within this the first one raises as well: what is done here does not look whether it should end."""
        self._abrupt += 1
        try:
            yield
        finally:
            self._abrupt -= 1

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.strikes += 1
        try:
            if self._before is not None:
                self._before(number, frame)
        except KeyboardInterrupt:
            if self.strikes > 1 or self._abrupt:
                raise
