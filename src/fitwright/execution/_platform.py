"""What an operating system is asked for.  Linux answers by prctl and /proc; the rest takes a portable path.

The portable path (macOS, Windows) is tested on Linux only: where it is marked "elsewhere" it is weaker, not
wrong.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

LINUX = sys.platform == "linux"
FORKS = hasattr(os, "fork") and sys.platform != "darwin"  # there system libraries do not survive it
WINDOWS = sys.platform == "win32"
_SET_PDEATHSIG, _SET_CHILD_SUBREAPER = 1, 36
_EVERY = 0.25  # seconds between two looks at the parent, elsewhere


class Child(Protocol):
    """A process that was started here."""

    pid: int

    def poll(self) -> int | None:
        """How it ended (an exit code, or minus the signal's number), or None while it lives."""


class Forked:
    """A copy of this process that runs `main` and ends; nothing of this process's own ending runs in it."""

    def __init__(self, main: Callable[[], None]):
        self._code: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            _run_and_end(main)

    def poll(self) -> int | None:
        """Minus the signal's number, the exit code, or None while it lives."""
        if self._code is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:  # somebody else waited for it
                self._code = -signal.SIGKILL
            else:
                self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code


def _run_and_end(main: Callable[[], None]) -> None:
    code = 1
    try:
        main()
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def start_program(
    argv: list[str], env: Mapping[str, str] | None, link: socket.socket, output: int
) -> "subprocess.Popen[bytes]":
    """Start a program in its own session whose standard input is `link` (Windows: says how to get it)."""
    if hasattr(link, "share"):  # Windows: a socket cannot be a standard stream
        argv, env = _past_the_launcher(argv, env)
        process = subprocess.Popen(argv, env=env, stdin=subprocess.PIPE, stdout=output, stderr=output)
        assert process.stdin is not None
        with process.stdin as pipe:
            pipe.write(link.share(process.pid))
        return process
    return subprocess.Popen(
        argv, env=env, stdin=link.fileno(), stdout=output, stderr=output, start_new_session=True
    )


def _past_the_launcher(
    argv: list[str], env: Mapping[str, str] | None
) -> tuple[list[str], Mapping[str, str] | None]:
    """On Windows the Python of an environment starts another one, which a socket would not be shared with."""
    base = getattr(sys, "_base_executable", None) or sys.executable
    if argv[0] != sys.executable or base == sys.executable:
        return argv, env
    return [base, *argv[1:]], {**(os.environ if env is None else env), "__PYVENV_LAUNCHER__": sys.executable}


def link_to_parent() -> socket.socket:
    """The other end of `start_program`'s link; standard input stays what it is until `close_stdin`."""
    if hasattr(socket, "fromshare"):
        shared: socket.socket = socket.fromshare(sys.stdin.buffer.read())
        return shared
    return socket.socket(fileno=os.dup(0))


def close_stdin() -> None:
    """Let standard input be empty."""
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)


def die_with_parent(parent: int) -> None:
    """Have this process killed when its parent ends, however it ends; elsewhere within a quarter second."""
    if LINUX:
        _prctl(_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def outlive_parent() -> None:
    """Take back `die_with_parent`, on Linux."""
    if LINUX:
        _prctl(_SET_PDEATHSIG, 0)


def leave() -> None:
    """End this process at once: to take apart all that it has imported may last."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(0)


def _watch(parent: int) -> None:
    """Windows goes on to name a parent that has ended, so the process itself is looked at too."""
    import psutil

    with contextlib.suppress(psutil.Error):
        process = psutil.Process(parent)
        while os.getppid() == parent and process.is_running():
            time.sleep(_EVERY)
    os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ended, so that none slips away; elsewhere nothing."""
    if LINUX:
        _prctl(_SET_CHILD_SUBREAPER, 1)


def be_the_first_to_go() -> None:
    """When the machine's memory is full, the kernel should end this process rather than the user's."""
    if LINUX:
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("500")


def memory_kills() -> int:
    """How many processes the kernel has ended so far because memory was full; 0 where it does not say."""
    if LINUX:
        with contextlib.suppress(OSError):
            lines = Path("/proc/vmstat").read_text().splitlines()
            return sum(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))
    return 0


def threads() -> int:
    """How many threads this process has, those of native libraries too: only a lone one may fork."""
    if LINUX:
        return sum(1 for _ in Path("/proc/self/task").iterdir())
    import psutil

    return int(psutil.Process().num_threads())


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
