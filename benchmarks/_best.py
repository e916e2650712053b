"""What a search of two minutes delivers beside AutoGluon's best of as long: how quickly both predict."""

import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import _best_peer, _peers
from benchmarks.scenario import Job, Options, Record

LIMIT, SINGLES, BATCHES = 120.0, 50, 5
OURS, THEIRS = "fitwright", "autogluon best"
TARGET, POSITIVE = "answer", "yes"
PEER = "autogluon"


def jobs(options: Options) -> list[Job]:
    """One each, where there is an environment of AutoGluon to run beside ours."""
    if not _peers.there(options.peers, [PEER]):
        return []
    found = []
    for limit in options.limits or (LIMIT,):
        given = {"seed": options.seed, "cores": options.cores, "limit": limit, "peers": str(options.peers)}
        for who in (OURS, THEIRS):
            if options.wants(who):
                label = {"system": who, "time_limit": limit}
                found.append(
                    Job(
                        f"{who}/{limit:g}s/{options.cores}c", {**given, "system": who}, 3 * limit + 300, label
                    )
                )
    return found


def measure(given: Mapping[str, Any], learn: Any, test: Any) -> Record:
    """Fit on the table `learn` and time rows and batches of it; `test` is new rows, for the score.

    Parameters
    ----------
    learn, test : (X, y), of two classes.
    """
    from sklearn.metrics import roc_auc_score

    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        answer = _ours if given["system"] == OURS else _theirs
        told = answer(given, learn, test, Path(folder))
    score = roc_auc_score(test[1] == POSITIVE, told.pop("p"))
    return {**{name: round(value, 4) for name, value in told.items()}, "roc_auc": round(score, 4)}


def _ours(given: Mapping[str, Any], learn: Any, test: Any, home: Path) -> Record:
    import fitwright

    X, y = learn
    path = home / "model.fw"
    model = fitwright.AutoClassifier(
        time_limit=given["limit"],
        metric="roc_auc",
        n_jobs=given["cores"],
        random_state=given["seed"],
        verbose=0,
    )
    told: Record = {"train_s": _took(lambda: model.fit(X, y))}
    model.predictor_.save(path)
    told["load_s"] = median([_took(lambda: fitwright.load(path)) for _ in range(BATCHES)])
    predictor = fitwright.load(path)
    rows = [X.iloc[[row]] for row in range(SINGLES)]
    told["first_ms"] = 1e3 * _took(lambda: predictor.predict_proba(rows[0]))
    told["warm_s"] = _took(predictor.warm)
    for row in rows[: _best_peer.WARM_UP]:
        predictor.predict_proba(row)
    told["pandas_ms"] = 1e3 * median([_took(partial(predictor.predict_proba, row)) for row in rows])
    told["batch_s"] = median([_took(lambda: predictor.predict_proba(X)) for _ in range(BATCHES)])
    told["file_mb"] = path.stat().st_size / 1e6
    told["models"] = sum(len(bag) for bag in predictor.bags)
    return {**told, "p": predictor.predict_proba(test[0])[f"proba_{POSITIVE}"].to_list()}


def _theirs(given: Mapping[str, Any], learn: Any, test: Any, home: Path) -> Record:
    """In its own environment, by files."""
    paths = {"train": home / "train.csv", "test": home / "test.csv"}
    for name, (X, y) in (("train", learn), ("test", test)):
        X.assign(**{TARGET: y}).to_csv(paths[name], index=False)
    task = {
        **{name: str(path) for name, path in paths.items()}, "peer": PEER, "seconds": given["limit"],
        "cores": given["cores"], "target": TARGET, "positive": POSITIVE, "singles": SINGLES,
        "batches": BATCHES,
    }  # fmt: skip
    return _peers.answered(Path(given["peers"]), Path(_best_peer.__file__), task, home)


def _took(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
