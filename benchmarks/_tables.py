"""Tables to measure on: the public sets of a manifest with a frozen split, and a generated one."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.scenario import Options

if TYPE_CHECKING:
    import polars as pl

Index = NDArray[np.int64]


@dataclass(frozen=True)
class Public:
    """A public table: columns as they are in the file, answers as codes or numbers."""

    X: "pl.DataFrame"
    y: NDArray[Any]
    classes: list[str]
    """Labels in the order of their codes; none for a regression."""


def core_sets(options: Options) -> list[dict[str, Any]]:
    """Entries of the manifest that are marked as core, with the file's whole path as `path`.

    Raises
    ------
    SystemExit
        There is no manifest in the folder.
    """
    return [one for one in _manifest(options) if one["core"] and options.wants(one["name"])]


def named_sets(options: Options, names: Iterable[str]) -> list[dict[str, Any]]:
    """Entries of these names, in their order, as `core_sets` gives them."""
    known = {one["name"]: one for one in _manifest(options)}
    return [known[name] for name in names if name in known]


def _manifest(options: Options) -> list[dict[str, Any]]:
    manifest = options.data / "manifest.json"
    if not manifest.is_file():
        raise SystemExit(f"Expected public tables in {options.data}; set FITWRIGHT_DATA, or give --data.")
    entries = json.loads(manifest.read_text("utf-8"))["datasets"]
    return [{**one, "path": str(options.data / one["file"])} for one in entries]


def read(entry: Mapping[str, Any]) -> Public:
    """The table of an entry, without the rows that have no answer."""
    import polars as pl

    frame = pl.read_parquet(Path(entry["path"]))
    frame = frame.filter(pl.col(entry["target"]).is_not_null())
    answers, X = frame[entry["target"]], frame.drop(entry["target"])
    if entry["task"] == "regression":
        return Public(X, answers.cast(pl.Float64).to_numpy(), [])
    labels = [str(label) for label in answers.to_list()]
    classes = in_order(set(labels))
    code = {label: number for number, label in enumerate(classes)}
    return Public(X, np.array([code[label] for label in labels], dtype=np.int64), classes)


def in_order(labels: set[str]) -> list[str]:
    """By number where all of them are numbers, else by letters."""
    try:
        return sorted(labels, key=float)
    except ValueError:
        return sorted(labels)


def fold_of(y: NDArray[Any], task: str, folds: int, seed: int) -> Index:
    """(rows,) the fold of each row; the same as in the records of peers.

    NumPy's old generator is frozen, so this holds for every version: a regression's rows are dealt round
    robin in a random order, a classification's so within each class, going on where the last class ended.
    """
    order = np.random.RandomState(seed)
    fold = np.empty(len(y), dtype=np.int64)
    if task == "regression":
        fold[order.permutation(len(y))] = np.arange(len(y)) % folds
        return fold
    dealt = 0
    for code in range(int(y.max()) + 1):
        rows = np.flatnonzero(y == code)
        fold[rows[order.permutation(len(rows))]] = (np.arange(len(rows)) + dealt) % folds
        dealt += len(rows)
    return fold


def generated(rows: int = 10_000, columns: int = 30, words: int = 0) -> tuple["pl.DataFrame", Index]:
    """A table of numbers for two classes; its last `words` columns are categories of twelve levels."""
    import polars as pl
    from sklearn.datasets import make_classification

    X, y = make_classification(rows, columns, n_informative=columns // 2, random_state=0)
    frame = pl.DataFrame({f"x{number}": X[:, number] for number in range(columns)})
    for number in range(columns - words, columns):
        levels = 12 * X[:, number].argsort().argsort() // rows
        frame = frame.with_columns(pl.Series(f"x{number}", [f"level {level}" for level in levels]))
    return frame, y.astype(np.int64)
