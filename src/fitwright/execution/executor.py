"""Where the work is done."""

from abc import ABC, abstractmethod

from fitwright.core.work import Done, Key, Objective, Verdict, Work


class Executor(ABC):
    """Takes work while it has room and hands back what ended; it alone enforces limits and catches errors.

    An objective gives a Result: then one Done comes back, with the result or with whose fault it is that
    there is none.  Or it yields Results, one a step, not known before how many.  Then each comes back at once
    as a Done with `more` and the key of its step: for work at (fold, f) these are (fold, f), (fold, f + 1) …
    The objective goes on when `answer` says "go".  At "pause" and "stop" its generator is closed, the slot is
    free at once, and nothing more comes back.  When it has no more to yield, the Done of the step that it was
    let go on to has neither result nor fault: the trial ended by itself.  A fault in that step comes back as
    any other.  Time between a report and its verdict is not the step's; time and memory count from the
    first step of a piece of work to its last.
    """

    hard_limits: bool = False
    """Can it end a step that does not end by itself?  If not, work with limits is refused with a sentence."""

    def warm(self) -> None:
        """Begin what takes long (a server, imports) and return at once; `open` needs no `warm` before it."""

    @abstractmethod
    def open(self, objective: Objective) -> None:
        """Ship what all pieces of work share, once; after `close` it may be opened again, with another."""

    @property
    @abstractmethod
    def room(self) -> int:
        """How many more pieces of work may start now; it may change while one waits."""

    @abstractmethod
    def start(self, work: Work) -> None:
        """Begin a piece of work; only while there is room."""

    @abstractmethod
    def wait(self, seconds: float) -> list[Done]:
        """What has ended or reported, after `seconds` at the latest; maybe nothing.

        It returns as soon as there is something, and at once where there is nothing to wait for.  An executor
        without `hard_limits` may take as long as the work takes.
        """

    @abstractmethod
    def answer(self, key: Key, verdict: Verdict) -> None:
        """The verdict that a piece of work with `Done.more` waits for; `key` is that Done's."""

    @abstractmethod
    def stop(self, key: Key) -> None:
        """End a piece of work that is running (`key`: the work's, or its latest step's); nothing comes back.

        What does not run is no error.
        """

    @abstractmethod
    def close(self) -> None:
        """Leave nothing behind, whatever is under way; twice does no harm, and `open` begins anew."""
