"""Black boxes to minimise: YAHPO's surrogates of real tuning, read from ONNX (Pfisterer et al., 2022)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.space import Choice, Domain, Float, Int, Space

RBV2 = ("acc", "bac", "auc", "brier", "f1", "logloss", "timetrain", "timepredict", "memory")
TREES = ("eta", "gamma", "lambda", "alpha", "subsample", "max_depth", "min_child_weight")


@dataclass(frozen=True)
class Family:
    """What one surrogate takes and gives, in order; which output is minimised, and what is held fast."""

    numbers: tuple[str, ...]
    words: tuple[str, ...]
    instance: str
    outputs: tuple[str, ...]
    output: str
    sign: float
    fixed: Mapping[str, float]


FAMILIES: Mapping[str, Family] = {
    "lcbench": Family(
        (
            "epoch",
            "batch_size",
            "learning_rate",
            "momentum",
            "weight_decay",
            "num_layers",
            "max_units",
            "max_dropout",
        ),
        ("OpenML_task_id",),
        "OpenML_task_id",
        outputs=(
            "time",
            "val_accuracy",
            "val_cross_entropy",
            "val_balanced_accuracy",
            "test_cross_entropy",
            "test_balanced_accuracy",
        ),
        output="val_accuracy",
        sign=-1.0,
        fixed={"epoch": 52},
    ),
    "rbv2_xgboost": Family(
        (
            "nrounds",
            *TREES,
            "colsample_bytree",
            "colsample_bylevel",
            "rate_drop",
            "skip_drop",
            "trainsize",
            "repl",
        ),
        ("task_id", "booster", "num.impute.selected.cpo"),
        "task_id",
        outputs=RBV2,
        output="acc",
        sign=-1.0,
        fixed={"trainsize": 1.0, "repl": 10},
    ),
    "rbv2_rpart": Family(
        ("cp", "maxdepth", "minbucket", "minsplit", "trainsize", "repl"),
        ("task_id", "num.impute.selected.cpo"),
        "task_id",
        outputs=RBV2,
        output="acc",
        sign=-1.0,
        fixed={"trainsize": 1.0, "repl": 10},
    ),
    "iaml_glmnet": Family(
        ("alpha", "s", "trainsize"),
        ("task_id",),
        "task_id",
        outputs=(
            "mmce",
            "f1",
            "auc",
            "logloss",
            "ramtrain",
            "rammodel",
            "rampredict",
            "timetrain",
            "timepredict",
            "mec",
            "ias",
            "nf",
        ),
        output="mmce",
        sign=1.0,
        fixed={"trainsize": 1.0},
    ),
}
"""Accuracy is maximised, the last one's error minimised; epochs, rows and repeats are at their most."""


@dataclass(frozen=True)
class Surrogate:
    """One data set of a family as a function of a config; lower is better.

    Attributes
    ----------
    folder : has a folder a family with model.onnx, config_space.json and encoding.json.
    family, instance : which.
    """

    folder: Path
    family: str
    instance: str

    @cached_property
    def space(self) -> Space:
        """Hyperparameters with their conditions, without the data set and what is held fast."""
        plain = _json(self.folder / self.family / "config_space.json")
        left_out = {self._kind.instance, *self._kind.fixed}
        listed = [entry for entry in plain["hyperparameters"] if entry["name"] not in left_out]
        space = Space({entry["name"]: _domain(entry) for entry in listed})
        for condition in plain["conditions"]:
            values = condition.get("values") or [condition["value"]]
            space = space.when({condition["parent"]: list(values)}, condition["child"])
        return space

    def __call__(self, config: Mapping[str, Any]) -> float:
        """The loss of one config."""
        return float(self.many([config])[0])

    def many(self, configs: Sequence[Mapping[str, Any]]) -> NDArray[np.float64]:
        """(configs,) losses."""
        return self._kind.sign * self.measured(configs)[:, self._kind.outputs.index(self._kind.output)]

    def measured(self, configs: Sequence[Mapping[str, Any]]) -> NDArray[np.float64]:
        """(configs, outputs) as the family names them; a config may say what is held fast otherwise."""
        fixed = {self._kind.instance: self.instance, **self._kind.fixed}
        whole = [{**fixed, **config} for config in configs]
        numbers = [[config.get(name, 0.0) for name in self._kind.numbers] for config in whole]
        words = [
            [self._codes[name][config.get(name, "#na#")] for name in self._kind.words] for config in whole
        ]
        given = {"x_cont": np.array(numbers, np.float32), "x_cat": np.array(words, np.int32)}
        found: NDArray[np.float64] = np.asarray(self._session.run(None, given)[0], np.float64)
        return found.reshape(len(whole), len(self._kind.outputs))

    @property
    def _kind(self) -> Family:
        return FAMILIES[self.family]

    @cached_property
    def _codes(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = _json(self.folder / self.family / "encoding.json")
        return found

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = settings.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(str(self.folder / self.family / "model.onnx"), settings)


def instances(folder: Path, family: str) -> list[str]:
    """Names of the data sets of a family, in the order of its file."""
    plain = _json(folder / family / "config_space.json")
    found = (e["choices"] for e in plain["hyperparameters"] if e["name"] == FAMILIES[family].instance)
    return [str(name) for name in next(found)]


def _domain(entry: Mapping[str, Any]) -> Domain:
    if entry["type"] == "categorical":
        return Choice(tuple(entry["choices"]))
    kind = Int if entry["type"] == "uniform_int" else Float
    return kind(entry["lower"], entry["upper"], log=entry["log"])


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
