"""Many faults at random, and drivers killed at random moments: nothing is mixed up and nothing stays."""

import random
import subprocess
import sys
import time
from typing import Any

import pytest

from fitwright.core.work import Limits
from fitwright.execution.processes import Processes
from tests.execution._acts import Act, finish, lives, wait_until, work

pytestmark = pytest.mark.slow

DRIVER = """
import os, sys
from fitwright.core.trial import Result, Step, Steps
from fitwright.core.work import Key, Limits, Work
from fitwright.execution.processes import Processes

class Objective:
    steps = Steps()

    def __call__(self, work):
        import subprocess, time
        child = subprocess.Popen(["sleep", "600"], start_new_session=True)
        with open(f"{sys.path[0]}/pids-{os.getpid()}", "a") as file:
            file.write(f"{os.getpid()} {os.getppid()} {child.pid}\\n")
        time.sleep(0.05)
        if work.key.trial % 5 == 0:
            os.abort()
        return Result(0.0)

executor = Processes(workers=2)
executor.open(Objective())
print("ready", flush=True)
number = 0
while True:
    while executor.room:
        executor.start(Work(Key(number, Step()), {}, limits=Limits(seconds=5.0)))
        number += 1
    executor.wait(10)
"""


@pytest.mark.parametrize("seed", range(3))
def test_faults_at_random_are_each_told_apart(seed):
    draw = random.Random(seed)
    kinds: dict[str, tuple[str, dict[str, Any]]] = {
        "value": ("", {}),
        "fails": ("exception", {"text": "no"}),
        "exits": ("exception", {"code": 0}),
        "segfaults": ("signal", {}),
        "hangs": ("time", {"limits": Limits(seconds=0.3)}),
        "hangs_in_native_code": ("time", {"limits": Limits(seconds=0.3)}),
        "eats_arrays": ("memory", {"step": 8_000_000, "limits": Limits(memory=200_000_000)}),
        "floods": ("", {"count": 5_000_000}),
        "crash": ("lost", {}),
    }
    names = draw.choices(list(kinds), k=60)
    executor = Processes(workers=3)
    executor.open(Act())
    pieces = [work(name, trial=number, **kinds[name][1]) for number, name in enumerate(names)]
    dones = finish(executor, *pieces, seconds=120)
    assert [done.fault for done in dones] == [kinds[name][0] for name in names]
    executor.close()


@pytest.mark.parametrize("seed", range(20))
def test_a_driver_killed_at_a_random_moment_leaves_nothing(seed, tmp_path):
    (tmp_path / "script.py").write_text(DRIVER)
    argv = [sys.executable, str(tmp_path / "script.py")]
    driver = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    assert driver.stdout is not None
    assert driver.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0.0, 1.5))
    driver.kill()
    driver.communicate()

    def left():
        texts = [file.read_text() for file in tmp_path.glob("pids-*")]
        return [pid for text in texts for pid in map(int, text.split()) if lives(pid)]

    assert wait_until(lambda: not left(), seconds=2.0)
