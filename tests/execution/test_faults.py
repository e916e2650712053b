"""What candidates do to a process: each is told apart, ends in time, and the next piece of work succeeds."""

import signal
import time
from pathlib import Path

import pytest

from fitwright.core.trial import Result
from fitwright.core.work import Limits
from fitwright.execution.processes import Processes
from tests.execution._acts import Act, finish, lives, one, wait_until, work

MB = 1_000_000
LIMIT = 1.0  # seconds


@pytest.fixture(scope="module")
def executor():
    executor = Processes(workers=2)
    executor.open(Act())
    yield executor
    executor.close()


@pytest.fixture(autouse=True)
def goes_on(executor):
    """After each fault both workers do their work."""
    yield
    dones = finish(executor, *[work(trial=number, of=float(number)) for number in range(4)])
    assert [done.result for done in dones] == [Result(float(number)) for number in range(4)]


@pytest.mark.parametrize(
    ("name", "given", "fault", "words"),
    [
        ("fails", {"text": "no rows"}, "exception", "ValueError: no rows (_acts.py, line "),
        ("nothing", {}, "exception", "SystemExit: that is all"),
        ("exits", {"code": 0}, "exception", "ended its own process (exit code 0)"),
        ("exits", {"code": 3}, "exception", "ended its own process (exit code 3)"),
        ("segfaults", {}, "signal", "SIGSEGV"),
        ("signals", {"number": signal.SIGABRT}, "signal", "SIGABRT"),
        ("signals", {"number": signal.SIGTERM}, "signal", "SIGTERM"),
        ("signals", {"number": signal.SIGKILL}, "lost", "killed from outside"),
        ("closes_everything", {}, "exception", "closed its connection"),
        ("babbles", {}, "exception", "closed its connection"),
    ],
)
def test_a_crash_is_told_apart(executor, name, given, fault, words):
    done = one(executor, name, **given)
    assert (done.result, done.fault, done.more) == (None, fault, False)
    assert words in done.why


def test_the_reason_has_the_last_output_and_the_place(executor):
    assert "Last output: about to go" in one(executor, "signals", number=signal.SIGTERM).why
    assert "_acts.py" in one(executor, "segfaults").why


@pytest.mark.parametrize(
    ("name", "given"), [("hangs", {}), ("hangs", {"politely": False}), ("hangs_in_native_code", {})]
)
def test_a_hang_ends_with_its_limit(executor, name, given):
    begun = time.monotonic()
    done = one(executor, name, limits=Limits(seconds=LIMIT), **given)
    overrun = time.monotonic() - begun - LIMIT
    assert (done.fault, 0 <= overrun < max(2.0, 0.02 * LIMIT)) == ("time", True)
    assert "limit of 1 s" in done.why


@pytest.mark.parametrize(
    ("name", "given"), [("eats_arrays", {"step": 8 * MB}), ("eats_lists", {}), ("eats_by_a_child", {})]
)
def test_too_much_memory_ends_the_step(executor, name, given):
    done = one(executor, name, limits=Limits(seconds=60.0, memory=300 * MB), **given)
    assert (done.fault, "limit 300 MB" in done.why) == ("memory", True)
    took = int(done.why.split("It took ")[1].split(" MB")[0].replace(",", ""))
    assert 300 <= took < 600


def test_memory_within_the_limit_is_fine(executor):
    assert one(executor, limits=Limits(memory=50 * MB)).result == Result(1.0)


@pytest.mark.parametrize(
    ("name", "given"),
    [("starts", {"detached": False}), ("starts", {"detached": True}), ("daemonises", {})],
    ids=["attached", "detached", "daemonised"],
)
@pytest.mark.parametrize(("then", "fault"), [("hangs", "time"), ("segfaults", "signal")])
def test_grandchildren_end_with_their_worker(executor, tmp_path, name, given, then, fault):
    done = one(executor, name, folder=str(tmp_path), then=then, limits=Limits(seconds=2.0), **given)
    assert done.fault == fault
    pids = [int(pid) for pid in Path(tmp_path, "pids").read_text().split()]
    assert wait_until(lambda: not any(map(lives, pids)), seconds=2.0)


def test_stopped_work_leaves_nothing(executor, tmp_path):
    piece = work("starts", folder=str(tmp_path), detached=True, then="hangs")
    executor.start(piece)
    assert wait_until(lambda: Path(tmp_path, "pids").exists() and Path(tmp_path, "pids").read_text())
    pids = [int(pid) for pid in Path(tmp_path, "pids").read_text().split()]
    executor.stop(piece.key)
    assert executor.room == 2
    assert wait_until(lambda: not any(map(lives, pids)), seconds=2.0)
    assert executor.wait(0.0) == []


def test_work_can_be_stopped_before_a_worker_has_it(executor):
    pieces = [work("hangs", trial=number) for number in range(2)]
    for piece in pieces:
        executor.start(piece)
    executor.stop(pieces[0].key)
    late = work("hangs", trial=5)
    executor.start(late)
    executor.stop(late.key)
    executor.stop(pieces[1].key)
    assert (executor.room, executor.wait(0.0)) == (2, [])


def test_a_flood_of_output_harms_nobody(executor):
    done = one(executor, "floods", count=200 * MB, limits=Limits(seconds=60.0))
    assert done.result == Result(0.0)


def test_a_fork_that_comes_back_answers_nothing(executor):
    assert one(executor, "forks").result == Result(2.0)
