"""Tables that hold what is hard for trees: gaps, ties, many categories, columns that say nothing."""

from typing import NamedTuple

import numpy as np

from fitwright import tasks
from fitwright.core.blocks import MISSING, UNSEEN, Block, Codes, Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means

NUMBERS = ("plain", "gaps", "ties", "huge", "empty", "same")
TOWNS, SIZES = tuple(f"town {i}" for i in range(70)), ("s", "m", "l")


class Hard(NamedTuple):
    table: Table
    rows: Rows
    task: Task


def hard(kind: str, count: int = 300, seed: int = 0, categories: bool = True) -> Hard:
    """A table whose every column but the last two numbers says something about the answer."""
    rng = np.random.default_rng([seed, count])
    x = rng.normal(size=(count, len(NUMBERS)))
    x[:, 2] = np.round(x[:, 2])
    town, size = rng.integers(0, 60, count), rng.integers(0, 3, count)  # the last ten towns are not there
    signal = x[:, :3].sum(axis=1) + (town % 5) + 2 * (size == 1) + 0.2 * rng.normal(size=count)
    x[rng.random(count) < 0.2, 1] = np.nan
    x[:, 3] = np.where(rng.random(count) < 0.5, 1e30, -1e-30) * x[:, 0]
    x[:, 4], x[:, 5] = np.nan, 7.0
    codes = np.stack([town, size], axis=1).astype(np.int32)
    codes[rng.random(count) < 0.1] = MISSING
    blocks: list[Block] = [Numbers(NUMBERS, np.asfortranarray(x))]
    if categories:
        blocks.append(Codes(("town", "size"), np.asfortranarray(codes), (TOWNS, SIZES)))
    y = signal
    if kind != "regression":
        classes = 2 if kind == "binary" else 4
        y = np.digitize(signal, np.quantile(signal, np.arange(1, classes) / classes))
    task = tasks.catalog.get(kind).of(y)
    return Hard(Table.of(*blocks), Rows(task.encode(y)), task)


def strange(table: Table, seed: int = 1) -> Table:
    """The same columns with what was not there before: other gaps, infinite numbers, unseen levels."""
    rng = np.random.default_rng(seed)
    numbers = table.numbers()
    numbers[rng.random(numbers.shape) < 0.2] = np.nan
    numbers[rng.random(numbers.shape) < 0.05] = np.inf
    numbers[rng.random(numbers.shape) < 0.05] = -1e300
    names = table.having("category")
    come: list[Block] = [Numbers(table.having("number"), numbers)]
    if names:
        codes = table.codes()
        codes[rng.random(codes.shape) < 0.1] = UNSEEN
        codes[rng.random(len(codes)) < 0.1, 0] = len(TOWNS) - 1
        come.append(Codes(names, codes, (TOWNS, SIZES)))
    return table.replace((), *come)


def loaded(model):
    """What comes back from its state."""
    return type(model).from_state(model.state())


def same_with_more_cores(member, kind):
    """Is the model bit for bit the same on two cores, where there is enough to do for both?"""
    table, rows, task = hard(kind, 3000)
    one, two = (member.fit(table, rows, task, 3, Means(cores=cores)).predict(table) for cores in (1, 2))
    return np.array_equal(one, two)


def without_rows_of_weight_0(member, kind):
    """Is the model bit for bit the one that never saw the rows of weight 0?"""
    table, rows, task = hard(kind)
    there = np.flatnonzero(np.arange(len(rows)) % 3 > 0)
    weights = np.where(np.arange(len(rows)) % 3 > 0, 2.0, 0.0)
    heavy = member.fit(table, rows.weighted(weights), task, 0, Means()).predict(table)
    few = member.fit(table.at(there), rows.at(there).weighted(weights[there]), task, 0, Means())
    return np.array_equal(heavy, few.predict(table))
