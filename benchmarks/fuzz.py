"""Damaged model files: what becomes of the process that opens one, ours beside LightGBM's text."""

import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._print import by
from benchmarks.scenario import Job, Options, Record, Row, Scenario
from tests.packing._mutants import changed

MUTANTS, PATIENCE = 400, 5.0
FORMATS = ("fitwright", "lightgbm")


class Fuzz(Scenario):
    """400 mutants of one booster in each format: bytes flipped, cut, repeated; each opened by a child."""

    aim = "no death, no hang: every damaged file is refused with an error"

    def jobs(self, options: Options) -> list[Job]:
        asked = [name for name in FORMATS if options.wants(name)]
        return [Job(name, {"format": name, "seed": options.seed}, 1800, {"format": name}) for name in asked]

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            path = Path(folder) / "model"
            opened = _WRITE[given["format"]](path)
            data = path.read_bytes()
            seen: Counter[str] = Counter()
            for number in range(MUTANTS):
                path.write_bytes(changed(data, np.random.default_rng([given["seed"], number])))
                seen[_child(opened, path)] += 1
        return {"mutants": MUTANTS, **{word: seen[word] for word in ("refused", "opened", "died", "hung")}}

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        words = ("mutants", "refused", "opened", "died", "hung")
        rows = [
            {"format": name, **{word: sum(one[word] for one in ok) for word in words}}
            for name, ok, _ in by(records, "format")
        ]
        return {"Opening damaged model files": rows}


def _data() -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(1000, 8))
    return x, (x[:, 0] + x[:, 1] * x[:, 2] > 0).astype(int)


def _write_ours(path: Path) -> Callable[[Path], object]:
    from fitwright import AutoClassifier, load

    X, y = _data()
    given: dict[str, Any] = {"models": ["lightgbm"], "executor": "serial", "verbose": 0, "random_state": 0}
    AutoClassifier(max_trials=1, cv=2, **given).fit(X, y).save(path)
    return lambda path: load(path).predict(X[:3])


def _write_lightgbm(path: Path) -> Callable[[Path], object]:
    import lightgbm

    X, y = _data()
    params = {"objective": "binary", "verbosity": -1, "num_threads": 1}
    lightgbm.train(params, lightgbm.Dataset(X, y), 100).save_model(path)
    return lambda path: lightgbm.Booster(params, model_file=path).predict(X[:3], num_threads=1)


_WRITE: Mapping[str, Callable[[Path], Callable[[Path], object]]] = {
    "fitwright": _write_ours,
    "lightgbm": _write_lightgbm,
}


def _child(opened: Callable[[Path], object], path: Path) -> str:
    """Open in a child: "opened", "refused" by an error, "died" by a signal, or "hung"."""
    if not (pid := os.fork()):
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            opened(path)
        except BaseException:  # noqa: BLE001  # any error at all is a refusal
            os._exit(1)
        os._exit(0)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return "died" if os.WIFSIGNALED(status) else ("opened", "refused")[os.WEXITSTATUS(status) > 0]
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return "hung"
