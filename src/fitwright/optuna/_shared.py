"""What keeps studies apart that are the same one: others write to it, and it runs once at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from fitwright.core.errors import Unsupported
from fitwright.optuna._kept import card, read

_TURNS: "WeakKeyDictionary[Any, Any]" = WeakKeyDictionary()
"""Whose turn it is to run a study."""
_AROUND: ContextVar[tuple[Any, ...]] = ContextVar("studies that run", default=())
"""Studies within whose objective or callback one is; a thread that an objective runs in knows them, too."""


@contextmanager
def alone(study: Any) -> Iterator[None]:
    """A study runs once at a time: another thread waits for its turn.

    Raises
    ------
    Unsupported
        It is the study whose objective or callback this is.
    """
    around = _AROUND.get()
    if study in around:
        raise Unsupported(
            "Expected optimize() outside of the objective and the callbacks of the same study, which runs. "
            "Make a study of its own for what is nested."
        )
    with _TURNS.setdefault(study, Lock()):
        catch_up(study)
        study.running, before = True, _AROUND.set((*around, study))
        try:
            yield
        finally:
            _AROUND.reset(before)
            study.running = False


def catch_up(study: Any) -> None:
    """Hear what others have written to the same place since, such as another study of the same name."""
    if study.running or study.folder is None:
        return
    study.hear(read(study.folder, study.heard))
    if (said := card(study.folder)) is not None:
        study.user_attrs, study.metric_names = said.user_attrs, said.metric_names
