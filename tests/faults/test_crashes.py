"""What a trial does to its process stands in the ledger: which kind of fault, and its last words."""

import numpy as np
import pytest

from fitwright import AutoClassifier, Choice, Space, tune
from fitwright.core.events import Closed
from tests.faults._acts import events

pytestmark = pytest.mark.slow
FAULTS = {
    "raises": ("exception", "no such thing"),
    "exits": ("exception", "exit code 3"),
    "aborts": ("signal", "SIGABRT"),
    "segfaults": ("signal", "SIGSEGV"),
    "eats": ("memory", "limit 200 MB"),
    "hangs": ("time", "limit of 4 s"),
    "is_killed": ("lost", "killed from outside"),
}


def behave(config):
    import ctypes
    import os
    import signal
    import sys

    sys.stdout.write(f"last words of {config['kind']}\n")
    match config["kind"]:
        case "raises":
            raise RuntimeError("no such thing")
        case "exits":
            os._exit(3)
        case "aborts":
            os.abort()
        case "segfaults":
            ctypes.string_at(0)
        case "eats":
            kept = []
            while True:
                kept.append([0.5] * 100_000)
        case "hangs":
            while True:
                pass
        case "is_killed":
            os.kill(os.getpid(), signal.SIGKILL)
    return 1.0


def test_faults_are_told_apart_with_the_last_lines_of_output(tmp_path):
    space = Space(kind=Choice([*FAULTS, "fine"]))
    study = tune(
        behave, space, search="grid", max_trials=len(FAULTS) + 1, n_jobs=2, run_dir=tmp_path,
        trial_time_limit=4, memory_limit=200_000_000,
    )  # fmt: skip
    assert study.best.config == {"kind": "fine"}
    kinds = {trial.number: trial.config["kind"] for trial in study}
    ended = {kinds[e.trial]: e for e in events(tmp_path) if isinstance(e, Closed) and e.state == "failed"}
    assert {kind: event.fault for kind, event in ended.items()} == {
        k: fault for k, (fault, _) in FAULTS.items()
    }
    for kind, (_, words) in FAULTS.items():
        assert words in ended[kind].why
        assert f"last words of {kind}" in ended[kind].why


def test_a_hog_inside_lightgbm_ends_its_candidate_and_the_run_goes_on(tmp_path):
    """Its histograms take gigabytes before the first round, allocated where Python does not look."""
    from lightgbm import LGBMClassifier

    rng = np.random.default_rng(0)
    X = rng.normal(size=(2000, 20))
    y = (X[:, 0] + rng.normal(size=2000) > 0).astype(int)
    hog = LGBMClassifier(num_leaves=100_000, n_jobs=1, verbosity=-1)
    model = AutoClassifier(
        models=["linear", hog], max_trials=4, memory_limit="500 MB", cv=2, random_state=0, verbose=0,
        n_jobs=2, run_dir=tmp_path,
    ).fit(X, y)  # fmt: skip
    states = {t.number: (t.state, t.fault) for t in model.history_}
    ended = [e for e in events(tmp_path) if isinstance(e, Closed) and e.state == "failed"]
    assert ended
    assert {e.fault for e in ended} == {"memory"}
    assert all("limit 500 MB" in e.why for e in ended)
    assert sum(state == ("done", "") for state in states.values()) >= 2
    assert model.score(X, y) > 0.6
