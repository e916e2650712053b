"""The program that workers are forked from: it imports once, computes nothing, and never sees `__main__`."""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from typing import Any

from fitwright.execution import _platform
from fitwright.execution._messages import Channel
from fitwright.execution._supervisor import Supervisor

_CHECK = 0.25  # seconds between two looks for the driver while importing


def command(settings: dict[str, Any], path: list[str]) -> list[str]:
    """The command line of a server.

    Parameters
    ----------
    settings : preload, idle and spawn, as the `Supervisor` and `_preload` have them; and driver, the process
        whose end ends it while it begins, 0 where a thread started it that may end before that process.
    path : its import path.
    """
    place = "import sys; sys.path[:] = sys.argv[2:]"
    serve = "from fitwright.execution import _server; _server.main(sys.argv[1])"
    return [sys.executable, "-P", "-c", f"{place}; {serve}", json.dumps(settings), *path]


def main(text: str) -> None:
    """Import what workers will need, then serve the driver."""
    settings = json.loads(text)
    if settings["driver"] and _platform.LINUX:
        _platform.die_with_parent(settings["driver"])  # an import in native code hears no signal for seconds
    link = _platform.link_to_parent()
    if _platform.FORKS and not settings["spawn"]:
        os.chdir("/")
        with _ending_with_the_driver(link):
            _preload(settings)
    _platform.outlive_parent()  # from here on there is something to tidy up
    _platform.close_stdin()
    _platform.adopt_orphans()
    Supervisor(Channel(link), settings["idle"], settings["spawn"]).run()
    _platform.leave()


def _preload(settings: dict[str, Any]) -> None:
    """Import the modules that are installed; one that starts threads is dropped: only a lone thread may fork.

    What is imported cannot be taken back, so the program then begins anew without it.
    """
    gc.disable()
    for name in settings["preload"]:
        with contextlib.suppress(Exception):  # the worker that needs it will say what is wrong
            importlib.import_module(name)
        if _platform.threads() > 1:
            signal.setitimer(signal.ITIMER_REAL, 0)
            rest = [other for other in settings["preload"] if other != name]
            argv = command(settings | {"preload": rest}, sys.path)
            os.execv(argv[0], argv)
    gc.freeze()  # counting references in what is there would copy it into each worker
    gc.enable()


@contextlib.contextmanager
def _ending_with_the_driver(link: socket.socket) -> Iterator[None]:
    """Imports may take seconds; should the driver end meanwhile, end too."""
    parent = os.getppid()

    def look(*_: object) -> None:
        with contextlib.suppress(BlockingIOError):
            if os.getppid() != parent or not link.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):
                os._exit(0)

    signal.signal(signal.SIGALRM, look)
    signal.siginterrupt(signal.SIGALRM, False)
    signal.setitimer(signal.ITIMER_REAL, _CHECK, _CHECK)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
