"""A word to the user where a search begins with failures alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from logging import getLogger
from typing import Self

from fitwright.core.events import Closed, Event, Stepped

LOG = getLogger("fitwright")


@dataclass
class Unlucky:
    """A listener that warns, once, where so many trials failed and none has had a result, or ended itself."""

    after: int = 5
    _failed: set[int] = field(default_factory=set)

    @classmethod
    def since(cls, events: Iterable[Event]) -> Self:
        """One that knows of these, and has nothing to say of them."""
        made = cls()
        for event in events:
            made._take(event)
        return made

    def __call__(self, event: Event) -> None:
        """Hear an event."""
        before = len(self._failed)
        self._take(event)
        if before < len(self._failed) == self.after and isinstance(event, Closed):
            LOG.warning(
                "No trial has had a result yet: %d have failed, the last one by %s", self.after, event.why
            )

    def _take(self, event: Event) -> None:
        match event:
            case Stepped() | Closed(_, "done" | "stopped"):
                self.after = 0
            case Closed(trial, "failed"):
                self._failed.add(trial)
            case _:
                pass
