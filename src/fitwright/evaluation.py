"""How a predictor does on rows with known answers: numbers, and pictures of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats
from fitwright.figures import Figure, heat, line

CLASSES = 30
"""More classes than this make no confusion matrix that one can read."""
PARTS = 10
"""Rows are shown in so many parts of equal size, from low predictions to high ones."""


@dataclass(frozen=True)
class Evaluation(Mapping[str, float]):
    """Metrics by name, the one that was asked for first; notebooks show the pictures too.

    Attributes
    ----------
    metrics : name to value, each in its own sign.
    figures : name to picture: "confusion" for classes, "calibration" for numbers; and where they are known,
        "learning", score by the number of rows learned from, and "search", score over the seconds of the run.

    Examples
    --------
    >>> Evaluation({"accuracy": 0.9}, {})["accuracy"]
    0.9
    """

    metrics: Mapping[str, float]
    figures: Mapping[str, Figure]

    def __getitem__(self, name: str) -> float:
        return self.metrics[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.metrics)

    def __len__(self) -> int:
        return len(self.metrics)

    def __repr__(self) -> str:
        return "\n".join(f"{name:20} {value:.5g}" for name, value in self.metrics.items())

    def _repr_html_(self) -> str:
        lines = "".join(
            f"<tr><td>{escape(name)}</td><td>{value:.5g}</td></tr>" for name, value in self.metrics.items()
        )
        pictures = "".join(f"<div>{figure._repr_svg_()}</div>" for figure in self.figures.values())
        return f"<table>{lines}</table>{pictures}"


def confusion(true: NDArray[Any], predicted: NDArray[Any], labels: Sequence[Any]) -> dict[str, Figure]:
    """Counts of class codes, true by predicted; nothing where there are too many classes to read it."""
    count = len(labels)
    if count > CLASSES:
        return {}
    flat = true.astype(np.int64) * count + predicted.astype(np.int64)
    cells = np.bincount(flat, minlength=count * count).reshape(count, count)
    names = [str(label) for label in labels]
    return {"confusion": heat(cells, names, names, "Confusion", "true", "predicted")}


def calibration(true: Floats, predicted: Floats) -> dict[str, Figure]:
    """Means of truth and prediction in tenths of the rows, from low predictions to high ones."""
    parts = [part for part in np.array_split(np.argsort(predicted, kind="stable"), PARTS) if len(part)]
    foretold = [float(predicted[part].mean()) for part in parts]
    found = [float(true[part].mean()) for part in parts]
    spread = [float(true[part].std() / np.sqrt(len(part))) for part in parts]
    curves = {"truth": (foretold, found, spread), "prediction": (foretold, foretold)}
    return {"calibration": line(curves, "Truth by prediction", "mean prediction", "mean truth")}


def learning(growth: Sequence[Sequence[float]], metric: str) -> dict[str, Figure]:
    """Score on rows not seen, by the number of rows learned from; the band is the standard error."""
    if len(growth) < 2:
        return {}
    rows, scores, errors = ([point[i] for point in growth] for i in range(3))
    picture = line({"rows not seen": (rows, scores, errors)}, "Learning curve", "rows learned from", metric)
    return {"learning": picture}


def searched(curve: Sequence[Sequence[float]], metric: str) -> dict[str, Figure]:
    """How the best candidate's score changed over the seconds of the run."""
    if not curve:
        return {}
    seconds, scores = [point[0] for point in curve], [point[1] for point in curve]
    return {"search": line({"best so far": (seconds, scores)}, "Search", "seconds", metric, stairs=True)}
