"""A lock that dies with its holder, however that dies."""

import os
from pathlib import Path
from typing import Self


class FileLock:
    """An advisory lock of the operating system on a file (Linux and macOS).

    Many may hold it shared, or one alone.  It belongs to the process that took it: a kill lets it go.

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
        import fcntl

        how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
        while True:
            if self._handle is None:
                self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(self._handle, how)
            except BlockingIOError:
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
