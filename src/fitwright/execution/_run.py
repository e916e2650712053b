"""Do one piece of work and say how it ended: the only place where a candidate's errors are caught."""

import contextlib
import traceback
from collections.abc import Iterator
from pathlib import Path

from fitwright.core.errors import is_pruned
from fitwright.core.trial import Result, Step
from fitwright.core.work import Broken, Done, Key, Objective, Work

_LONGEST = 500  # characters of an error's own text
_PACKAGE = Path(__file__).parent.parent


class Course:
    """A piece of work under way.

    An objective that returns a Result is through with it.  One that yields Results goes through the steps
    (fold, f), (fold, f + 1), … from the fidelity of its work on, and waits for a verdict after each; what it
    returns in the end, if anything, is its last step, or what it had found when it broke.
    """

    def __init__(self, objective: Objective, work: Work):
        self.work = work
        self._objective = objective
        self._yields: Iterator[object] | None = None
        self._count = 0

    @property
    def key(self) -> Key:
        """The step that is under way."""
        trial, (fold, fidelity), attempt = self.work.key
        return Key(trial, Step(fold, fidelity + self._count), attempt)

    def advance(self) -> Done:
        """Go on until there is something to say; the candidate's own error is something to say."""
        try:
            return self._advance()
        except (Exception, SystemExit) as error:
            return self._ended(error)

    def close(self) -> None:
        """The rest is not wanted: let the objective tidy up; what it raises then concerns nobody."""
        with contextlib.suppress(Exception, SystemExit):
            getattr(self._yields, "close", lambda: None)()

    def _advance(self) -> Done:
        if self._yields is None:
            answer: object = self._objective(self.work)
            if not isinstance(answer, Iterator):
                return Done(self.key, _checked(answer))
            self._yields = answer
        try:
            done = Done(self.key, _checked(next(self._yields)), more=True)
        except StopIteration as end:
            if end.value is None and not self._count:
                raise ValueError(
                    "Expected the objective to yield at least one Result; it yielded none."
                ) from end
            if isinstance(end.value, Broken):
                return self._ended(end.value.error, end.value.result)
            return Done(self.key, None if end.value is None else _checked(end.value))
        self._count += 1
        return done

    def _ended(self, error: BaseException, result: Result | None = None) -> Done:
        """By an error, with what was found before."""
        result = result if result is not None and (result.found or result.notes) else None
        if is_pruned(error):
            return Done(self.key, result, why=str(error) or "Ended by the objective.")
        return Done(self.key, result, fault="exception", why=sentence(error))


def sentence(error: BaseException) -> str:
    """What was raised and where: `ValueError: no rows (train.py, line 12, in fit)`.

    A sentence of ours on what was expected has the place of the code that it speaks to, if there is one.
    """
    text = "".join(traceback.format_exception_only(error)).strip()
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    frames = traceback.extract_tb(error.__traceback__)
    if str(error).startswith("Expected ") and frames and _is_ours(frames[-1], _PACKAGE):
        frames = traceback.StackSummary(frame for frame in frames if not _is_ours(frame, _PACKAGE))
    if not frames or _is_ours(frames[-1], Path(__file__).parent):
        return text
    place = frames[-1]
    return f"{text} ({Path(place.filename).name}, line {place.lineno}, in {place.name})"


def _is_ours(frame: traceback.FrameSummary, folder: Path) -> bool:
    made = frame.filename == "<string>" and frame.name == "__init__"  # by dataclass
    return made or folder in Path(frame.filename).parents


def _checked(answer: object) -> Result:
    if isinstance(answer, Result):
        return answer
    raise TypeError(f"Expected the objective to give a Result; it gave {type(answer).__name__}.")
