"""Objectives that behave as badly as candidates can, and the pieces of work that ask for it."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from fitwright.core.trial import Result, Step, Steps
from fitwright.core.work import Done, Key, Limits, Work
from fitwright.execution import Executor


@dataclass
class Act:
    """Does what the config says: {"do": name of a method, …}."""

    steps: Steps = field(default_factory=Steps)

    def __call__(self, work):
        given = dict(work.config)
        answer = getattr(self, given.pop("do"))(**given)
        return answer if hasattr(answer, "__next__") else Result(answer)

    def value(self, of):
        return of

    def names(self, **others):
        return float(all(name is sys.intern(name) for name in others))

    def fails(self, text):
        raise ValueError(text)

    def nothing(self):
        sys.exit("that is all")

    def exits(self, code):
        os._exit(code)

    def signals(self, number):
        sys.stdout.write("about to go\n")
        os.kill(os.getpid(), number)
        time.sleep(30)

    def segfaults(self):
        ctypes.string_at(0)

    def hangs(self, politely=True):
        if not politely:
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
        while True:
            pass

    def hangs_in_native_code(self):
        ctypes.PyDLL(None).sleep(600)  # PyDLL keeps the interpreter's lock

    def eats_arrays(self, step):
        kept = []
        while True:
            kept.append(np.ones(step // 8))

    def eats_lists(self):
        kept = []
        while True:
            kept.append([0.5] * 100_000)

    def eats_by_a_child(self):
        code = "x = []\nwhile True: x.append(bytearray(10_000_000))"
        subprocess.run([sys.executable, "-c", code], check=False)

    def starts(self, folder, detached, then):
        """Leaves a grandchild, whose process id it writes down."""
        process = subprocess.Popen(["sleep", "600"], start_new_session=detached)
        Path(folder, "pids").write_text(f"{os.getpid()} {process.pid}")
        return getattr(self, then)() if then else 0.0

    def daemonises(self, folder, then):
        """Leaves a process that has left its session and whose parent has ended."""
        code = (
            "import os, sys, time\n"
            "if os.fork(): os._exit(0)\n"
            "os.setsid()\n"
            "if os.fork(): os._exit(0)\n"
            "open(sys.argv[1] + '.new', 'w').write(str(os.getpid()))\n"
            "os.rename(sys.argv[1] + '.new', sys.argv[1])\n"
            "time.sleep(600)"
        )
        subprocess.run([sys.executable, "-c", code, str(Path(folder, "pids"))], check=True)
        wait_until(Path(folder, "pids").exists)
        return getattr(self, then)() if then else 0.0

    def floods(self, count):
        line = "x" * 1023 + "\n"
        for _ in range(count // 1024):
            sys.stdout.write(line)
        return 0.0

    def closes_everything(self):
        os.closerange(0, 200)
        time.sleep(30)

    def babbles(self):
        """Writes to what it does not own."""
        for descriptor in range(3, 20):
            try:
                os.write(descriptor, b"\0" * 1000)
            except OSError:
                continue
        time.sleep(30)

    def forks(self):
        """Its fork comes back into the worker's loop."""
        return 1.0 if os.fork() == 0 else 2.0

    def yields(self, losses, fault=""):
        for loss in losses:
            yield Result(loss)
        if fault:
            getattr(self, fault)()

    def yields_with_care(self, folder):
        try:
            yield Result(1.0)
            yield Result(2.0)
        finally:
            Path(folder, "tidied").touch()

    def crash(self):
        os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Gives:
    """Gives back this thing, whatever it is."""

    thing: object
    steps: Steps = field(default_factory=Steps)

    def __call__(self, work):
        return self.thing() if callable(self.thing) else self.thing


def work(do="value", trial=0, fidelity=0, limits=None, **given) -> Work:
    """Work for `Act`."""
    if do == "value":
        given = {"of": 1.0} | given
    return Work(Key(trial, Step(0, fidelity)), {"do": do, **given}, limits=limits or Limits())


def finish(executor: Executor, *pieces: Work, seconds: float = 60.0) -> list[Done]:
    """Start the work and wait until all of it has ended or reported; in the order of the work."""
    ended: dict[Key, Done] = {}
    end = time.monotonic() + seconds
    ahead = list(pieces)
    while len(ended) < len(pieces) and time.monotonic() < end:
        while ahead and executor.room:
            executor.start(ahead.pop(0))
        for done in executor.wait(1.0):
            ended[done.key] = done
    return [ended[piece.key] for piece in pieces]


def one(executor: Executor, *given, **more) -> Done:
    """The Done of one piece of work for `Act`."""
    [done] = finish(executor, work(*given, **more))
    return done


def outcome(executor: Executor, *given, **more) -> Result:
    """The Result of one piece of work for `Act`."""
    done = one(executor, *given, **more)
    assert done.result is not None, done.why
    return done.result


def lives(pid: int) -> bool:
    """Is there such a process, and is it more than an unburied one?"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def wait_until(condition, seconds: float = 10.0) -> bool:
    """Look again and again; True as soon as it holds."""
    end = time.monotonic() + seconds
    while not (held := condition()) and time.monotonic() < end:
        threading.Event().wait(0.01)
    return bool(held)
