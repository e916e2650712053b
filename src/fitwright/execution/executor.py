"""Where the work is done."""

from abc import ABC, abstractmethod

from fitwright.core.work import Done, Key, Objective, Verdict, Work


class Executor(ABC):
    """Takes work while it has room and hands back what ended; it alone enforces limits and catches errors."""

    hard_limits: bool = False
    """Can it end a step that does not end by itself?  If not, work with limits is refused with a sentence."""

    def warm(self) -> None:
        """Begin what takes long (a server, imports) and return at once; `open` needs no `warm` before it."""

    @abstractmethod
    def open(self, objective: Objective) -> None:
        """Ship what all pieces of work share, once."""

    @property
    @abstractmethod
    def room(self) -> int:
        """How many more pieces of work may start now; it may change while one waits."""

    @abstractmethod
    def start(self, work: Work) -> None:
        """Begin a piece of work; only while there is room."""

    @abstractmethod
    def wait(self, seconds: float) -> list[Done]:
        """What has ended, after `seconds` at the latest; maybe nothing."""

    @abstractmethod
    def answer(self, key: Key, verdict: Verdict) -> None:
        """The verdict that a piece of work with `Done.more` waits for."""

    @abstractmethod
    def stop(self, key: Key) -> None:
        """End a piece of work that is running; nothing comes back for it."""

    @abstractmethod
    def close(self) -> None:
        """Leave nothing behind; twice does no harm."""
