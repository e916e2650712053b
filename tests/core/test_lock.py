"""Locks are held by one or shared by many, and die with their holder."""

import multiprocessing
import os
import signal

import pytest

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
