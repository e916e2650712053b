"""What happened: the only memory of a run, and all that reports and the web page read."""

from abc import ABC, abstractmethod

from fitwright.core.events import Event


class Ledger(ABC):
    """Takes events, numbers them from 1 without a gap, changes none."""

    @abstractmethod
    def append(self, events: list[Event]) -> None:
        """All of them or none, in order; a kill of this process may lose the last, never one in between."""

    @abstractmethod
    def since(self, cursor: int) -> list[tuple[int, Event]]:
        """Events numbered above `cursor`, with their numbers, in order."""

    def flush(self) -> None:
        """Wait until all that was appended is kept for good."""

    def close(self) -> None:
        """Let go of what is held open; twice does no harm."""
