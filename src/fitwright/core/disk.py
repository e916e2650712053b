"""Files that are there whole or not at all."""

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

ASIDE = ".aside-"
"""How a file is called that is not whole yet; one that a killed process left may be deleted."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


def tells_no_room(text: str) -> bool:
    """Is this the text of an error that says that nothing more can be written here?

    Examples
    --------
    >>> import os
    >>> tells_no_room(str(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "state")))
    True
    """
    return any(os.strerror(code) in text for code in _NO_ROOM)


@contextmanager
def replacing(path: Path, sync: bool = True) -> Iterator[BinaryIO]:
    """A new file, that takes the place of `path` when the block ends well; else nothing has happened.

    Parameters
    ----------
    path : its folder has to be there.
    sync : wait until the disk has it, so that it outlives a power cut.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "note"
    >>> with replacing(path) as file:
    ...     _ = file.write(b"whole")
    >>> path.read_bytes()
    b'whole'
    """
    aside = path.with_name(f"{ASIDE}{os.getpid()}-{threading.get_ident()}-{path.name}")
    try:
        with aside.open("w+b") as file:
            yield file
            if sync:
                file.flush()
                os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    if sync:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Until this, a power cut may undo a rename; systems that cannot open a folder do it by themselves."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
