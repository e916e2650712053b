"""Several pieces of work at once, each in a process that can be ended whatever it does."""

import os
import pickle
import time
from dataclasses import dataclass

from fitwright.core.errors import SettingError, Unsupported
from fitwright.core.work import Done, Key, Objective, Verdict, Work
from fitwright.execution._messages import Message
from fitwright.execution._program import Program, shelf
from fitwright.execution._run import sentence
from fitwright.execution._shipping import folder, import_path, pack
from fitwright.execution.executor import Executor

_PATIENCE = 2.0  # seconds that a server has to say that it is closed
_AGES = 1e6  # seconds: as good as for ever
_DEATHS = 3  # servers that may end one after another without a piece of work done


@dataclass
class _Running:
    """A piece of work at the server."""

    work: Work
    key: Key
    told: bool = False
    """It reported a step and waits for the verdict."""


class Processes(Executor):
    """Runs work in worker processes that a server of ours supervises; limits hold for native code too.

    The server is a program of its own, which never imports the user's `__main__`: scripts need no guard, and
    notebooks, lambdas and scripts from standard input work.  It imports `preload` once and forks the workers.
    A worker that crashes, hangs or takes too much memory ends its own piece of work with the reason and is
    replaced.  What a worker prints is not shown; the last lines of it stand in `Done.why`.  After `close` the
    server stays for a minute without workers, so that the next run starts at once; it ends with this process,
    however that ends.

    Parameters
    ----------
    workers : int, default 2
        Pieces of work at once.
    cores : int, default 1
        Threads that libraries start in each worker.
    preload : tuple of str, default ("numpy",)
        Modules to import before the first worker starts, where they are installed; one that starts threads
        when it is imported is left to the workers.
    spawn : bool, default False
        Start each worker as a program of its own (slower); so it is on systems that cannot fork.

    Examples
    --------
    >>> from fitwright.core.trial import Result, Step, Steps
    >>> from fitwright.core.work import Key, Work
    >>> class Square:
    ...     steps = Steps()
    ...
    ...     def __call__(self, work):
    ...         return Result(work.config["x"] ** 2)
    >>> executor = Processes(workers=1)
    >>> executor.open(Square())
    >>> executor.start(Work(Key(0, Step()), {"x": 3}))
    >>> executor.wait(30.0)[0].result.loss
    9
    >>> executor.close()
    """

    hard_limits = True

    def __init__(
        self, workers: int = 2, cores: int = 1, preload: tuple[str, ...] = ("numpy",), spawn: bool = False
    ):
        self.workers, self.cores, self.preload, self.spawn = workers, cores, tuple(preload), spawn
        self._program: Program | None = None
        self._objective: bytes | None = None
        self._running: dict[int, _Running] = {}
        self._ended: list[Done] = []
        self._round = -1
        self._opened = False
        self._deaths = 0

    @property
    def room(self) -> int:
        """Workers that have nothing to do."""
        return self.workers - len(self._running)

    def warm(self) -> None:
        """Start the server, or take the one that the last run left; returns at once."""
        if self._program is None:
            self._program = shelf().take(self.preload, self.cores, self.spawn)

    def open(self, objective: Objective) -> None:
        """Ship the objective to the workers; they unpack it in their own time.

        Raises
        ------
        SettingError
            The objective cannot be sent to another process; that it cannot be unpacked there is raised by
            `wait`.
        """
        self._objective = pack(objective)
        self._begin()

    def start(self, work: Work) -> None:
        """Hand the work to the server.

        Raises
        ------
        Unsupported
            There is no room, or `open` was not called; or the server cannot be started.
        """
        if self._objective is None or not self.room:
            raise Unsupported("Expected work while there is room, after open(); ask `room` first.")
        if work.limits.left is not None and work.limits.left <= 0:
            why = f"Its steps so far took all of the {work.limits.seconds:.3g} s that it had."
            self._ended.append(Done(work.key, fault="time", why=why))
            return
        import cloudpickle

        try:
            body = cloudpickle.dumps(work)
        except Exception as error:
            why = f"The config cannot be sent to a worker: {sentence(error)}"
            self._ended.append(Done(work.key, fault="exception", why=why))
            return
        program = self._served()
        ticket = program.number()
        self._running[ticket] = _Running(work, work.key)
        limits = work.limits
        head = {"seconds": limits.seconds, "memory": limits.memory, "spent": limits.spent}
        program.channel.put("start", body, ticket=ticket, **head)

    def wait(self, seconds: float) -> list[Done]:
        """What has ended or reported by now; returns as soon as there is something, or nothing to wait for.

        Raises
        ------
        SettingError
            The workers cannot unpack the objective.
        Unsupported
            The server ends again and again without having done any work.
        """
        end = time.monotonic() + seconds
        while not self._ended and any(not running.told for running in self._running.values()):
            program = self._served()
            left = end - time.monotonic()
            for message in program.channel.exchange(max(0.0, left) if left < _AGES else None):
                self._hear(message, program)
            if program.channel.ended:
                self._mourn(program)
            elif left <= 0:
                break
        ended, self._ended = self._ended, []
        return ended

    def answer(self, key: Key, verdict: Verdict) -> None:
        """Pass the verdict on; after "pause" or "stop" the objective is told to end and the slot is free."""
        for ticket, running in list(self._running.items()):
            if running.told and running.key == key:
                self._served().channel.put("answer", ticket=ticket, verdict=verdict)
                running.told, running.key = False, _next(key)
                if verdict != "go":
                    del self._running[ticket]

    def stop(self, key: Key) -> None:
        """Kill the worker that does this work; nothing comes back for it."""
        self._ended = [done for done in self._ended if done.key != key]
        for ticket, running in list(self._running.items()):
            if key in (running.key, running.work.key):
                del self._running[ticket]
                self._served().channel.put("stop", ticket=ticket)

    def close(self) -> None:
        """End the workers and all that they started; the server waits a minute for the next run."""
        program, self._program = self._program, None
        self._objective = None
        self._running.clear()
        self._ended.clear()
        if program is None:
            return
        if self._closes(program):
            shelf().give(program)
        else:
            program.end()

    def _closes(self, program: Program) -> bool:
        number = program.number()
        program.channel.put("close", round=number)
        if not self._opened:  # it still imports: there is no worker to wait for
            return program.alive
        end = time.monotonic() + _PATIENCE
        while (left := end - time.monotonic()) > 0 and not program.channel.ended:
            for message in program.channel.exchange(left):
                if message.kind == "closed" and message.head["round"] == number:
                    return True
        return False

    def _begin(self) -> None:
        """Open a round at a server."""
        self.warm()
        assert self._program is not None
        assert self._objective is not None
        self._round, self._opened = self._program.number(), False
        self._program.channel.put(
            "open",
            self._objective,
            round=self._round,
            workers=self.workers,
            cores=self.cores,
            folder=str(folder()),
            path=import_path(),
            environ=dict(os.environ),
        )

    def _served(self) -> Program:
        """The server with the objective; a new one where the last one is lost."""
        if self._program is None:
            self._begin()
        assert self._program is not None
        return self._program

    def _hear(self, message: Message, program: Program) -> None:
        if message.kind == "opened":
            self._opened = self._opened or message.head["round"] == self._round
        elif message.kind == "refused" and message.head["round"] == self._round:
            self._running.clear()
            self._objective, why = None, message.head["why"]
            raise SettingError(
                f"Expected an objective that worker processes can load; got {why}  Importable modules must "
                "be on sys.path; functions of a notebook or script travel by themselves."
            )
        elif message.kind == "done" and (running := self._running.get(message.head["ticket"])):
            self._deaths = 0
            done = _unpacked(message, running.key)
            running.told = done.more
            if not done.more:
                del self._running[message.head["ticket"]]
                if message.head["more"]:
                    program.channel.put("stop", ticket=message.head["ticket"])
            self._ended.append(done)

    def _mourn(self, program: Program) -> None:
        """The server is gone: its work is lost, and may be tried again at another one."""
        said = program.end()
        self._program = None
        lost, self._running = self._running, {}
        self._deaths += 1
        if self._deaths >= _DEATHS:
            raise Unsupported(
                f"Expected a server that stays; it ended {_DEATHS} times in a row ({said}).  Use "
                "executor='serial'."
            )
        why = f"The server of the workers ended ({said})."
        self._ended += [Done(running.key, fault="lost", why=why) for running in lost.values()]


def _next(key: Key) -> Key:
    return key._replace(step=key.step._replace(fidelity=key.step.fidelity + 1))


def _unpacked(message: Message, key: Key) -> Done:
    head = message.head
    try:
        result = pickle.loads(message.body) if message.body else None  # noqa: S301 - from our own worker
    except Exception as error:
        why = f"The result cannot be read: {sentence(error)}"
        return Done(key, fault="exception", why=why)
    return Done(key, result, head["fault"], head["why"], head["more"])
