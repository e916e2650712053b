"""A word to the user where a search begins with failures alone."""

from dataclasses import dataclass
from logging import getLogger

from fitwright.core.events import Closed, Event, Stepped

LOG = getLogger("fitwright")


@dataclass
class Unlucky:
    """A listener that warns, once, where so many trials failed and none has had a result yet."""

    after: int = 5
    _failed: int = 0

    def __call__(self, event: Event) -> None:
        """Hear an event."""
        match event:
            case Stepped() | Closed(_, "done"):
                self.after = 0
            case Closed(_, "failed", _, why):
                self._failed += 1
                if self._failed == self.after:
                    text = "The first %d trials failed, the last one: %s The search goes on; Ctrl-C ends it."
                    LOG.warning(text, self.after, why)
            case _:
                pass
