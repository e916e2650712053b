"""Locks are held by one or shared by many, and die with their holder."""

import ctypes
import fcntl
import multiprocessing
import os
import signal
import sys
import types

import pytest

from fitwright.core import lock as lock_module
from fitwright.core.lock import FileLock


def free(path, shared=False):
    """Could another take it now?"""
    other = FileLock(path)
    taken = other.take(shared, wait=False)
    other.release()
    return taken is not None


def test_one_alone_or_many_together(tmp_path):
    path = tmp_path / "lock"
    lock = FileLock(path)
    lock.take()
    assert not free(path)
    assert not free(path, shared=True)
    lock.take(shared=True)
    assert free(path, shared=True)
    assert not free(path)
    lock.release()
    lock.release()
    assert free(path)


def test_a_lock_that_is_not_held_has_no_handle(tmp_path):
    with pytest.raises(RuntimeError, match="to be held"):
        _ = FileLock(tmp_path / "lock").handle


def test_a_removed_lock_is_taken_anew(tmp_path):
    path = tmp_path / "lock"
    first, second = FileLock(path), FileLock(path)
    first.take()
    first.remove()
    assert not path.exists()
    second.take()
    assert path.exists()
    assert not free(path)
    second.release()


def _hold(path, held):
    FileLock(path).take()
    held.set()
    signal.pause()


def test_it_dies_with_its_holder(tmp_path):
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    holder = context.Process(target=_hold, args=(tmp_path / "lock", held))
    holder.start()
    assert held.wait(30)
    assert not free(tmp_path / "lock")
    assert holder.pid is not None
    os.kill(holder.pid, signal.SIGKILL)
    holder.join(30)
    assert free(tmp_path / "lock")


class Kernel:
    """A stand-in for what Windows offers, on the locks of this system."""

    def __init__(self, code=33):
        self.code, self.said = code, []

    def LockFileEx(self, file, how, reserved, low, high, place):  # noqa: N802  # as Windows spells it
        self.said.append("lock")
        operation = (fcntl.LOCK_EX if how & 2 else fcntl.LOCK_SH) | (fcntl.LOCK_NB if how & 1 else 0)
        try:
            fcntl.flock(file.value, operation)
        except BlockingIOError:
            return 0
        return 1

    def UnlockFileEx(self, file, reserved, low, high, place):  # noqa: N802  # as Windows spells it
        fcntl.flock(file.value, fcntl.LOCK_UN)


@pytest.fixture
def windows(monkeypatch):
    kernel = Kernel()
    monkeypatch.setattr(lock_module, "WINDOWS", True)
    monkeypatch.setitem(sys.modules, "msvcrt", types.SimpleNamespace(get_osfhandle=lambda handle: handle))
    monkeypatch.setattr(ctypes, "WinDLL", lambda name, use_last_error: kernel, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: kernel.code, raising=False)
    return kernel


def test_the_path_of_windows_does_the_same(windows, tmp_path):
    test_one_alone_or_many_together(tmp_path)
    path = tmp_path / "other"
    lock = FileLock(path)
    lock.take()
    lock.remove()
    assert not path.exists()
    assert windows.said


def test_what_windows_refuses_for_another_reason_is_an_error(windows, tmp_path):
    windows.code = 5
    lock = FileLock(tmp_path / "lock")
    lock.take()
    with pytest.raises(OSError, match="cannot be locked"):
        FileLock(tmp_path / "lock").take(wait=False)
    lock.release()
