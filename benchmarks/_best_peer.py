"""Fits AutoGluon's best preset on a file and times its predictions; started with that system's own python.

FOLDER/autogluon/bin/python _best_peer.py '{"train": …, "test": …, "home": …, "answer": …, "seconds": 120, …}'
"""

import importlib
import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

WARM_UP = 5
"""Calls that are not counted."""


def main(given: Mapping[str, Any]) -> None:
    """Fit, load, persist, predict rows and batches; what it took goes to a file, as JSON."""
    pandas = importlib.import_module("pandas")
    kind = importlib.import_module("autogluon.tabular").TabularPredictor
    learn, test = pandas.read_csv(given["train"]), pandas.read_csv(given["test"])
    home = f"{given['home']}/ag"
    told: dict[str, Any] = {}
    made = kind(given["target"], problem_type="binary", eval_metric="roc_auc", path=home, verbosity=0)
    asked = {"presets": "best_quality", "num_cpus": given["cores"], "num_gpus": 0}
    told["train_s"] = took(partial(made.fit, learn, time_limit=given["seconds"], **asked))
    began = time.perf_counter()
    model = kind.load(home, verbosity=0)
    told["load_s"] = time.perf_counter() - began
    X = learn.drop(columns=given["target"])
    rows = [X.iloc[[row]] for row in range(given["singles"])]
    told["first_ms"] = 1e3 * took(lambda: model.predict_proba(rows[0]))
    told["warm_s"] = took(model.persist)
    for row in rows[:WARM_UP]:
        model.predict_proba(row)
    told["pandas_ms"] = 1e3 * median(took(partial(model.predict_proba, row)) for row in rows)
    told["batch_s"] = median(took(lambda: model.predict_proba(X)) for _ in range(given["batches"]))
    told["file_mb"] = sum(path.stat().st_size for path in Path(home).rglob("*") if path.is_file()) / 1e6
    told["models"] = len(model.model_names(persisted=True))
    shares = model.predict_proba(test.drop(columns=given["target"]))
    told["p"] = [float(share) for share in shares[given["positive"]]]
    Path(given["answer"]).write_text(json.dumps(told), "utf-8")


def took(call: Callable[[], object]) -> float:
    """Seconds of a call."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
