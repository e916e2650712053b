"""A word to the user where a search begins with failures alone."""

from collections.abc import Callable
from dataclasses import dataclass
from logging import getLogger

from fitwright.core.events import Closed, Event
from fitwright.core.history import History

LOG = getLogger("fitwright")


@dataclass(frozen=True)
class Unlucky:
    """A listener that warns where so many trials failed and none has had a result, or ended itself.

    Attributes
    ----------
    history : gives what has happened, the event that is heard included.
    after : so many.
    """

    history: Callable[[], History]
    after: int = 5

    def __call__(self, event: Event) -> None:
        """Hear an event."""
        match event:
            case Closed(_, "failed", _, why) if self._is_time(self.history()):
                LOG.warning(
                    "No trial has had a result yet: %d have failed, the last one by %s", self.after, why
                )
            case _:
                pass

    def _is_time(self, history: History) -> bool:
        fine = history.results or history.in_state("done", "stopped")
        return not fine and len(history.in_state("failed")) == self.after
