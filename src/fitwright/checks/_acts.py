"""An objective that behaves well or badly, as the config says."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from fitwright.core.trial import Result, Step, Steps
from fitwright.core.work import Key, Limits, Work


@dataclass(frozen=True)
class Act:
    """Does what the config says: {"do": name of a method, …}."""

    steps: Steps = field(default_factory=Steps)

    def __call__(self, work: Work) -> Any:
        """A Result, an iterator of Results, or trouble."""
        given = dict(work.config)
        return getattr(self, given.pop("do"))(**given)

    def gives(self, loss: float) -> Result:
        """A result with everything in it that a result can have."""
        return Result(loss, {"seconds_fit": 0.5}, seconds=0.25, found={"x": (None, 3)})

    def fails(self, text: str) -> Result:
        """The candidate's own error."""
        raise ValueError(text)

    def leaves(self) -> Result:
        """Takes the interpreter's door."""
        sys.exit("that is all")

    def gives_text(self) -> Any:
        """What is no result."""
        return "a text"

    def yields(self, losses: list[float], then: str = "") -> Iterator[Result]:
        """Reports as it goes."""
        for loss in losses:
            yield Result(loss)
        if then:
            raise ValueError(then)

    def tidies(self, note: str) -> Iterator[Result]:
        """Writes a note when it is told to end."""
        try:
            yield Result(1.0)
            yield Result(2.0)
        finally:
            Path(note).touch()

    def counts_rows(self, array: Any) -> Result:
        """What came with the config."""
        return Result(float(len(array)))

    def hangs(self) -> Result:
        """Never ends, and does not hear signals that can be ignored."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            time.sleep(0.05)

    def eats(self) -> Result:
        """Takes memory without end."""
        kept = []
        while True:
            kept.append(np.ones(1_000_000))

    def crashes(self) -> Result:
        """Dies as native code does."""
        os.abort()


def work(trial: int, do: str, limits: Limits | None = None, attempt: int = 0, **given: Any) -> Work:
    """A piece of work for `Act`."""
    return Work(Key(trial, Step(), attempt), {"do": do, **given}, limits=limits or Limits())
