"""A ledger that lives as long as its process."""

from fitwright.core.events import Event
from fitwright.ledger.ledger import Ledger


class Memory(Ledger):
    """Keeps events in a list; for runs that nobody will want to go on with.

    Examples
    --------
    >>> from fitwright.core.events import Warned
    >>> ledger = Memory()
    >>> ledger.append([Warned("a"), Warned("b")])
    >>> ledger.since(1)
    [(2, Warned(text='b'))]
    """

    def __init__(self) -> None:
        self._events: list[Event] = []

    def append(self, events: list[Event]) -> None:
        self._events += events

    def since(self, cursor: int) -> list[tuple[int, Event]]:
        return list(enumerate(self._events[cursor:], cursor + 1))
