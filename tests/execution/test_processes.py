"""Processes: work done elsewhere comes back as if it were done here, whatever it is made of."""

import importlib
import os
import signal
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from fitwright.core.errors import SettingError, Unsupported
from fitwright.core.trial import Result
from fitwright.core.work import Done, Limits
from fitwright.execution import catalog
from fitwright.execution._program import Program, shelf
from fitwright.execution.processes import Processes
from tests.execution._acts import Act, Gives, finish, lives, one, outcome, wait_until, work


@pytest.fixture(scope="module")
def executor():
    executor = Processes(workers=2)
    yield executor
    executor.close()


def opened(executor, thing):
    executor.open(Gives(thing))
    return executor


def test_it_is_found_by_its_name():
    executor = catalog.make("processes", workers=3)
    assert isinstance(executor, Processes)
    assert (executor.room, executor.hard_limits) == (3, True)
    executor.close()


def test_work_comes_back_with_its_key(executor):
    executor.open(Act())
    assert executor.room == 2
    dones = finish(executor, *[work(trial=number, of=float(number)) for number in range(20)])
    assert [done.key.trial for done in dones] == list(range(20))
    assert [done.result for done in dones] == [Result(float(number)) for number in range(20)]
    assert executor.room == 2


def test_names_are_the_codes_own_strings_so_that_looking_one_up_is_as_quick_as_at_home(executor):
    executor.open(Act())
    (done,) = finish(executor, work(do="names", max_depth=3, x=1.0))
    assert done.result == Result(1.0)


def test_nothing_to_wait_for_is_no_wait(executor):
    executor.open(Act())
    begun = time.monotonic()
    assert executor.wait(30.0) == []
    assert time.monotonic() - begun < 5


def test_two_at_once(executor):
    executor.open(Act())
    for number in range(2):
        executor.start(work("hangs", trial=number, limits=Limits(seconds=0.5)))
    assert executor.room == 0
    with pytest.raises(Unsupported, match="room"):
        executor.start(work(trial=2))
    begun = time.monotonic()
    dones: list[Done] = []
    while len(dones) < 2:
        dones += executor.wait(1.0)
    assert {done.fault for done in dones} == {"time"}
    assert time.monotonic() - begun < 2.5


def test_functions_and_what_they_close_over_travel(executor):
    shift = 2.0
    assert one(opened(executor, lambda: Result(shift + 1))).result == Result(3.0)

    def objective():
        return Result(shift * 2)

    assert one(opened(executor, objective)).result == Result(4.0)


def test_a_large_result_arrives_whole(executor):
    numbers = np.arange(6_400_000.0)  # 51 MB
    done = one(opened(executor, lambda: Result(0.0, found={"x": (None, np.arange(6_400_000.0))})))
    assert done.result is not None
    assert np.array_equal(done.result.found["x"][1], numbers)


def test_a_large_objective_arrives_whole(executor):
    numbers = np.arange(6_400_000.0)
    assert one(opened(executor, lambda: Result(float(numbers.sum())))).result == Result(numbers.sum())


def test_a_result_that_cannot_be_sent_is_the_candidates_error(executor):
    done = one(opened(executor, lambda: Result(0.0, found={"x": (None, threading.Lock())})))
    assert (done.fault, done.result) == ("exception", None)
    assert "The result cannot be sent back: TypeError: cannot pickle '_thread.lock'" in done.why


class Unreadable:
    def __reduce__(self):
        return int, ("no number",)


def test_a_result_that_cannot_be_read_is_the_candidates_error(executor):
    done = one(opened(executor, lambda: Result(0.0, found={"x": (None, Unreadable())})))
    assert (done.fault, "The result cannot be read: ValueError" in done.why) == ("exception", True)


class Slow:
    def __reduce__(self):
        time.sleep(600)
        return int, ()


def test_the_limit_covers_handing_over(executor):
    executor.open(Gives(lambda: Result(0.0, found={"x": (None, Slow())})))
    assert one(executor, limits=Limits(seconds=0.5)).fault == "time"


@pytest.mark.parametrize("thing", [threading.Lock(), Unreadable()], ids=["send", "read"])
def test_a_config_that_cannot_travel_is_the_candidates_error(executor, thing):
    executor.open(Act())
    done = one(executor, of=thing)
    assert (done.fault, "The config cannot be" in done.why) == ("exception", True)
    assert one(executor).result == Result(1.0)


def test_an_objective_that_cannot_be_sent_names_the_part(executor):
    with pytest.raises(SettingError, match=r"objective\.thing\['lock'\] cannot"):
        executor.open(Gives({"fine": 1, "lock": threading.Lock()}))
    lock = threading.Lock()
    with pytest.raises(SettingError, match=r"objective\.thing, variable 'lock' cannot"):
        executor.open(Gives(lambda: [lock]))


def test_an_objective_that_cannot_be_loaded_is_one_error(executor):
    executor.open(Gives(Unreadable()))
    executor.start(work())
    with pytest.raises(SettingError, match="can load; got ValueError"):
        executor.wait(30.0)
    with pytest.raises(Unsupported, match="open"):
        executor.start(work())
    assert one(opened(executor, lambda: Result(1.0))).result == Result(1.0)


def test_an_objective_that_kills_its_loader_is_one_error(executor):
    driver = os.getpid()

    class Kills:
        def __reduce__(self):
            return _kill_unless, (driver,)

    executor.open(Gives(Kills()))
    executor.start(work())
    with pytest.raises(SettingError, match="SIGABRT"):
        executor.wait(30.0)


def _kill_unless(driver):
    if os.getpid() != driver:
        os.abort()


def test_workers_are_where_the_driver_is(executor, tmp_path, monkeypatch):
    (tmp_path / "own_module.py").write_text("loss = 5.0\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("FITWRIGHT_TEST", "set late")
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)

    def look():
        names = ("FITWRIGHT_TEST", "OMP_NUM_THREADS", "OMP_WAIT_POLICY")
        where = (str(Path.cwd()), *[os.environ[name] for name in names])
        return Result(importlib.import_module("own_module").loss, found={"where": (None, where)})

    result = one(opened(executor, look)).result
    assert result == Result(5.0, found={"where": (None, (str(tmp_path), "set late", "1", "PASSIVE"))})


def draw_late():
    time.sleep(0.2)  # so that each worker gets one
    return Result(np.random.rand())  # noqa: NPY002 - the shared state is what is tested


def test_workers_draw_different_numbers():
    executor = Processes(workers=2)
    executor.open(Gives(draw_late))
    first, second = finish(executor, work(), work(trial=1))
    assert first.result != second.result
    executor.close()


def test_threads_are_as_many_as_granted():
    def threads():
        import threadpoolctl

        np.ones((200, 200)) @ np.ones((200, 200))
        pools = {pool["num_threads"] for pool in threadpoolctl.threadpool_info()}
        return Result(0.0, found={"pools": (None, pools)})

    executor = Processes(workers=1, cores=2)
    executor.open(Gives(threads))
    assert outcome(executor).found["pools"][1] == {2}
    executor.close()


def test_two_executors_at_once():
    pair = [
        opened(Processes(workers=1), lambda: Result(1.0)),
        opened(Processes(workers=1), lambda: Result(2.0)),
    ]
    for executor in pair:
        executor.start(work())
    assert [executor.wait(30.0)[0].result for executor in pair] == [Result(1.0), Result(2.0)]
    pair[0].close()
    assert one(pair[1]).result == Result(2.0)
    pair[1].close()


def pid_of_server(executor):
    return executor._program.process.pid


def test_the_server_outlives_a_round_without_its_workers():
    executor = Processes(workers=2)
    executor.open(Gives(lambda: Result(os.getpid())))
    worker, server = int(outcome(executor).loss), pid_of_server(executor)
    executor.close()
    executor.close()
    assert lives(server)
    assert wait_until(lambda: not lives(worker), seconds=2.0)
    again = Processes(workers=2)
    again.open(Gives(lambda: Result(os.getpid())))
    assert outcome(again).loss != worker
    assert pid_of_server(again) == server
    again.close()


def test_a_server_that_nobody_wants_ends(monkeypatch):
    monkeypatch.setattr("fitwright.execution._program.IDLE", 0.2)
    program = Program((), 1)
    assert wait_until(lambda: program.process.poll() == 0)
    assert not program.alive
    shelf().give(program)
    assert shelf().take((), 1).alive


def test_an_executor_that_is_forgotten_ends():
    executor = Processes(workers=1, preload=())
    executor.open(Gives(lambda: Result(os.getpid())))
    pids = [int(outcome(executor).loss), pid_of_server(executor)]
    del executor
    assert wait_until(lambda: not any(map(lives, pids)), seconds=2.0)


def test_work_is_lost_with_its_server_and_the_next_one_takes_over(tmp_path):
    executor = Processes(workers=1, preload=())
    executor.open(Act())
    executor.start(work("starts", folder=str(tmp_path), detached=True, then="hangs"))
    assert wait_until(lambda: (tmp_path / "pids").exists() and (tmp_path / "pids").read_text())
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    os.kill(pid_of_server(executor), signal.SIGKILL)
    [done] = executor.wait(30.0)
    assert (done.fault, "exit code -9" in done.why) == ("lost", True)
    assert wait_until(lambda: not any(map(lives, pids)), seconds=2.0)
    assert one(executor).result == Result(1.0)
    executor.close()


def test_a_server_that_cannot_start_is_one_error(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    executor = Processes(workers=1, preload=("cannot_be_on_the_shelf",))
    executor.open(Act())
    assert [one(executor, trial=number).fault for number in range(2)] == ["lost", "lost"]
    with pytest.raises(Unsupported, match="ended 3 times in a row"):
        one(executor)


def test_a_python_that_cannot_start_again_is_one_error(monkeypatch):
    monkeypatch.setattr(sys, "executable", "")
    executor = Processes(workers=1, preload=("cannot_be_on_the_shelf",))
    with pytest.raises(Unsupported, match="executor='serial'"):
        executor.open(Act())


def test_a_module_that_starts_threads_is_left_to_the_workers(tmp_path, monkeypatch):
    (tmp_path / "threaded.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    executor = Processes(workers=1, preload=("json", "threaded", "wave"))
    executor.open(Gives(lambda: Result(0.0, found={"modules": (None, set(sys.modules))})))
    found = outcome(executor).found["modules"][1]
    assert {"json", "wave"} <= found
    assert "threaded" not in found
    executor.close()
    shelf().take(executor.preload, 1).end()


def test_without_a_fork_workers_are_programs_of_their_own():
    executor = Processes(workers=1, spawn=True)
    executor.open(Act())
    assert one(executor, of=2.0).result == Result(2.0)
    assert one(executor, "segfaults").fault == "signal"
    assert one(executor, "hangs", limits=Limits(seconds=0.5)).fault == "time"
    assert one(executor, of=3.0).result == Result(3.0)
    executor.close()
    shelf().take(executor.preload, 1, True).end()
