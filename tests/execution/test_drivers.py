"""Drivers of every kind: unguarded scripts, standard input, threads, Ctrl-C, and sudden death."""

import os
import signal
import subprocess
import sys

import pytest

from tests.execution._acts import lives, wait_until

SCRIPT = """
import os, sys, time
import numpy as np
from fitwright.core.trial import Result, Steps
from fitwright.core.work import Key, Work
from fitwright.core.trial import Step
from fitwright.execution.processes import Processes

class Objective:
    steps = Steps()

    def __call__(self, work):
        with open(os.path.join(work.config["folder"], f"worker-{work.key.trial}"), "w") as file:
            file.write(f"{os.getpid()} {os.getppid()}\\n")
        return Result(float(scale(work.config["x"])))

def scale(x):
    while x < 0:
        pass
    return np.float64(x) * 2

def run(x=1.0, workers=2):
    executor = Processes(workers=workers)
    executor.open(Objective())
    for number in range(workers):
        executor.start(Work(Key(number, Step()), {"x": x, "folder": sys.argv[1]}))
    return executor, [done for _ in range(workers) if x >= 0 for done in executor.wait(30)][:workers]
"""
HANG = "executor, _ = run(-1.0)\nexecutor.wait(600)\n"


def start(tmp_path, code, **given):
    (tmp_path / "script.py").write_text(SCRIPT + code)
    argv = [sys.executable, str(tmp_path / "script.py"), str(tmp_path)]
    return subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **given)


def pids(tmp_path):
    """Workers and servers that the script's objective has written down."""
    return sorted({int(pid) for file in tmp_path.glob("worker-*") for pid in file.read_text().split()})


def both_work(tmp_path):
    return len(pids(tmp_path)) == 3


def test_a_script_needs_no_guard(tmp_path):
    driver = start(tmp_path, "_, dones = run()\nprint([done.result.loss for done in dones], dones[0].why)")
    out, err = driver.communicate(timeout=60)
    assert (out, err, driver.returncode) == ("[2.0, 2.0] \n", "", 0)
    assert not any(map(lives, pids(tmp_path)))


def test_a_driver_may_be_in_a_folder_that_is_gone(tmp_path):
    code = (
        "os.mkdir(sys.argv[1] + '/gone'); os.chdir(sys.argv[1] + '/gone'); os.rmdir(sys.argv[1] + '/gone')\n"
        "print(run()[1][0].result.loss)"
    )
    assert start(tmp_path, code).communicate(timeout=60) == ("2.0\n", "")


def test_a_script_may_come_from_standard_input(tmp_path):
    code = SCRIPT + "executor, dones = run()\nprint([d.result.loss for d in dones])\nexecutor.close()"
    argv = [sys.executable, "-", str(tmp_path)]
    done = subprocess.run(argv, input=code, capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == ("[2.0, 2.0]\n", "")
    assert not any(map(lives, pids(tmp_path)))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_a_driver_that_is_killed(tmp_path, number):
    driver = start(tmp_path, HANG)
    assert wait_until(lambda: both_work(tmp_path), 30.0)
    driver.send_signal(number)
    driver.communicate()
    assert wait_until(lambda: not any(map(lives, pids(tmp_path))), seconds=2.0)


def test_nothing_outlives_a_driver_that_left_a_fork_of_itself(tmp_path):
    code = "executor, _ = run(-1.0)\nif os.fork() == 0: time.sleep(20); os._exit(0)\ntime.sleep(600)"
    driver = start(tmp_path, code)
    assert wait_until(lambda: both_work(tmp_path), 30.0)
    driver.kill()
    driver.wait()
    assert wait_until(lambda: not any(map(lives, pids(tmp_path))), seconds=2.0)
    driver.stdout.close()
    driver.stderr.close()


@pytest.mark.parametrize("import_", ["for _ in range(600): time.sleep(0.1)", "sum(range(10**12))"])
def test_nothing_outlives_a_driver_that_is_killed_while_the_server_imports(tmp_path, import_):
    """Also where the import is in native code, which runs no handler of a signal."""
    (tmp_path / "lazy.py").write_text(
        f"import os, time\nopen(os.environ['FOLDER'] + '/worker-s', 'w').write(str(os.getpid()))\n{import_}\n"
    )
    code = "os.environ['FOLDER'] = sys.argv[1]\nProcesses(preload=('lazy',)).warm()\ntime.sleep(600)"
    driver = start(tmp_path, code)
    assert wait_until(lambda: len(pids(tmp_path)) == 1, 30.0)
    driver.kill()
    driver.communicate()
    assert wait_until(lambda: not any(map(lives, pids(tmp_path))), seconds=2.0)


def test_ctrl_c_is_the_drivers_alone(tmp_path):
    code = (
        "executor, dones = run()\nsend = lambda n, x: executor.start(\n"
        "    Work(Key(n, Step()), {'x': x, 'folder': sys.argv[1]}))\n"
        "send(8, -1.0)\n"
        "try:\n    print('ready', flush=True); executor.wait(600)\n"
        "except KeyboardInterrupt:\n"
        "    send(9, 3.0); print(executor.wait(30)[0].result.loss, executor.room)"
    )
    driver = start(tmp_path, code, start_new_session=True)
    assert driver.stdout.readline() == "ready\n"
    os.killpg(driver.pid, signal.SIGINT)
    out, err = driver.communicate(timeout=60)
    assert (out, err) == ("6.0 1\n", "")
    assert not any(map(lives, pids(tmp_path)))


def test_the_thread_that_opened_may_end(tmp_path):
    code = (
        "import threading\nfound = []\nthread = threading.Thread(target=lambda: found.append(run()))\n"
        "thread.start(); thread.join(); time.sleep(0.5)\nexecutor = found[0][0]\n"
        "executor.start(Work(Key(9, Step()), {'x': 3.0, 'folder': sys.argv[1]}))\n"
        "print(executor.wait(30)[0].result.loss)"
    )
    out, err = start(tmp_path, code).communicate(timeout=60)
    assert (out, err) == ("6.0\n", "")


def test_a_fork_of_the_driver_starts_a_server_of_its_own(tmp_path):
    code = (
        "executor, dones = run()\nexecutor.close()\n"
        "if pid := os.fork():\n    os.waitpid(pid, 0)\n"
        "executor, dones = run()\nprint([d.result.loss for d in dones], flush=True)\n"
    )
    out, err = start(tmp_path, code).communicate(timeout=60)
    assert (out, err) == ("[2.0, 2.0]\n[2.0, 2.0]\n", "")
    assert not any(map(lives, pids(tmp_path)))
