"""What the user keeps: members, weights, task and schema."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from fitwright import ensemble, metrics, models, packing, tasks
from fitwright.core.errors import Unsupported
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
from fitwright.pipeline import Chain, Pipeline

BLOCK = 65536
"""Rows predicted at once, so that memory does not grow with the table."""


@dataclass(frozen=True)
class Predictor:
    """Bags of fold pipelines, blended, that take tables and speak the user's labels.

    Attributes
    ----------
    task, schema : what is asked, and of which columns.
    bags : for each member its fold pipelines; their predictions are averaged.
    blend : how the members are weighed.
    card : plain values about where it comes from: metric, score, seed, versions, time.

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
    bags: list[list[Pipeline]]
    blend: Blend
    combiner: str = "greedy"
    card: dict[str, Any] = field(default_factory=dict)

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
        """
        table = self.schema.read(X)
        blocks = [self._outputs(part) for part in _blocks(table)]
        return np.concatenate(blocks) if blocks else np.empty((0, len(self.task.outputs)))

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
        chains: dict[int, int] = {}
        parts: dict[str, State] = {}
        bags = [[self._pack(pipeline, chains, parts) for pipeline in bag] for bag in self.bags]
        if not allow_pickle and (own := _pickled(parts)):
            raise Unsupported(
                f"Expected members that are plain arrays; {own} is an estimator of your own and can only be "
                "kept as a pickle. Pass allow_pickle=True to save and to load."
            )
        parts["whole"] = {
            "task": {"kind": self.task.kind, "state": self.task.state()},
            "schema": self.schema.state(),
            "bags": bags,
            "blend": {"combiner": self.combiner, "state": self.blend.state()},
        }
        packing.write_file(Path(path), {"card": self.card}, parts)

    @classmethod
    def load(cls, path: str | Path, *, allow_pickle: bool = False) -> Self:
        """The predictor that `save` wrote; predicts bit for bit as the one that was saved."""
        manifest, parts = packing.read_file(Path(path))
        whole = parts["whole"]
        chains = {name: Chain.from_state(s) for name, s in parts.items() if name.startswith("chain-")}
        bags = [[_unpack(m, chains, parts, allow_pickle) for m in bag] for bag in whole["bags"]]
        combiner = whole["blend"]["combiner"]
        return cls(
            task=tasks.catalog.get(whole["task"]["kind"]).from_state(whole["task"]["state"]),
            schema=Schema.from_state(whole["schema"]),
            bags=bags,
            blend=ensemble.catalog.get(combiner).blend.from_state(whole["blend"]["state"]),
            combiner=combiner,
            card=manifest["card"],
        )

    def _outputs(self, table: Table) -> Floats:
        """(rows, outputs) for one block; each distinct chain transforms once."""
        encoded: dict[int, Table] = {}
        members = []
        for bag in self.bags:
            folds = []
            for pipeline in bag:
                key = id(pipeline.chain)
                if key not in encoded:
                    encoded[key] = pipeline.chain.transform(table)
                folds.append(self.task.tidy(pipeline.model.predict(encoded[key])))
            members.append(np.mean(folds, axis=0))
        return self.task.tidy(self.blend.apply(np.stack(members)))

    def _score(self, metric: Metric, rows: Rows, p: Floats) -> float:
        """Metrics that look at labels get the labels that `predict` would give."""
        if metric.label_based and self.task.classifies:
            p = np.eye(len(self.task.outputs))[self.task.encode(self.decide(p))]
        return metric.score(rows, p)

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

    @staticmethod
    def _pack(pipeline: Pipeline, chains: dict[int, int], parts: dict[str, State]) -> State:
        """Names of the parts that hold a pipeline; equal chains are written once."""
        number = chains.setdefault(id(pipeline.chain), len(chains))
        parts[f"chain-{number}"] = pipeline.chain.state()
        model = f"model-{sum(name.startswith('model-') for name in parts)}"
        parts[model] = {"name": pipeline.name, "state": pipeline.model.state()}
        return {"chain": f"chain-{number}", "model": model}


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


def _pickled(parts: dict[str, State]) -> str:
    """Names of the members that are pickles."""
    return ", ".join(sorted({part["name"] for part in parts.values() if "pickle" in part.get("state", ())}))


def _unpack(member: State, chains: dict[str, Chain], parts: dict[str, State], allow_pickle: bool) -> Pipeline:
    kept = parts[member["model"]]
    model = models.restore(kept["name"], kept["state"], allow_pickle=allow_pickle)
    return Pipeline(chains[member["chain"]], kept["name"], model)


def _blocks(table: Table) -> Iterator[Table]:
    """The table in parts of BLOCK rows."""
    if len(table) <= BLOCK:
        yield table
        return
    for start in range(0, len(table), BLOCK):
        yield table.at(np.arange(start, min(start + BLOCK, len(table))))
