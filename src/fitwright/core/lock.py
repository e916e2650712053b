"""A lock that dies with its holder, however that dies."""

import os
import sys
from pathlib import Path
from typing import Self

WINDOWS = sys.platform == "win32"


class FileLock:
    """An advisory lock of the operating system on a file.

    Many may hold it shared, or one alone.  It belongs to the process that took it: a kill lets it go.  On
    Windows it lies on a byte far beyond the end of the file, so that the file itself can be read and written
    (tested on Linux with a stand-in only).

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "lock"
    >>> with FileLock(path).take():
    ...     FileLock(path).take(wait=False) is None
    True
    """

    def __init__(self, path: Path):
        self.path = path
        self._handle: int | None = None

    @property
    def handle(self) -> int:
        """The open file, while the lock is held."""
        if self._handle is None:
            raise RuntimeError(f"Expected the lock {self.path} to be held; it is not.")
        return self._handle

    def take(self, shared: bool = False, wait: bool = True) -> Self | None:
        """Take it, or turn what is held from shared to alone or back.

        None where others hold it and `wait` is off; then nothing is held.  Turning is not atomic: another
        holder may come in between.
        """
        lock = _windows_lock if WINDOWS else _unix_lock
        while True:
            if self._handle is None:
                flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
                self._handle = os.open(self.path, flags, 0o644)
            if not lock(self._handle, shared, wait):
                self.release()
                return None
            if self._is_there():
                return self
            self.release()  # its file was removed while we waited: others lock the new one

    def release(self) -> None:
        """Let it go; twice does no harm."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def remove(self) -> None:
        """Delete the file and let go; only while it is held alone."""
        if WINDOWS:  # which deletes no file that is open
            self.release()
        self.path.unlink(missing_ok=True)
        self.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.release()

    def _is_there(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self.handle), self.path.stat())
        except FileNotFoundError:
            return False


def _unix_lock(handle: int, shared: bool, wait: bool) -> bool:
    import fcntl

    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    try:
        fcntl.flock(handle, how)
    except BlockingIOError:
        return False
    return True


def _windows_lock(handle: int, shared: bool, wait: bool) -> bool:
    """`LockFileEx` on one byte; what is held already is let go first, for it would wait for itself."""
    import ctypes
    import msvcrt

    fail_at_once, alone, held_by_another = 1, 2, 33
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]  # there on Windows
    file = ctypes.c_void_p(msvcrt.get_osfhandle(handle))  # type: ignore[attr-defined,unused-ignore]  # there on Windows
    place = (ctypes.c_uint32 * 8)()  # OVERLAPPED: the high half of the offset is its sixth word of four bytes
    place[5] = 0x7FFFFFFF
    kernel.UnlockFileEx(file, 0, 1, 0, ctypes.byref(place))
    how = (0 if shared else alone) | (0 if wait else fail_at_once)
    if kernel.LockFileEx(file, how, 0, 1, 0, ctypes.byref(place)):
        return True
    code = ctypes.get_last_error()  # type: ignore[attr-defined,unused-ignore]  # there on Windows
    if not wait and code == held_by_another:
        return False
    raise OSError(code, "the file cannot be locked")
