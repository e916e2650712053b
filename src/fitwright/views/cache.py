"""Encoded folds: made once on a machine, then mapped by whoever needs them."""

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fitwright.core.lock import FileLock

HELD = 2
"""So many of the latest views are in use: what was asked for before them may go."""
NAP = 0.002
"""Seconds between two tries to be alone with a view."""
_ASIDE, _LOCK = ".aside", ".lock"


@dataclass
class Views:
    """A bounded folder of folders, each made by one process and read by all; travels to workers as a path.

    A view is written aside and renamed under a lock that dies with its holder: a killed maker leaves nothing
    that another would take for whole.  The least recently used go first, never one in use.

    Parameters
    ----------
    home : the folder; it is made at the first `get`.
    capacity : bytes; more is kept only while it is in use.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> views = Views(Path(mkdtemp()), capacity=10**6)
    >>> home = views.get(key_of("iris", 0), lambda aside: (aside / "rows").write_text("1 2"))
    >>> (home / "rows").read_text()
    '1 2'
    """

    home: Path
    capacity: int
    _held: dict[str, FileLock] = field(default_factory=dict, repr=False, compare=False)

    def get(self, key: str, build: Callable[[Path], object]) -> Path:
        """The folder of this view.

        Parameters
        ----------
        key : what it is made of, as `key_of` gives it.
        build : fills an empty folder; called where the view is not there.  Its errors come through, and leave
            nothing behind.
        """
        lock = self._held.pop(key, None) or self._lock(key)
        self._held[key] = lock  # the latest come last
        while not (self.home / key).exists():
            self._make(key, lock, build)
        os.utime(lock.handle)
        for old in list(self._held)[:-HELD]:
            self._held.pop(old).release()
        return self.home / key

    def close(self) -> None:
        """What was in use is so no more; twice does no harm."""
        while self._held:
            self._held.popitem()[1].release()

    def __getstate__(self) -> dict[str, Any]:
        return {"home": self.home, "capacity": self.capacity, "_held": {}}

    def _lock(self, key: str) -> FileLock:
        self.home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.home / f"{key}{_LOCK}")
        lock.take(shared=True)
        return lock

    def _make(self, key: str, lock: FileLock, build: Callable[[Path], object]) -> None:
        """Build the view unless another process just did.

        Who waits to be alone holds nothing meanwhile: others keep what they made, and would not let go.
        """
        try:
            while lock.take(wait=False) is None:
                time.sleep(NAP)
                lock.take(shared=True)  # until its maker is done
                if (self.home / key).exists():
                    return
                lock.release()
            if not (self.home / key).exists():
                self._build(key, lock, build)
        except BaseException:
            self._held.pop(key).release()
            raise
        lock.take(shared=True)

    def _build(self, key: str, lock: FileLock, build: Callable[[Path], object]) -> None:
        aside = self.home / f"{key}{_ASIDE}"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        try:
            build(aside)
            os.lseek(lock.handle, 0, os.SEEK_SET)
            os.write(lock.handle, f"{_bytes_in(aside):020d}".encode())
            aside.rename(self.home / key)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        self._shrink()

    def _shrink(self) -> None:
        """Drop what was not used for longest, until the rest fits, and what a killed maker left."""
        gate = FileLock(self.home / _LOCK)
        gate.take()
        with gate:
            sizes = {path: _size_of(path) for path in self._locks()}
            total = sum(sizes.values())
            for path, size in sizes.items():
                if (total > self.capacity or not _view_of(path).exists()) and self._drop(path):
                    total -= size

    def _locks(self) -> list[Path]:
        """Lock files of all views, the least recently used first."""
        paths = [p for p in self.home.glob(f"*{_LOCK}") if p.name != _LOCK]
        return sorted(paths, key=_used)

    def _drop(self, path: Path) -> bool:
        """Delete a view unless it is in use."""
        lock = FileLock(path)
        if any(path == held.path for held in self._held.values()) or lock.take(wait=False) is None:
            return False
        shutil.rmtree(_view_of(path), ignore_errors=True)
        shutil.rmtree(_view_of(path).with_suffix(_ASIDE), ignore_errors=True)
        lock.remove()
        return True


def key_of(*parts: object) -> str:
    """A name for what follows from `parts`: numbers, text, None and tuples of them.

    Examples
    --------
    >>> key_of("data", 0) == key_of("data", 0), key_of("data", 0) == key_of("data", "0")
    (True, False)
    """
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _view_of(lock: Path) -> Path:
    return lock.with_suffix("")


def _size_of(lock: Path) -> int:
    try:
        return int(lock.read_text() or 0)
    except FileNotFoundError:
        return 0


def _used(lock: Path) -> float:
    try:
        return lock.stat().st_mtime
    except FileNotFoundError:
        return 0.0
