"""Trees as arrays against the library that grew them: with NumPy alone, and through a runtime."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks._print import by, typical
from benchmarks.scenario import Job, Options, Record, Row, Scenario

ROWS, COLUMNS, TREES, BATCHES, SINGLES = 10_000, 30, 300, 7, 100
CLASSES: Mapping[str, int] = {"regression": 0, "binary": 2, "multiclass": 5}
LIBRARIES = ("lightgbm", "lightgbm+categories", "xgboost", "catboost", "random_forest", "extra_trees")
WAYS = ("library", "numpy", "onnx")


class Runtimes(Scenario):
    """300 rounds or trees on 10,000 x 30; a batch is all rows, one row is one call, on the same cores."""

    aim = "batches: a runtime at least as quick as the library, numpy a quarter; the same to 1e-6"

    def jobs(self, options: Options) -> list[Job]:
        names = [(library, kind) for library in LIBRARIES for kind in CLASSES if options.wants(library)]
        return [
            Job(f"{library}/{kind}/{options.cores}c",
                {"library": library, "kind": kind, "seed": options.seed, "cores": options.cores}, 600,
                {"library": f"{library} {kind}"})
            for library, kind in names
        ]  # fmt: skip

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        x, y, categories = _table(given["kind"], given["seed"], "categories" in given["library"])
        model = _GROW[given["library"].split("+")[0]](_Job(given["kind"], x, y, categories, given["cores"]))
        trees, quick = model.trees, type(model.trees)(**model.trees.state())
        began = time.perf_counter()
        quick.warm()
        told: Record = {"nodes": len(trees.feature), "ready_s": round(time.perf_counter() - began, 3)}
        for name in ("_runtime", "_evaluator"):  # the arrays alone, however often they are asked
            object.__setattr__(trees, name, _Never())
        ways = {"library": model.predict, "numpy": trees.sums, "onnx": quick.sums}
        spread = _shared(quick.sums, given["cores"])
        for way, answer in ways.items():
            whole = spread if way == "onnx" else answer
            told[f"{way}_rows_s"] = round(len(x) / median([_took(whole, x) for _ in range(BATCHES)][1:]))
            ones = [_took(answer, x[row : row + 1]) for row in range(SINGLES)]
            told[f"{way}_row_us"] = round(1e6 * median(ones[5:]), 1)
        told["difference"] = float(np.abs(model.predict(x) - model.shown(trees.sums(x))).max())
        told["same_bits"] = bool(np.array_equal(trees.sums(x), quick.sums(x)))
        return told

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        rows = []
        for library, ok, bad in by(records, "library"):
            row: dict[str, Any] = {"trees": library, "runs": len(ok), "failed": len(bad)}
            base = typical([one["library_rows_s"] for one in ok], 0)
            row["library rows/s"] = base
            for way in WAYS[1:]:
                row[f"{way} ×"] = typical([one[f"{way}_rows_s"] / one["library_rows_s"] for one in ok], 2)
            for way in WAYS:
                row[f"{way} µs a row"] = typical([one[f"{way}_row_us"] for one in ok], 1)
            row["ready s"] = typical([one["ready_s"] for one in ok], 3)
            row["difference"] = max((one["difference"] for one in ok), default=None)
            row["same bits"] = all(one["same_bits"] for one in ok)
            rows.append(row)
        return {"Trees: batches relative to the library, and one row": rows}


class _Never:
    """In place of a runtime: there is none."""

    trusted = False

    def takes(self, rows: int) -> bool:
        """Never."""
        return False


class _Job(NamedTuple):
    kind: str
    x: Any
    y: Any
    categories: list[int]
    cores: int

    @property
    def outputs(self) -> int:
        """Columns of the library's sums."""
        return CLASSES[self.kind] if self.kind == "multiclass" else 1

    @property
    def link(self) -> Any:
        """How sums become predictions, in our words."""
        return {"regression": "identity", "binary": "logistic", "multiclass": "softmax"}[self.kind]


class _Model(NamedTuple):
    predict: Callable[[NDArray[Any]], NDArray[Any]]
    """The library's own, of raw sums."""
    trees: Any
    shown: Callable[[NDArray[Any]], NDArray[Any]] = lambda sums: sums
    """Our sums as the library shows its own."""


def _table(kind: str, seed: int, categories: bool) -> tuple[Any, Any, list[int]]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(ROWS, COLUMNS))
    x[rng.random(x.shape) < 0.05] = np.nan
    signal = np.nan_to_num(x[:, :8]).sum(axis=1) + np.nan_to_num(x[:, 8] * x[:, 9])
    at: list[int] = []
    if categories:
        at = [COLUMNS - 3, COLUMNS - 2, COLUMNS - 1]
        for column, levels in zip(at, (5, 40, 500), strict=True):
            codes = rng.integers(0, levels, ROWS)
            signal = signal + rng.normal(size=levels)[codes]
            x[:, column] = codes
    signal = signal + rng.normal(size=ROWS)
    if kind == "regression":
        return x, signal, at
    edges = np.quantile(signal, np.arange(1, CLASSES[kind]) / CLASSES[kind])
    return x, np.digitize(signal, edges), at


def _lightgbm(job: _Job) -> _Model:
    import lightgbm

    from fitwright.models._lightgbm_text import read

    params = {"objective": job.kind, "num_class": job.outputs, "learning_rate": 0.05, "verbosity": -1,
              "num_threads": job.cores}  # fmt: skip
    data = lightgbm.Dataset(job.x, job.y, categorical_feature=job.categories)
    booster = lightgbm.train(params, data, TREES)
    text = booster.model_to_string()
    given: dict[str, Any] = {"raw_score": True, "num_threads": job.cores}
    return _Model(lambda x: np.reshape(booster.predict(x, **given), (len(x), -1)), read(text, job.outputs))


def _xgboost(job: _Job) -> _Model:
    import xgboost

    from fitwright.models._xgboost_json import read

    objective = {
        "regression": "reg:squarederror",
        "binary": "binary:logistic",
        "multiclass": "multi:softprob",
    }
    params: dict[str, Any] = {"objective": objective[job.kind], "learning_rate": 0.05, "nthread": job.cores}
    if job.kind == "multiclass":
        params["num_class"] = job.outputs
    booster = xgboost.train(params, xgboost.DMatrix(job.x, job.y), TREES)
    trees = read(booster.save_raw("json").decode(), job.link, job.outputs)
    return _Model(lambda x: booster.inplace_predict(x, predict_type="margin").reshape(len(x), -1), trees)


def _catboost(job: _Job) -> _Model:
    import catboost

    from fitwright.models._job import Job as Fit
    from fitwright.models.catboost import LOSSES, read_of

    core = catboost.CatBoost(
        {"loss_function": LOSSES[job.link], "iterations": TREES, "learning_rate": 0.05,
         "logging_level": "Silent", "allow_writing_files": False, "thread_count": job.cores}
    )  # fmt: skip
    core.fit(job.x, job.y)
    fit = Fit(job.x, job.y, None, (), job.link, job.outputs, 0, job.cores)
    given: dict[str, Any] = {"prediction_type": "RawFormulaVal", "thread_count": job.cores}
    return _Model(lambda x: np.reshape(core.predict(x, **given), (len(x), -1)), read_of(core, fit))


def _forest(name: str, job: _Job) -> _Model:
    from sklearn import ensemble

    from fitwright import tasks
    from fitwright.models._forest import joined

    sort = "Regressor" if job.kind == "regression" else "Classifier"
    core = getattr(ensemble, name + sort)(TREES, n_jobs=job.cores, max_features="sqrt")
    core.fit(job.x.astype(np.float32), job.y)
    task = tasks.catalog.get(job.kind).of(job.y)
    trees = joined([one.tree_ for one in core.estimators_], task, getattr(core, "classes_", None))
    if job.kind == "regression":
        return _Model(lambda x: core.predict(x.astype(np.float32))[:, None], trees)
    first = int(job.kind == "binary")
    return _Model(lambda x: core.predict_proba(x.astype(np.float32))[:, first:], trees)


_GROW: Mapping[str, Callable[[_Job], _Model]] = {
    "lightgbm": _lightgbm,
    "xgboost": _xgboost,
    "catboost": _catboost,
    "random_forest": partial(_forest, "RandomForest"),
    "extra_trees": partial(_forest, "ExtraTrees"),
}


def _shared(answer: Callable[[Any], Any], parts: int) -> Callable[[Any], object]:
    """Blocks of rows on two cores, as a predictor does it."""
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(parts)
    return lambda x: np.concatenate(list(pool.map(answer, np.array_split(x, parts))))


def _took(answer: Callable[[Any], object], rows: Any) -> float:
    began = time.perf_counter()
    answer(rows)
    return time.perf_counter() - began
