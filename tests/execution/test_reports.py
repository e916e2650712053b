"""Objectives that yield: every report waits for its verdict, in this process and in others."""

from pathlib import Path

import pytest

from fitwright.core.trial import Result, Step
from fitwright.execution.processes import Processes
from fitwright.execution.serial import Serial
from tests.execution._acts import Act, lives, one, wait_until, work


@pytest.fixture(scope="module", params=["serial", "processes"])
def executor(request):
    executor = Serial() if request.param == "serial" else Processes(workers=1, preload=())
    executor.open(Act())
    yield executor
    executor.close()


def test_each_report_waits_for_go(executor):
    executor.start(work("yields", trial=4, fidelity=2, losses=[3.0, 2.0]))
    [first] = executor.wait(30.0)
    assert (first.key, first.result, first.more) == ((4, Step(0, 2), 0), Result(3.0), True)
    assert (executor.room, executor.wait(0.1)) == (0, [])
    executor.answer(first.key, "go")
    [second] = executor.wait(30.0)
    assert (second.key, second.result, second.more) == ((4, Step(0, 3), 0), Result(2.0), True)
    executor.answer(second.key, "go")
    [last] = executor.wait(30.0)
    assert (last.key, last.result, last.fault, last.more) == ((4, Step(0, 4), 0), None, "", False)
    assert executor.room == 1


@pytest.mark.parametrize("verdict", ["pause", "stop"])
def test_a_verdict_against_it_closes_the_generator(executor, verdict, tmp_path):
    executor.start(work("yields_with_care", folder=str(tmp_path)))
    [done] = executor.wait(30.0)
    executor.answer(done.key, verdict)
    assert executor.room == 1
    assert wait_until(Path(tmp_path, "tidied").exists)
    assert executor.wait(0.0) == []
    assert one(executor).result == Result(1.0)


def test_a_report_can_be_stopped_while_it_waits(executor):
    piece = work("yields", losses=[3.0, 2.0])
    executor.start(piece)
    [done] = executor.wait(30.0)
    executor.stop(done.key)
    assert (executor.room, executor.wait(0.1)) == (1, [])
    assert one(executor).result == Result(1.0)


def test_an_error_between_reports_is_that_steps(executor):
    executor.start(work("yields", losses=[3.0], fault="nothing"))
    [first] = executor.wait(30.0)
    executor.answer(first.key, "go")
    [second] = executor.wait(30.0)
    assert (second.key.step, second.fault, second.more) == (Step(0, 1), "exception", False)


def test_to_yield_nothing_is_an_error(executor):
    done = one(executor, "yields", losses=[])
    assert (done.fault, done.result) == ("exception", None)
    assert "at least one Result" in done.why


def test_a_crash_between_reports_is_that_steps(tmp_path):
    executor = Processes(workers=1, preload=())
    executor.open(Act())
    executor.start(work("yields", losses=[3.0], fault="segfaults"))
    [first] = executor.wait(30.0)
    executor.answer(first.key, "go")
    [second] = executor.wait(30.0)
    assert (second.key.step, second.fault) == (Step(0, 1), "signal")
    executor.start(work("starts", folder=str(tmp_path), detached=False, then=""))
    executor.wait(30.0)
    executor.close()
    assert not any(lives(int(pid)) for pid in Path(tmp_path, "pids").read_text().split())
