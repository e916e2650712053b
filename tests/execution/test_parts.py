"""The parts that the supervisor is made of, each by itself."""

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Any

import psutil
import pytest

from fitwright.execution import _limits, _platform
from fitwright.execution._messages import Channel, Message
from fitwright.execution._slot import Output, ending
from tests.execution._acts import lives, wait_until

HOLDS = "x = bytearray(200_000_000)\nprint('here', flush=True)\ninput()"
FAMILY = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', sys.argv[1]])"


@pytest.fixture
def pair():
    ours, theirs = map(Channel, socket.socketpair())
    yield ours, theirs
    ours.close()
    theirs.close()


@pytest.fixture
def family():
    """A process whose child holds 200 MB, and the child."""
    argv = [sys.executable, "-c", FAMILY, HOLDS]
    process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    yield process, psutil.Process(process.pid).children()[0].pid
    process.kill()
    process.communicate()


def test_messages_arrive_in_order_and_whole(pair):
    ours, theirs = pair
    body = os.urandom(5_000_000)
    found: list[Message] = []
    reader = threading.Thread(target=lambda: found.extend(next_three(theirs)))
    reader.start()
    ours.put("first", number=1)
    ours.put("second", body, text="ü")
    ours.put("third")
    ours.drain()
    reader.join(30)
    expected = [Message("first", {"number": 1}), Message("second", {"text": "ü"}, body), Message("third")]
    assert found == expected


def next_three(channel):
    found: list[Message] = []
    while len(found) < 3:
        found += channel.exchange(10)
    return found


def test_a_channel_waits_no_longer_than_it_is_told(pair):
    assert pair[0].exchange(0.01) == []
    assert not pair[0].ended


def test_a_channel_notices_that_the_other_side_is_gone(pair):
    ours, theirs = pair
    theirs.put("last")
    theirs.close()
    assert [message.kind for message in ours.exchange(1)] == ["last"]
    assert (ours.exchange(1), ours.ended) == ([], True)
    ours.put("too late")
    ours.drain()


def test_what_is_no_message_ends_the_channel(pair):
    ours, theirs = pair
    theirs.link.send(b"\0" * 100)
    assert (ours.exchange(1), ours.ended) == ([], True)


def test_memory_and_end_go_down_the_family(family):
    parent, child = family
    assert _limits.descendants(parent.pid) == [child]
    assert _limits.memory(parent.pid) > 200_000_000
    assert _limits.memory(parent.pid) - _limits.memory(child) < 50_000_000
    _limits.end(parent.pid)
    parent.wait(10)
    assert wait_until(lambda: not lives(child))
    assert (_limits.memory(child), _limits.descendants(parent.pid)) == (0, [])
    _limits.end(parent.pid)


def test_the_portable_path_sees_the_same_family(family, monkeypatch):
    parent, child = family
    monkeypatch.setattr(_limits, "LINUX", False)
    monkeypatch.setattr(_limits, "_CHILDREN", False)
    assert _limits.descendants(parent.pid) == [child]
    assert _limits.memory(parent.pid) > 200_000_000
    assert _limits.end_strangers(set()) == 0
    _limits.end(parent.pid)
    assert wait_until(lambda: not lives(child))


def test_mapped_files_are_not_counted(tmp_path):
    import numpy as np

    np.zeros(12_500_000).tofile(tmp_path / "mapped")
    before = _limits.memory(os.getpid())
    mapped = np.memmap(tmp_path / "mapped", mode="r")
    assert mapped.sum() == 0
    assert _limits.memory(os.getpid()) - before < 20_000_000


def test_processes_are_found_by_their_mark():
    marked = [
        subprocess.Popen(["sleep", "600"], env=os.environ | {"A_MARK": mark}) for mark in ("one", "two")
    ]
    _limits.end_marked("A_MARK", "one")
    assert marked[0].wait(10) == -signal.SIGKILL
    assert marked[1].poll() is None
    marked[1].kill()
    marked[1].wait(10)


@pytest.mark.parametrize(
    ("code", "full", "fault", "words"),
    [
        (0, False, "exception", "exit code 0"),
        (1, True, "exception", "exit code 1"),
        (-signal.SIGSEGV, False, "signal", "SIGSEGV (Segmentation fault)"),
        (-signal.SIGKILL, False, "lost", "from outside"),
        (-signal.SIGKILL, True, "memory", "memory was full"),
        (-200, False, "signal", "signal 200"),
    ],
)
def test_exit_codes_are_told_apart(code, full, fault, words):
    found, why = ending(code, full)
    assert (found, words in why) == (fault, True)


def test_output_keeps_the_end_and_the_place_of_a_crash():
    readable, writable = os.pipe()
    output = Output(readable)
    os.write(writable, b"first\n" * 5000 + b"one\n\ntwo\n")
    assert output.last_lines() == "first | first | one | two"
    output.forget()
    os.write(writable, b'mine\nFatal Python error: Aborted\n\nCurrent thread:\n  File "a.py", line 3 in f\n')
    assert output.last_lines() == 'mine | File "a.py", line 3 in f'
    os.close(writable)
    output.read()
    assert not output.open
    output.close()


def test_threads_are_counted_here_and_elsewhere(monkeypatch):
    gate = threading.Event()
    before = _platform.threads()
    thread = threading.Thread(target=gate.wait)
    thread.start()
    assert _platform.threads() == before + 1
    monkeypatch.setattr(_platform, "LINUX", False)
    assert _platform.threads() == before + 1
    assert _platform.memory_kills() == 0
    gate.set()
    thread.join()


def test_elsewhere_a_process_watches_its_parent():
    code = (
        "import os, sys, time\nfrom fitwright.execution import _platform\n_platform.LINUX = False\n"
        "parent = os.getpid()\n"
        "if os.fork() == 0:\n"
        "    _platform.die_with_parent(parent); _platform.adopt_orphans(); _platform.be_the_first_to_go()\n"
        "    print(os.getpid(), flush=True)\n"
        "    while True: time.sleep(0.01)\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(0.3)
    assert lives(child)
    parent.kill()
    parent.wait()
    assert wait_until(lambda: not lives(child), seconds=2.0)
    parent.stdout.close()


def test_elsewhere_a_parent_that_has_ended_is_noticed_though_its_number_stays():
    """As on Windows, where a process keeps the number of its parent."""
    code = (
        "import os, sys, time\nfrom fitwright.execution import _platform\n_platform.LINUX = False\n"
        "parent = os.getpid()\n"
        "if os.fork() == 0:\n"
        "    os.getppid = lambda: parent\n"
        "    _platform.die_with_parent(parent)\n"
        "    print(os.getpid(), flush=True)\n"
        "    while True: time.sleep(0.01)\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    assert wait_until(lambda: not lives(child), seconds=10.0)
    parent.stdout.close()


class Shared:
    """A socket that can be shared with a process by its number, as on Windows."""

    def share(self, pid):
        return f"for {pid}".encode()


def test_where_sockets_are_no_streams_the_program_is_told_how_to_get_its_own(tmp_path, monkeypatch):
    code = "import os, sys; print(os.getpid(), sys.stdin.read())"
    told = tmp_path / "told"
    link: Any = Shared()
    with told.open("wb") as output:
        process = _platform.start_program([sys.executable, "-c", code], None, link, output.fileno())
        process.wait(30)
    assert told.read_text().split() == [str(process.pid), "for", str(process.pid)]
    got: list[bytes] = []
    monkeypatch.setattr(socket, "fromshare", lambda data: got.append(data) or socket.socket(), raising=False)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"for 7")))
    _platform.link_to_parent().close()
    assert got == [b"for 7"]


def test_a_launcher_is_passed_by(monkeypatch):
    """On Windows the Python of an environment only starts another one."""
    monkeypatch.setattr(sys, "_base_executable", "base/python", raising=False)
    argv, env = _platform._past_the_launcher([sys.executable, "-P"], {"A": "1"})
    assert (argv, env) == (["base/python", "-P"], {"A": "1", "__PYVENV_LAUNCHER__": sys.executable})
    assert _platform._past_the_launcher(["sleep", "1"], None) == (["sleep", "1"], None)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # the tests' process has threads
def test_a_child_that_somebody_else_buried_has_ended():
    child = _platform.Forked(lambda: time.sleep(600))
    assert child.poll() is None
    os.kill(child.pid, signal.SIGKILL)
    os.waitpid(child.pid, 0)
    assert child.poll() == -signal.SIGKILL
