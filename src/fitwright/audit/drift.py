"""What is different in another table: the rows to predict, next to those to learn from."""

from collections.abc import Iterator

import numpy as np

from fitwright.audit._columns import binned, codes, edges, measures, missing
from fitwright.audit._scores import Question
from fitwright.audit.audit import Audit, Finding, Subject
from fitwright.core.blocks import UNSEEN
from fitwright.core.rows import Floats
from fitwright.core.table import Table

ROWS = 5_000
"""Rows of each table that are compared."""
SMALL, LARGE = 0.1, 0.3
"""How well a column tells the tables apart (2 AUC - 1): to be told of, and to be warned of."""
NOISE = 4.0
"""So many standard deviations of chance it must stand out, too."""
NEW = 0.01
"""Share of rows with a level that was not learned."""


class Drift(Audit):
    """Column by column, how well it tells which of the two tables a row is from; and levels that are new."""

    quick = False

    def look(self, subject: Subject) -> Iterator[Finding]:
        other = subject.other
        if other is None or not len(other) or not len(subject.table):
            return
        here, there = _few(subject.table, subject.seed), _few(other, subject.seed)
        for name in here.having("number", "boolean", "category", "date", "text"):
            if not subject.budget.left:
                return
            yield from _new_levels(there, name)
            if (score := _apart(here, there, name, subject.seed)) > 0:
                yield _finding(here, there, name, score)
        if subject.is_asked and len(subject.other_rows):
            yield from _answers(subject)


def _few(table: Table, seed: int) -> Table:
    if len(table) <= ROWS:
        return table
    return table.at(np.random.default_rng(seed).choice(len(table), ROWS, replace=False))


def _apart(here: Table, there: Table, name: str, seed: int) -> float:
    """2 AUC - 1 of the column for the question which table a row is from; 0 where that may be chance."""
    one, two = measures(here, name), measures(there, name)
    if one is not None and two is not None:
        both = binned(np.concatenate([one, two]), edges(one, 16))
    elif name in here.having("text"):
        return 0.0
    else:
        both = np.concatenate([codes(here, name), codes(there, name)])
    which = np.repeat([0.0, 1.0], [len(here), len(there)])
    rng = np.random.default_rng(seed)
    score = Question(which[:, None], rng.permutation(len(both)) % 3, classes=True).score(both)
    chance = NOISE * np.sqrt((1 / len(here) + 1 / len(there)) / 3)
    return score if score > max(SMALL, chance) else 0.0


def _finding(here: Table, there: Table, name: str, score: float) -> Finding:
    """What differs, in the terms of the column."""
    gaps = float(missing(here, name).mean()), float(missing(there, name).mean())
    told = f"It tells the two tables apart: AUC {(1 + score) / 2:.2f}"
    if abs(gaps[0] - gaps[1]) >= 0.05:
        told += f"; missing in {gaps[0]:.0%} of the rows here, in {gaps[1]:.0%} there"
    elif (values := measures(here, name)) is not None and name not in here.having("date"):
        told += f"; median {_median(values):.4g} here, {_median(measures(there, name)):.4g} there"
    return Finding(
        "warning" if score >= LARGE else "info", (name,), f"{told}.",
        "Scores on the first table may not hold for the second: see why it changed; split by time or group "
        "where that is the reason.",
    )  # fmt: skip


def _median(values: Floats | None) -> float:
    known = np.zeros(0) if values is None else values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else float("nan")


def _new_levels(there: Table, name: str) -> Iterator[Finding]:
    """Levels that the schema does not know."""
    if name not in there.having("category"):
        return
    share = float((there.codes([name]) == UNSEEN).mean())
    if share >= NEW:
        yield Finding(
            "warning" if share >= 0.1 else "info", (name,),
            f"{share:.1%} of the rows of the other table hold a level that is not in this one.",
            "They are predicted as a level that nobody has seen.",
        )  # fmt: skip


def _answers(subject: Subject) -> Iterator[Finding]:
    """Has the target itself changed?"""
    one, two = subject.rows.answers.astype(np.float64), subject.other_rows.answers.astype(np.float64)
    which = np.repeat([0.0, 1.0], [len(one), len(two)])
    both = np.concatenate([one, two])
    place = both.astype(np.int64) if subject.asked.classifies else binned(both, edges(one, 16))
    fold = np.random.default_rng(subject.seed).permutation(len(both)) % 3
    score = Question(which[:, None], fold, classes=True).score(place)
    if score > max(SMALL, NOISE * np.sqrt((1 / len(one) + 1 / len(two)) / 3)):
        yield Finding(
            "warning", (), f"The target itself differs between the tables: AUC {(1 + score) / 2:.2f}.",
            "See why: another time, another choice of rows, or another way to measure.",
        )  # fmt: skip
