"""Runs another AutoML system on text files that it reads with pandas; started with that system's own python.

    FOLDER/flaml/bin/python _peer.py '{"peer": "flaml", "train": …, "test": …, "answer": …}'

What it gets is `read_csv` of the file and no more: no dtype, no encoding of ours.  Rows without an answer are
left out for it, since two of the three refuse them.  Its predictions and seconds go to a file, as JSON.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple


class Said(NamedTuple):
    """What a fitted system answers with: (rows, labels) probabilities and the labels, or numbers alone."""

    p: Any
    labels: list[str]


class Job(NamedTuple):
    """What is asked of a system."""

    X: Any
    y: Any
    task: str
    seconds: float
    cores: int
    seed: int
    home: str


Answers = Callable[[Any], Said]


def flaml(job: Job) -> Answers:
    """Its defaults; the metric of the benchmark."""
    model = importlib.import_module("flaml").AutoML()
    model.fit(
        X_train=job.X, y_train=job.y, time_budget=job.seconds, n_jobs=job.cores, seed=job.seed, verbose=0,
        task="regression" if job.task == "regression" else "classification",
        metric={"binary": "roc_auc", "multiclass": "log_loss", "regression": "rmse"}[job.task],
    )  # fmt: skip
    if model.model is None:
        raise RuntimeError("It found no model within its time.")
    if job.task == "regression":
        return lambda X: Said(model.predict(X), [])
    return lambda X: Said(model.predict_proba(X), [str(label) for label in model.classes_])


def autogluon(job: Job) -> Answers:
    """Its medium preset."""
    metrics = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "root_mean_squared_error"}
    kind = importlib.import_module("autogluon.tabular").TabularPredictor
    model = kind(
        "answer", problem_type=job.task, eval_metric=metrics[job.task], path=f"{job.home}/ag", verbosity=0
    )
    model.fit(
        job.X.assign(answer=job.y), time_limit=job.seconds, presets="medium_quality", num_cpus=job.cores,
        num_gpus=0,
    )  # fmt: skip
    if job.task == "regression":
        return lambda X: Said(model.predict(X), [])

    def told(X: Any) -> Said:
        shares = model.predict_proba(X, as_multiclass=True)
        return Said(shares.to_numpy(), [str(label) for label in shares.columns])

    return told


def mljar(job: Job) -> Answers:
    """Its mode for competitions."""
    kinds = {"binary": "binary_classification", "multiclass": "multiclass_classification"}
    model = importlib.import_module("supervised").AutoML(
        results_path=f"{job.home}/mljar", total_time_limit=int(job.seconds), mode="Compete", verbose=0,
        ml_task=kinds.get(job.task, job.task), n_jobs=job.cores, random_state=job.seed,
        eval_metric={"binary": "auc", "multiclass": "logloss", "regression": "rmse"}[job.task],
    )  # fmt: skip
    model.fit(job.X, job.y)
    if job.task == "regression":
        return lambda X: Said(model.predict(X), [])

    def told(X: Any) -> Said:
        shares = model.predict_all(X).filter(like="prediction_")
        return Said(shares.to_numpy(), [str(name).removeprefix("prediction_") for name in shares.columns])

    return told


def tpot(job: Job) -> Answers:
    """Genetic programming over pipelines: chains of steps and a model, its own preprocessing before them."""
    numpy, module = importlib.import_module("numpy"), importlib.import_module("tpot")
    kind = module.TPOTRegressor if job.task == "regression" else module.TPOTClassifier
    scorers = {"binary": "roc_auc", "multiclass": "neg_log_loss", "regression": "neg_root_mean_squared_error"}
    minutes = job.seconds / 60
    model = kind(
        search_space="linear", scorers=[scorers[job.task]], scorers_weights=[1], cv=5, preprocessing=True,
        max_time_mins=minutes, max_eval_time_mins=max(minutes / 6, 0.05), n_jobs=job.cores,
        random_state=job.seed, verbose=0,
    )  # fmt: skip
    model.fit(_plain(job.X), job.y)
    best = model.fitted_pipeline_
    if job.task == "regression":
        return lambda X: Said(model.predict(_plain(X)), [])

    def told(X: Any) -> Said:
        labels = [str(label) for label in best.classes_]
        if hasattr(best, "predict_proba"):
            return Said(best.predict_proba(_plain(X)), labels)
        margin = numpy.asarray(best.decision_function(_plain(X)), float)
        margin = margin if margin.ndim == 2 else numpy.column_stack([-margin / 2, margin / 2])
        shares = numpy.exp(margin - margin.max(axis=1, keepdims=True))
        return Said(shares / shares.sum(axis=1, keepdims=True), labels)

    return told


def _plain(X: Any) -> Any:
    """Text as objects and truth as numbers: its preprocessing knows no other kinds."""
    X = X.copy(deep=False)
    for name in X.columns:
        if X[name].dtype == bool:
            X[name] = X[name].astype("int8")
        elif X[name].dtype.kind not in "iuf":
            X[name] = X[name].astype(object)
    return X


PEERS: Mapping[str, Callable[[Job], Answers]] = {"flaml": flaml, "autogluon": autogluon, "mljar": mljar}
"""Systems that take raw tables, by the name of the folder that holds their environment."""
BREEDERS: Mapping[str, Callable[[Job], Answers]] = {"tpot": tpot}
"""Systems that search pipelines by evolution."""


def main(given: Mapping[str, Any]) -> None:
    """Read, fit, predict, and say how it went."""
    began = time.perf_counter()
    learn, test = _read(given, "train"), _read(given, "test")
    target = given["target"] if given["named"] else learn.columns[-1]
    learn, test = learn[learn[target].notna()], test.drop(columns=target)
    told = {"read_seconds": time.perf_counter() - began, "rows": len(learn), "dtypes": _kinds(learn)}
    job = Job(
        learn.drop(columns=target), learn[target], given["task"], given["seconds"], given["cores"],
        given["seed"], given["home"],
    )  # fmt: skip
    began = time.perf_counter()
    answers = {**PEERS, **BREEDERS}[given["peer"]](job)
    told["train_seconds"] = time.perf_counter() - began
    began = time.perf_counter()
    p, labels = answers(test)
    told["predict_test_seconds"] = time.perf_counter() - began
    told |= {"p": [[float(v) for v in row] if labels else float(row) for row in list(p)], "labels": labels}
    Path(given["answer"]).write_text(json.dumps(told), "utf-8")


def _read(given: Mapping[str, Any], part: str) -> Any:
    """The file as pandas reads it; without names in its first line only that is said."""
    pandas = importlib.import_module("pandas")
    frame = pandas.read_csv(given[part]) if given["named"] else pandas.read_csv(given[part], header=None)
    return frame if given["named"] else frame.rename(columns=str)


def _kinds(frame: Any) -> dict[str, int]:
    """How many columns there are of each type, the target's among them."""
    return {str(kind): int(count) for kind, count in frame.dtypes.astype(str).value_counts().items()}


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
