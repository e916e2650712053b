"""An objective as a study runs it: some trials have values of the user's, and what is raised is heard."""

import traceback
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from fitwright.core.errors import CandidateFailed, SettingError, is_pruned
from fitwright.optuna._hooks import Ending, begins
from fitwright.optuna._limits import Limits, constrain
from fitwright.optuna._queue import Wish
from fitwright.optuna._values import infinite, meant
from fitwright.optuna.trial import Trial
from fitwright.suggest import Suggest


class Uncaught(CandidateFailed):
    """What a worker process raises in place of an error that ends the study: its class does not travel."""


MARK = f"{Uncaught.__module__}.{Uncaught.__qualname__}: "
"""So begins the reason of a trial that ended with one."""


@dataclass
class Errors:
    """Hears what an objective raises; what is not to be caught ends the study.

    Attributes
    ----------
    caught : errors of these classes fail their trial alone.
    raised : the first of the others, if there was one.
    here : does the objective run in the process that made this?
    """

    caught: tuple[type[BaseException], ...]
    raised: BaseException | None = None
    here: bool = True

    @classmethod
    def but(cls, catch: Any) -> Self:
        """All but those of a class, or of several.

        Raises
        ------
        SettingError
            There is something else among them.
        """
        kinds = tuple(catch) if isinstance(catch, Iterable) else (catch,)
        if strange := [k for k in kinds if not (isinstance(k, type) and issubclass(k, BaseException))]:
            raise SettingError(
                f"Expected catch as classes of errors, as in (ValueError,); got {strange[0]!r}."
            )
        return cls(kinds)

    def __enter__(self) -> None:
        """Nothing to do."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        alone = error is None or isinstance(error, self.caught) or is_pruned(error)
        if alone or not isinstance(error, Exception | SystemExit):
            return
        if not self.here:
            text = "".join(traceback.format_exception_only(error)).strip()
            raise Uncaught(text).with_traceback(trace) from error
        self.raised = self.raised or error

    def __getstate__(self) -> dict[str, Any]:
        """For another process."""
        return {"caught": self.caught, "raised": None, "here": False}

    def hear(self, why: str) -> None:
        """Why a trial failed, in this process or another."""
        if self.raised is None and why.startswith(MARK):
            self.raised = CandidateFailed(why.removeprefix(MARK))

    def let_go(self) -> None:
        """Raise what has ended the study, if anything has."""
        if self.raised is not None:
            raise self.raised


@dataclass(frozen=True)
class Asked:
    """An objective some of whose trials have values of the user's."""

    function: Callable[[Trial], Any]
    queue: Mapping[int, Wish]
    errors: Errors
    limits: Limits | None = None
    study: Any = None
    names: Collection[str] | None = None

    def __call__(self, given: Suggest) -> Any:
        """Call it."""
        wish = self.queue.get(given.number, Wish({}))
        trial = Trial.of(given, self.study, wished=wish.params)
        trial.names = self.names
        trial.proposed |= wish.params
        for name, value in wish.notes.items():
            trial.set_user_attr(name, value)
        with self.errors:
            return self._answer(trial) if self.study is None else self._heard(trial)

    def _heard(self, trial: Trial) -> Any:
        """What the function gives, and the sampler hears of it."""
        begins(trial, self.study)
        with Ending(trial, self.study) as ending:
            ending.answer = self._answer(trial)
            return ending.answer

    def _answer(self, trial: Trial) -> Any:
        answer = meant(self.function(trial), trial.count)
        constrain(trial, self.limits)
        trial.measured |= infinite(answer, trial.count)
        return answer

    def __getstate__(self) -> dict[str, Any]:
        """For another process, where there is no study."""
        return {**self.__dict__, "study": None}
