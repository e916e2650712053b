"""The worker's own side: load the objective once, then do one piece of work after another."""

import contextlib
import faulthandler
import os
import pickle
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TextIO

import cloudpickle

from fitwright.core.trial import Fault
from fitwright.core.work import Objective, Work
from fitwright.execution import _platform
from fitwright.execution._messages import Channel, Message
from fitwright.execution._run import Course, sentence

THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "POLARS_MAX_THREADS",
    "RAYON_NUM_THREADS",
    "LOKY_MAX_CPU_COUNT",
)
"""Environment variables by which libraries are told how many threads to start."""


def main(channel: Channel, parent: int) -> None:
    """Serve the supervisor at the other end of `channel` until it hangs up.

    The first message carries the objective and the driver's surroundings, the others work.
    """
    _settle(parent)
    said = _conversation(channel)
    objective = _load(next(said, None), channel)
    if objective is None:
        return
    for message in said:
        if message.kind == "work":
            _work(objective, message, said, channel)


def alone() -> None:
    """Be a worker that was started as a program, where the server cannot fork."""
    link = _platform.link_to_parent()
    _platform.close_stdin()
    main(Channel(link), os.getppid())


def _settle(parent: int) -> None:
    """Become a process that dies with its parent, keeps its orphans, and hears no terminal."""
    _platform.die_with_parent(parent)
    _platform.adopt_orphans()
    _platform.be_the_first_to_go()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.enable(all_threads=False)
    sys.stdout, sys.stderr = map(_by_line, (1, 2))
    sys.argv = [""]


def _by_line(descriptor: int) -> TextIO:
    """A stream that holds no line back: a crash would lose it."""
    return open(descriptor, "w", buffering=1, errors="replace", closefd=False)


def _conversation(channel: Channel) -> Iterator[Message]:
    while messages := channel.exchange():
        yield from messages


def _load(message: Message | None, channel: Channel) -> Objective | None:
    if message is None:
        return None
    try:
        _move_in(message)
        objective: Objective = pickle.loads(message.body)  # noqa: S301 - from our own driver
    except Exception as error:
        _tell(channel, "refused", why=sentence(error))
        return None
    _tell(channel, "loaded")
    return objective


def _move_in(message: Message) -> None:
    """Take the driver's folder, import path, environment and number of threads; draw own random numbers."""
    with contextlib.suppress(OSError):  # the folder may be gone
        os.chdir(message.head["folder"])
    sys.path[:] = message.head["path"]
    os.environ.update(message.head["environ"])
    cores = message.head["cores"]
    os.environ.update(dict.fromkeys(THREADS, str(cores)))
    if cores > 1:  # the server had BLAS start with one thread, so that it may fork
        with contextlib.suppress(ImportError):
            import threadpoolctl

            threadpoolctl.threadpool_limits(cores)
    if "numpy" in sys.modules:  # else all workers would draw the same numbers
        sys.modules["numpy"].random.seed()


def _work(objective: Objective, message: Message, said: Iterator[Message], channel: Channel) -> None:
    """One piece of work, with as many reports as it has."""
    try:
        course = Course(objective, _unpacked(message.body))
    except Exception as error:
        _fault(channel, f"The config cannot be read in a worker: {sentence(error)}")
        return
    while _report(channel, course):
        verdict = next(said, None)
        if verdict is None or verdict.head["verdict"] != "go":
            course.close()
            _tell(channel, "free")
            return


def _unpacked(body: bytes) -> Work:
    """The work; the names in its config are the code's own strings, as they are where nothing is sent.

    Otherwise a loop that looks into its config compares letters: it would be 7 % slower than at home.
    """
    work: Work = pickle.loads(body)  # noqa: S301 - from our own driver
    return replace(work, config={sys.intern(name): value for name, value in work.config.items()})


def _report(channel: Channel, course: Course) -> bool:
    """Do what comes next and tell it; True if a verdict is waited for."""
    done = course.advance()
    try:
        body = b"" if done.result is None else cloudpickle.dumps(done.result)
    except Exception as error:
        course.close()
        why = done.why or f"The result cannot be sent back: {sentence(error)}"
        _fault(channel, why, done.fault or "exception")
        return False
    _tell(channel, "done", body, fault=done.fault, why=done.why, more=done.more)
    return done.more


def _fault(channel: Channel, why: str, fault: Fault = "exception") -> None:
    _tell(channel, "done", fault=fault, why=why, more=False)


def _tell(channel: Channel, kind: str, body: bytes = b"", **head: Any) -> None:
    """Say it and wait until it is said; what the candidate printed goes first."""
    if os.getpid() != channel.owner:  # the candidate forked, and its fork came back here
        os._exit(1)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):  # the candidate may have closed it
            stream.flush()
    channel.put(kind, body, **head)
    channel.drain()
