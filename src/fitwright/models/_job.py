"""What a booster is asked to learn, and the way back from its sums to those of the task."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.models._grown import Link
from fitwright.models._trees import Trees

SMALL = 20_000
"""Cells that one thread alone works on."""


@dataclass(frozen=True)
class Job:
    """What a booster is to learn.

    Attributes
    ----------
    x : (rows, columns), codes as numbers, NaN where missing.
    y : (rows,) codes of the classes that are there, or numbers of mean 0 and spread 1.
    weights : (rows,) of mean 1, or None.
    categories : positions of the columns that hold codes.
    link : which loss: "identity" is the squared one.
    outputs : sums a row gets.
    """

    x: Floats
    y: Floats
    weights: Floats | None
    categories: tuple[int, ...]
    link: Link
    outputs: int
    seed: int
    cores: int

    @property
    def threads(self) -> int:
        """One where there is little to do: more would wait for each other."""
        return self.cores if self.x.size > SMALL else 1

    @property
    def teaches(self) -> bool:
        """Does any column vary, and the answer too?"""
        varied = (self.y != self.y[0]).any()
        return bool(varied) and any(_varies(self.x[:, i]) for i in range(self.x.shape[1]))

    def at(self, index: Index) -> "Job":
        """The same for some of the rows."""
        weights = None if self.weights is None else self.weights[index]
        return replace(self, x=self.x[index], y=self.y[index], weights=weights)


@dataclass(frozen=True)
class Back:
    """The way back: numbers are scaled, and classes that were not there get their columns.

    Attributes
    ----------
    scale, shift : of numbers.
    places : (sums,) the columns of the job's sums among the task's; None where they are the same.
    base : (outputs,) what the task's sums begin with where the job has none.
    """

    scale: float
    shift: float
    places: NDArray[np.intp] | None
    base: Floats

    def trees(self, trees: Trees) -> Trees:
        """The trees, adding to the task's sums."""
        if self.places is None:
            base = trees.base * self.scale + self.shift
            if len(trees.scale):
                return replace(trees, scale=trees.scale * self.scale, base=base)
            return replace(trees, value=trees.value * self.scale, base=base)
        value, base, begin = trees.value, self.base.copy(), trees.begin
        base[self.places] = trees.base
        if len(begin):
            begin = np.zeros(len(base), np.float32)
            begin[self.places] = trees.begin
        if value.shape[1] > 1:
            value = np.zeros((len(trees.value), len(base)), value.dtype)
            value[:, self.places] = trees.value
        output = self.places[trees.output].astype(np.int32)
        return replace(trees, value=value, output=output, base=base, begin=begin)


def posed(table: Table, rows: Rows, task: Task, seed: int, cores: int) -> tuple[Job, Back]:
    """The job, and the way back."""
    names = table.names
    y, link, outputs, back = _classes(rows, task) if task.classifies else _numbers(rows)
    job = Job(
        x=table.matrix(),
        y=y,
        weights=rows.weights,
        categories=tuple(names.index(name) for name in table.having("category")),
        link=link,
        outputs=outputs,
        seed=seed,
        cores=cores,
    )
    return job, back


def link_of(task: Task) -> Link:
    """How the task's sums become its predictions."""
    if not task.classifies:
        return "identity"
    return "logistic" if len(task.outputs) == 2 else "softmax"


def constant(rows: Rows, task: Task) -> Trees:
    """The same answer for all: the mean, or each class as often as it was there (and once more)."""
    if not task.classifies:
        return Trees.nothing(np.array([np.average(rows.answers, weights=rows.weights)]))
    counts = np.bincount(rows.answers.astype(np.intp), rows.weights, minlength=len(task.outputs))
    odds = np.log(counts + 1)
    return Trees.nothing(odds[1:] - odds[:1] if len(odds) == 2 else odds)


def _numbers(rows: Rows) -> tuple[Floats, Link, int, Back]:
    y = rows.answers.astype(np.float64)
    shift, scale = float(y.mean()), float(y.std()) or 1.0
    return (y - shift) / scale, "identity", 1, Back(scale, shift, None, np.zeros(1))


def _classes(rows: Rows, task: Task) -> tuple[Floats, Link, int, Back]:
    """Only the classes that are there are learned; an absent one is about as likely as one more row."""
    there, y = np.unique(rows.answers.astype(np.intp), return_inverse=True)
    few = len(there) == 2
    link: Link = "logistic" if few else "softmax"
    outputs, base, places = (1 if few else len(there)), np.zeros(len(task.outputs)), None
    if len(there) < len(task.outputs):
        base += np.log(1 / (len(y) + len(base)))
        base[there] = 0.0
        places = there[1:] if few else there
    return y.astype(np.float64), link, outputs, Back(1.0, 0.0, places, base)


def _varies(column: Floats) -> bool:
    gone = np.isnan(column)
    known = column[~gone]
    return bool(len(known)) and bool((known != known[0]).any() or gone.any())
