"""One piece of work at a time, in this process."""

from fitwright.core.errors import Unsupported
from fitwright.core.work import Done, Key, Limits, Objective, Verdict, Work
from fitwright.execution._run import Course
from fitwright.execution.executor import Executor


class Serial(Executor):
    """Runs the work inside `wait`, where a debugger sees it; cannot end what does not end by itself.

    A candidate that raises (or calls `sys.exit`) has failed and the run goes on; one that crashes takes this
    process along.  Ctrl-C passes through.  Work with limits is refused.

    Examples
    --------
    >>> from fitwright.core.trial import Result, Step, Steps
    >>> from fitwright.core.work import Key, Work
    >>> class Square:
    ...     steps = Steps()
    ...
    ...     def __call__(self, work):
    ...         return Result(work.config["x"] ** 2)
    >>> executor = Serial()
    >>> executor.open(Square())
    >>> executor.start(Work(Key(0, Step()), {"x": 3}))
    >>> executor.wait(1.0)[0].result.loss
    9
    """

    def __init__(self) -> None:
        self._objective: Objective | None = None
        self._course: Course | None = None
        self._told: Key | None = None

    @property
    def room(self) -> int:
        """1 while nothing is under way."""
        return 0 if self._course else 1

    def open(self, objective: Objective) -> None:
        """Keep the objective."""
        self._objective = objective

    def start(self, work: Work) -> None:
        """Take the work; it is done in `wait`.

        Raises
        ------
        Unsupported
            The work has limits, there is no room, or `open` was not called.
        """
        if work.limits != Limits():
            raise Unsupported(
                "Expected work without limits: the serial executor cannot end a step that does not end by "
                f"itself; got {work.limits}.  Use executor='processes', or leave out the limits."
            )
        if self._objective is None or not self.room:
            raise Unsupported("Expected work while there is room, after open(); ask `room` first.")
        self._course, self._told = Course(self._objective, work), None

    def wait(self, seconds: float) -> list[Done]:
        """Do the work to its end, or to its next report, however long that takes."""
        if self._course is None or self._told is not None:
            return []
        course = self._course
        try:
            done = course.advance()
        except BaseException:
            self._drop()
            raise
        if done.more:
            self._told = done.key
        else:
            self._course = None
        return [done]

    def answer(self, key: Key, verdict: Verdict) -> None:
        """Go on at the next `wait`, or end here."""
        if key == self._told:
            self._told = None
            if verdict != "go":
                self._drop()

    def stop(self, key: Key) -> None:
        """Drop the work, whether it was begun or not."""
        if self._course and key in (self._course.work.key, self._course.key, self._told):
            self._drop()

    def close(self) -> None:
        """Drop what is under way, and the objective."""
        self._drop()
        self._objective = None

    def _drop(self) -> None:
        if self._course:
            self._course.close()
        self._course = self._told = None
