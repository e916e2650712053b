"""A process with all that descends from it: what memory it holds, and how it is ended."""

import contextlib
import os
import signal
from pathlib import Path

from fitwright.execution._platform import LINUX

_CHILDREN = LINUX and Path(f"/proc/self/task/{os.getpid()}/children").exists()


def children(pid: int) -> list[int]:
    """The processes that `pid` is the parent of."""
    if not _CHILDREN:
        return _children_elsewhere(pid)
    found: list[int] = []
    with contextlib.suppress(OSError):  # it ended while we looked
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (thread / "children").read_bytes().split())
    return found


def descendants(pid: int) -> list[int]:
    """Children, their children, and so on; parents before children."""
    found: list[int] = []
    ahead = children(pid)
    while ahead:
        found += ahead
        ahead = [child for parent in ahead for child in children(parent)]
    return found


def memory(pid: int) -> int:
    """Bytes of anonymous memory, swapped ones included, of a process and its descendants.

    Pages of mapped files are not counted: they are the cache's, not the process's.
    """
    return sum(map(_anonymous, [pid, *descendants(pid)]))


def end(pid: int) -> None:
    """Kill a process, its group and its descendants; who has ended already is no error."""
    family = [pid, *descendants(pid)]
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            if os.getpgid(pid) == pid:
                os.killpg(pid, signal.SIGKILL)
    for member in family:
        _kill(member)


def end_strangers(known: set[int]) -> int:
    """Kill and bury this process's children that are not among `known`; how many there still are.

    A worker's descendants become children of this process when the worker ends (`adopt_orphans`), also those
    that left its session.  What they leave behind in turn comes to us when they end: call again.
    """
    strangers = [child for child in children(os.getpid()) if child not in known] if _CHILDREN else []
    for stranger in strangers:
        _kill(stranger)
        with contextlib.suppress(OSError):
            os.waitpid(stranger, os.WNOHANG)
    return len(strangers)


def end_marked(name: str, value: str) -> None:
    """Kill every process that was started with this environment variable: who is left of a dead server."""
    if not LINUX:
        return
    mark = f"{name}={value}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (process / "environ").read_bytes().split(b"\0"):
                _kill(int(process.name))


def _kill(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def _anonymous(pid: int) -> int:
    if not LINUX:
        return _private_elsewhere(pid)
    try:
        lines = Path(f"/proc/{pid}/status").read_bytes().splitlines()
    except OSError:
        return 0
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith((b"RssAnon:", b"VmSwap:")))


def _children_elsewhere(pid: int) -> list[int]:
    import psutil

    with contextlib.suppress(psutil.Error):
        return [child.pid for child in psutil.Process(pid).children()]
    return []


def _private_elsewhere(pid: int) -> int:
    import psutil

    with contextlib.suppress(psutil.Error):
        return int(psutil.Process(pid).memory_full_info().uss)
    return 0
