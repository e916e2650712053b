"""Serial: the work is done here, in order; a candidate's error is an outcome, a limit is refused."""

import pytest

from fitwright.core.errors import Unsupported
from fitwright.core.trial import Result, Step
from fitwright.core.work import Key, Limits
from fitwright.execution import catalog
from fitwright.execution.serial import Serial
from tests.execution._acts import Act, Gives, one, work


@pytest.fixture
def serial():
    executor = Serial()
    executor.open(Act())
    yield executor
    executor.close()


def test_it_is_found_by_its_name():
    assert isinstance(catalog.make("serial"), Serial)


def test_work_comes_back_with_its_result(serial):
    assert serial.room == 1
    serial.start(work(of=3.0, trial=7))
    assert serial.room == 0
    [done] = serial.wait(1.0)
    assert (done.key.trial, done.result, done.fault, done.more) == (7, Result(3.0), "", False)
    assert serial.room == 1
    assert serial.wait(1.0) == []


def test_an_error_is_an_outcome_with_its_place(serial):
    done = one(serial, "fails", text="no rows")
    assert (done.result, done.fault) == (None, "exception")
    assert done.why.startswith("ValueError: no rows (_acts.py, line ")
    assert done.why.endswith("in fails)")
    assert one(serial).result == Result(1.0)


def test_sys_exit_ends_the_candidate_only(serial):
    assert one(serial, "nothing").why.startswith("SystemExit: that is all")


def test_ctrl_c_passes_through():
    def interrupted():
        raise KeyboardInterrupt

    executor = Serial()
    executor.open(Gives(interrupted))
    executor.start(work())
    with pytest.raises(KeyboardInterrupt):
        executor.wait(1.0)
    assert executor.room == 1


@pytest.mark.parametrize("limits", [Limits(seconds=1.0), Limits(memory=1)])
def test_limits_are_refused(serial, limits):
    with pytest.raises(Unsupported, match="executor='processes'"):
        serial.start(work(limits=limits))


def test_more_work_than_room_is_refused(serial):
    serial.start(work())
    with pytest.raises(Unsupported, match="room"):
        serial.start(work(trial=1))
    with pytest.raises(Unsupported, match="open"):
        Serial().start(work())


def test_stopped_work_is_not_done(serial):
    piece = work()
    serial.start(piece)
    serial.stop(Key(5, Step()))
    assert serial.room == 0
    serial.stop(piece.key)
    assert (serial.room, serial.wait(1.0)) == (1, [])


def test_a_long_message_is_cut(serial):
    assert len(one(serial, "fails", text="x" * 10_000).why) < 700


def test_what_is_no_result_is_an_error():
    executor = Serial()
    executor.open(Gives(0.5))
    assert "Expected the objective to give a Result; it gave float" in one(executor).why
