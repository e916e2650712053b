"""What the user keeps: members, weights, task and schema."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from fitwright import ensemble, metrics, packing, tasks
from fitwright.core.columns import Column
from fitwright.core.errors import Damaged, FitwrightError, SettingError, Unsupported
from fitwright.core.evidence import Evidence
from fitwright.core.fitted import State
from fitwright.core.frames import like
from fitwright.core.rows import Floats, Rows
from fitwright.core.schema import Schema
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.ensemble import Blend
from fitwright.evaluation import Evaluation, calibration, confusion, learning, searched
from fitwright.figures import Figure
from fitwright.metrics import Metric
from fitwright.pipeline import Bags, foretell, put_together, take_apart

BLOCK = 4096
"""Rows predicted at once: memory does not grow with the table, and blocks share the cores."""
BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What parts raise that do not fit each other."""


@dataclass(frozen=True)
class Predictor:
    """Bags of fold pipelines, blended, that take tables and speak the user's labels.

    Attributes
    ----------
    task, schema : what is asked, and of which columns.
    bags : for each member its fold pipelines; their predictions are averaged.
    blend : how the members are weighed.
    card : plain values about where it comes from: metric, score, seed, versions, time.
    evidence : which rows each pipeline had not seen, where that is known.
    source : the file that it was loaded from.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from fitwright import AutoClassifier
    >>> X, y = load_iris(return_X_y=True, as_frame=True)
    >>> model = AutoClassifier(max_trials=1, models=["linear"], verbose=0, random_state=0).fit(X, y)
    >>> model.predictor_.predict_proba(X[:2]).shape
    (2, 3)
    """

    task: Task
    schema: Schema
    bags: Bags
    blend: Blend
    combiner: str = "greedy"
    card: dict[str, Any] = field(default_factory=dict)
    evidence: Evidence | None = None
    source: str = ""

    @property
    def classes_(self) -> NDArray[Any]:
        """The labels, in the order of the columns of `predict_proba`."""
        if not self.task.classifies:
            raise AttributeError("A regression has no classes_.")
        return self.task.decode(np.arange(len(self.task.outputs)))

    def predict(self, X: Any) -> Any:
        """The answer for each row, in the kind of frame or array that came in."""
        return like(X, self.answers(X), "prediction")

    def predict_proba(self, X: Any) -> Any:
        """(rows, classes) of probabilities, in the kind of frame or array that came in."""
        names = [f"proba_{label}" for label in self.classes_]
        return like(X, self.outputs(X), names)

    def answers(self, X: Any) -> NDArray[Any]:
        """(rows,) of the user's labels or numbers, as an array."""
        return self.decide(self.outputs(X))

    def decide(self, p: Floats) -> NDArray[Any]:
        """(rows, outputs) to the user's labels or numbers."""
        decided = self.blend.decide(p) if self.task.classifies else None
        return self.task.decode(self.task.decide(p) if decided is None else decided)

    def outputs(self, X: Any) -> Floats:
        """(rows, outputs) on the task's scale, as an array.

        Raises
        ------
        SchemaError
            A column is missing or of another type than it was learned as.
        Damaged
            Parts of the file that it was loaded from do not fit each other.
        """
        parts = list(_blocks(self.schema.read(X)))
        threads = min(len(parts), _threads(self.bags)) if len(parts) > 1 else 1
        if threads == 1:
            return np.concatenate([self._outputs(part) for part in parts])
        with ThreadPoolExecutor(threads) as pool:
            return np.concatenate(list(pool.map(self._outputs, parts)))

    def warm(self) -> None:
        """Get ready for many calls, as a server would: where a runtime is installed, models go over to it.

        Without this they do so by themselves once they have been asked often.
        """
        for bag in self.bags:
            for pipeline in bag:
                pipeline.model.warm()

    def evaluate(self, X: Any, y: Any, sample_weight: Any = None) -> Evaluation:
        """The metric that was asked for and the usual ones, each in its own sign, with pictures.

        Parameters
        ----------
        X : (rows, columns) a table with the columns that the predictor was fitted on.
        y : (rows,) the true answers.
        sample_weight : (rows,) weights from 0.
        """
        p, rows = self.outputs(X), self._judged(y, sample_weight)
        shown = dict.fromkeys([str(self.card.get("metric")), *metrics.usual(self.task)])
        asked = {name: metrics.known(name, self.task, rows) for name in shown}
        found = {name: self._score(metric, rows, p) for name, metric in asked.items() if metric is not None}
        return Evaluation(found, self._figures(rows, p))

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """Accuracy of labels, or R² of numbers, as scikit-learn scores."""
        metric = metrics.catalog.make("accuracy" if self.task.classifies else "r2")
        return self._score(metric, self._judged(y, sample_weight), self.outputs(X))

    def save(self, path: str | Path, *, allow_pickle: bool = False) -> None:
        """Write everything to one file; it predicts elsewhere, and opening it runs no code of its own.

        Parameters
        ----------
        path : where to; an old file there is replaced at the end, in one move.
        allow_pickle : needed where a member is an estimator of the user's own.
        """
        named, parts, inside = take_apart(self.bags)
        if not allow_pickle and (own := _pickled(parts)):
            raise Unsupported(
                f"Expected members that are plain arrays; {own} is of your own and can only be "
                "kept as a pickle. Pass allow_pickle=True to save and to load."
            )
        manifest = {
            "task": {"kind": self.task.kind, "outputs": list(self.task.outputs)},
            "schema": self.schema.state(),
            "card": self.card,
            "inside": inside,
        }
        parts["whole"] = {
            "task": self.task.state(),
            "bags": named,
            "blend": {"combiner": self.combiner, "state": self.blend.state()},
            "evidence": None if self.evidence is None else self.evidence.state(),
        }
        packing.write_file(Path(path), manifest, parts)

    @classmethod
    def load(cls, path: str | Path, *, allow_pickle: bool = False) -> Self:
        """The predictor that `save` wrote; predicts bit for bit as the one that was saved."""
        manifest, parts = packing.read_file(Path(path))
        try:
            made = cls(**_restored(manifest, parts, allow_pickle), source=str(path))
            if not _pickled(parts):
                _try_out(made)
        except FitwrightError as error:
            raise type(error)(f"{path}: {error}") from error
        except (*BROKEN, MemoryError) as error:
            raise _misfit(path, error) from error
        return made

    def _outputs(self, table: Table) -> Floats:
        """(rows, outputs) for one block; each distinct chain transforms once."""
        try:
            return self.task.tidy(self.blend.apply(foretell(self.bags, table, self.task)))
        except FitwrightError:
            raise
        except BROKEN as error:
            if not self.source or any(one.pickled for bag in self.bags for one in bag):
                raise  # ours, or of an estimator of the user's own
            raise _misfit(self.source, error) from error

    def _score(self, metric: Metric, rows: Rows, p: Floats) -> float:
        """Metrics that look at labels get the labels of `predict`; nan where these rows have no score."""
        if metric.label_based and self.task.classifies:
            p = np.eye(len(self.task.outputs))[self.task.encode(self.decide(p))]
        try:
            return metric.score(rows, p)
        except SettingError:
            return float("nan")

    def _figures(self, rows: Rows, p: Floats) -> dict[str, Figure]:
        """Pictures of the answers beside the truth, of learning and of the search."""
        metric = str(self.card.get("metric", "score"))
        curves = learning(self.card.get("growth", ()), metric) | searched(self.card.get("curve", ()), metric)
        if not self.task.classifies:
            return {**calibration(rows.answers.astype(np.float64), p[:, 0]), **curves}
        codes = self.task.encode(self.decide(p))
        return {**confusion(rows.answers, codes, self.classes_.tolist()), **curves}

    def _judged(self, y: Any, sample_weight: Any) -> Rows:
        encoded = self.task.encode(tasks.target(y))
        return Rows(encoded, None if sample_weight is None else np.asarray(sample_weight, np.float64))


def load(path: str | Path, *, allow_pickle: bool = False) -> Predictor:
    """Open a saved predictor.

    Parameters
    ----------
    path : a file that `save` wrote.
    allow_pickle : open estimators of the user's own too; that runs code from the file.

    Raises
    ------
    Damaged
        The file is missing, is no model file, or a byte of it has changed.

    Examples
    --------
    >>> import tempfile, fitwright
    >>> rows = {"size": [1, 2, 3, 4] * 10, "kind": ["s", "s", "l", "l"] * 10}
    >>> model = fitwright.fit(rows, target="kind", max_trials=1, models=["linear"], verbose=0, random_state=0)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     model.save(f"{folder}/kinds.fw")
    ...     loaded = fitwright.load(f"{folder}/kinds.fw")
    >>> loaded.predict({"size": [4]}).tolist()
    ['l']
    """
    return Predictor.load(path, allow_pickle=allow_pickle)


def _restored(manifest: State, parts: dict[str, State], allow_pickle: bool) -> dict[str, Any]:
    """The fields of the predictor that `save` took apart."""
    whole = parts["whole"]
    combiner, seen = whole["blend"]["combiner"], whole["evidence"]
    return {
        "task": tasks.catalog.get(manifest["task"]["kind"]).from_state(whole["task"]),
        "schema": Schema.from_state(manifest["schema"]),
        "bags": put_together(whole["bags"], parts, allow_pickle=allow_pickle),
        "blend": ensemble.catalog.get(combiner).blend.from_state(whole["blend"]["state"]),
        "combiner": combiner,
        "card": dict(manifest["card"]),
        "evidence": None if seen is None else Evidence.from_state(seen),
    }


def _try_out(predictor: Predictor) -> None:
    """Predict one ordinary row: parts that do not fit each other are found now, not in use."""
    with np.errstate(all="ignore"):
        p = predictor.outputs(_ordinary(predictor.schema))
    outputs = len(predictor.task.outputs)
    if p.shape != (1, outputs) or len(predictor.decide(p)) != 1:
        raise Damaged(f"Expected predictions of {outputs} columns; got shape {p.shape}.")


def _threads(bags: Bags) -> int:
    """Cores that blocks of rows may share; an estimator of the user's own gets one block at a time."""
    if any(pipeline.pickled for bag in bags for pipeline in bag):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _misfit(path: str | Path, error: BaseException) -> Damaged:
    return Damaged(
        f"{path}: expected the parts of a predictor; these do not fit each other ({error!r}). Save the model "
        "again; if it still comes, report it with the file."
    )


def _pickled(parts: dict[str, State]) -> str:
    """Names of the models and steps that are pickles."""
    found = {part["name"] for part in parts.values() if "pickle" in part.get("state", ())}
    found |= {name for part in parts.values() for name, state in part.get("steps", ()) if "pickle" in state}
    return ", ".join(sorted(found))


def _blocks(table: Table) -> Iterator[Table]:
    """The table in parts of BLOCK rows."""
    if len(table) <= BLOCK:
        yield table
        return
    for start in range(0, len(table), BLOCK):
        yield table.at(np.arange(start, min(start + BLOCK, len(table))))


def _ordinary(schema: Schema) -> dict[str, NDArray[Any]]:
    """A row such as those that were learned from."""
    return {column.name: _ordinary_cell(column) for column in schema.columns}


def _ordinary_cell(column: Column) -> NDArray[Any]:
    low = 0.0 if column.low is None else column.low
    match column.role:
        case "date":
            return np.array([int(low)], "datetime64[us]")
        case "category":
            return np.array(column.levels[:1] or ("",))
        case "text":
            return np.array(["a word"])
        case _:
            return np.array([0.0 if column.role == "boolean" else low])
