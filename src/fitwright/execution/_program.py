"""The driver's hold on a server: start it, keep it between two runs, end it with all that it started."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from functools import cache
from typing import IO

from fitwright.core.errors import Unsupported
from fitwright.execution import _limits, _platform
from fitwright.execution._messages import Channel
from fitwright.execution._server import command
from fitwright.execution._shipping import import_path
from fitwright.execution._worker import THREADS

IDLE = 60.0
"""Seconds that a server waits for the next run before it ends."""

_MARK = "FITWRIGHT_SERVER"
_PATIENCE = 2.0  # seconds that a server has to end


class Program:
    """One running server and the channel to it; it ends when it is let go of, at the latest with us."""

    def __init__(self, preload: tuple[str, ...], cores: int, spawn: bool = False):
        self.kind = (preload, cores, spawn)
        self.owner = os.getpid()
        ours, theirs = socket.socketpair()
        output = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the server
        mark = secrets.token_hex(16)
        stays = threading.current_thread() is threading.main_thread()
        driver = self.owner if stays else 0
        settings = {"preload": list(preload), "idle": IDLE, "spawn": spawn, "driver": driver}
        env = _surroundings(cores, spawn) | {_MARK: mark}
        argv = command(settings, import_path())
        try:
            with theirs:
                self.process = _platform.start_program(argv, env, theirs, output.fileno())
        except OSError as error:
            ours.close()
            output.close()
            raise Unsupported(
                f"Expected a Python that can be started again for the workers; {sys.executable!r} cannot "
                f"({error}).  Use executor='serial'."
            ) from error
        self.channel = Channel(ours)
        self._numbers = 0
        self._finalizer = weakref.finalize(self, _end, self.process, ours, output, mark, self.owner)

    @property
    def alive(self) -> bool:
        """Does it still listen?"""
        if self.owner == os.getpid():
            self.channel.read()
        return self.owner == os.getpid() and not self.channel.ended and self.process.poll() is None

    def number(self) -> int:
        """A number that this server has not seen: for a round, or a piece of work."""
        self._numbers += 1
        return self._numbers

    def end(self) -> str:
        """End it, its workers, and whatever they started; returns when they are gone with its last words."""
        return self._finalizer() or ""


def _surroundings(cores: int, spawn: bool) -> dict[str, str]:
    """The server's environment.

    OpenMP threads that wait shall sleep: spinning, they hold the cores that other workers compute on.
    """
    env = {"OMP_WAIT_POLICY": "PASSIVE"} | os.environ | dict.fromkeys(THREADS, str(cores))
    if not spawn:  # BLAS and Arrow start threads when they are loaded, and a fork would lose them
        env |= {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
    return env


def _end(
    process: "subprocess.Popen[bytes]", link: socket.socket, output: IO[bytes], mark: str, owner: int
) -> str:
    link.close()
    if os.getpid() != owner:  # a fork of the driver: the server is not ours
        process.returncode = 0
        return ""
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.returncode != 0:  # it could not tidy up itself
        _limits.end_marked(_MARK, mark)
    with output:
        output.seek(0)
        lines = output.read().decode(errors="replace").strip().splitlines()[-3:]
    return " | ".join([f"exit code {process.returncode}", *lines])


class Shelf:
    """Servers between two runs, so that the next run starts at once; at most one of a kind."""

    def __init__(self) -> None:
        self._programs: dict[tuple[object, ...], Program] = {}
        self._lock = threading.Lock()

    def take(self, preload: tuple[str, ...], cores: int, spawn: bool = False) -> Program:
        """An idle server of this kind, or a new one."""
        with self._lock:
            program = self._programs.pop((preload, cores, spawn), None)
        if program is None or not program.alive:
            program = Program(preload, cores, spawn)
        return program

    def give(self, program: Program) -> None:
        """Keep a server whose round is closed."""
        with self._lock:
            left = self._programs.get(program.kind)
            self._programs[program.kind] = program
        if left:
            left.end()


@cache
def shelf() -> Shelf:
    """The one shelf of this process."""
    return Shelf()
