"""Values of the user's for trials to come; written down where their study is kept."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from fitwright.core.describe import is_plain
from fitwright.core.disk import replacing
from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.frozen import TrialState
from fitwright.optuna._dealt import dealt, fits
from fitwright.optuna.trial import FrozenTrial
from fitwright.space.domains import scalar

FILE = "queue.json"


@dataclass(frozen=True)
class Wish:
    """Values of the user's for a trial, and what to note of it."""

    params: Config
    notes: Mapping[str, Any] = field(default_factory=dict)


class Queue(Mapping[int, Wish]):
    """Number of a trial to what is wished for it.

    Parameters
    ----------
    folder : of the study; None where it is in memory.
    history : of the study so far; wishes of trials that are over have been granted.
    first : configs that a sampler goes through; they are not written down.
    """

    def __init__(self, folder: Path | None, history: History, first: Sequence[Config] = ()):
        self._file = None if folder is None else folder / FILE
        self._stamp = _stamp(self._file)
        written = _written(self._file)
        cut = {trial.number for trial in history.in_state("running", "paused")}  # they begin anew
        self._wished = {number: wish for number, wish in written.items() if number in cut}
        self._first: dict[int, Wish] = {}
        self._configs: Sequence[Config] = ()
        self._seen = 0
        self.first(first, history)
        for wish in [wish for number, wish in written.items() if number not in history]:
            self._wished[self._next(len(history))] = wish

    def first(self, configs: Sequence[Config], history: History) -> None:
        """What a sampler goes through: each for the trial that has had it, those left for trials to come."""
        began, self._seen = self._seen, len(history)
        own = [n for n in range(began, len(history)) if n in self._first and n not in self._wished]
        as_meant = all(fits(self._first[n].params, history[n].found, own=True) for n in own)
        if configs is self._configs and as_meant:
            return
        self._configs = configs
        had = dealt(configs, ((t.number, t.found) for t in history if t.number not in self._wished))
        left = dict(enumerate(configs))
        self._first = {number: Wish(left.pop(place)) for number, place in had.items()}
        free = (number for number in count(len(history)) if number not in self._wished)
        self._first |= zip(free, map(Wish, left.values()), strict=False)

    def refresh(self) -> None:
        """Read what others have wished for in the same place since."""
        if _stamp(self._file) != self._stamp:
            self._wished, self._stamp = _written(self._file), _stamp(self._file)

    def __getitem__(self, number: int) -> Wish:
        return self._wished[number] if number in self._wished else self._first[number]

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._first | self._wished))

    def __len__(self) -> int:
        return len(self._first | self._wished)

    @property
    def end(self) -> int:
        """The number after that of the last one."""
        return max(self, default=-1) + 1

    def add(self, wish: Wish, known: int) -> None:
        """Wish something for the next trial that has no wish yet.

        Parameters
        ----------
        known : how many trials there are.

        Raises
        ------
        SettingError
            The study is kept, and JSON cannot hold it.
        """
        told = Wish({name: scalar(value) for name, value in wish.params.items()}, dict(wish.notes))
        held = {**told.params, **told.notes}
        if self._file is not None and (strange := [name for name in held if not is_plain(held[name])]):
            raise SettingError(
                f"Expected text, numbers, lists, dicts for a trial of a study that is kept; {strange[0]!r} "
                "is not. Let the objective look the object up by its name."
            )
        self._wished[self._next(known)] = told
        self._write(self._file)

    def again(self, numbers: Iterable[int], known: int) -> None:
        """Wish once more what these trials were not told of."""
        missed = [self._wished.pop(number) for number in numbers if number in self._wished]
        for wish in missed:
            self._wished[self._next(known)] = wish
        self._write(self._file)

    def waiting(self, known: int) -> list[FrozenTrial]:
        """The trials to come that the user has wished something for."""
        found = sorted((number, wish) for number, wish in self._wished.items() if number >= known)
        return [FrozenTrial(number, TrialState.WAITING, None, {}, dict(wish.notes)) for number, wish in found]

    def copy(self, folder: Path) -> None:
        """Write it down for another study, too."""
        self._write(folder / FILE)

    def _next(self, known: int) -> int:
        return max(known, self.end)

    def _write(self, file: Path | None) -> None:
        if file is None:
            return
        rows = [{"number": n, "params": wish.params, "notes": wish.notes} for n, wish in self._wished.items()]
        file.parent.mkdir(parents=True, exist_ok=True)
        with replacing(file) as whole:
            whole.write(json.dumps(rows).encode())
        self._stamp = _stamp(self._file)


def _stamp(file: Path | None) -> int:
    """Another number whenever it was written; 0 where there is none."""
    return 0 if file is None or not file.is_file() else file.stat().st_mtime_ns


def _written(file: Path | None) -> dict[int, Wish]:
    """What was wished for, in that order."""
    if file is None or not file.is_file():
        return {}
    rows = json.loads(file.read_text("utf-8"))
    return {row["number"]: Wish(row["params"], row["notes"]) for row in rows}
