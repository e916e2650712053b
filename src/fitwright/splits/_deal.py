"""How rows are dealt out: evenly over classes or quantiles, with groups kept whole where there are some."""

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import DataError
from fitwright.core.rows import Index, Rows

BINS = 10
"""A target of numbers is cut into so many quantiles where whole groups are dealt."""

Folds = NDArray[np.int64]
"""(rows,) the number of each row's fold."""


def deal(rows: Rows, count: int, folds: int, seed: int) -> Folds:
    """(count,) fold of each row: equal sizes, equal shares of each class or quantile; groups stay whole.

    There are fewer folds where there are fewer rows (or groups).

    Raises
    ------
    DataError
        Fewer than two rows, or fewer than two groups.
    """
    rng = np.random.default_rng(seed)
    if rows.groups is not None:
        return _deal_groups(rows, count, folds, rng)
    if count < 2:
        raise few(count)
    folds = min(folds, count)
    order = shuffled(rows, count, rng)
    dealt = np.empty(count, np.int64)
    if _has_numbers(rows):
        blocks = np.tile(np.arange(folds), (-(-count // folds), 1))  # (blocks of neighbours in y, folds)
        dealt[order] = rng.permuted(blocks, axis=1).ravel()[:count]
    else:
        dealt[order] = np.arange(count) % folds
    return dealt


def few(count: int) -> DataError:
    """What to say where there are not rows enough for two sides."""
    found = "only one sample" if count == 1 else "none"
    return DataError(f"Expected at least two rows to split; got {found}. Add rows.")


def pairs(dealt: Folds) -> list[tuple[Index, Index]]:
    """Each fold judged once by what is learned from all others."""
    return [(np.flatnonzero(dealt != k), np.flatnonzero(dealt == k)) for k in range(int(dealt.max()) + 1)]


def part(rows: Rows, count: int, share: float, seed: int) -> NDArray[np.bool_]:
    """(count,) True for about `share` of the rows, evenly over classes or quantiles; groups stay whole.

    One row of each class stays outside, and at least one row is inside, as far as there are enough.
    """
    if rows.groups is not None and len(np.unique(rows.groups)) > 1:
        return np.equal(deal(rows, count, max(2, round(1 / share)), seed), 0)
    order = shuffled(rows, count, np.random.default_rng(seed))
    steps = np.floor(np.arange(count + 1) * share + 0.5)
    inside = np.empty(count, bool)
    inside[order] = np.diff(steps) > 0
    if count > 1 and not inside.any():
        inside[order[count // 2]] = True
    if _has_classes(rows):
        inside[_lost(rows.answers.astype(np.int64), inside)] = False
    return inside


def last(time: NDArray[np.float64], share: float) -> NDArray[np.bool_]:
    """(rows,) True for about the last `share` of the rows by time; equal times stay together."""
    moments, first = np.unique(np.sort(time), return_index=True)
    wanted = len(time) * (1 - share)
    start = int(np.argmin(np.abs(first[1:] - wanted))) + 1 if len(moments) > 1 else 0
    return time >= moments[start] if start else np.zeros(len(time), bool)


def sample(rows: Rows, number: int, seed: int) -> Index:
    """Rising positions of about `number` rows, evenly over classes or quantiles, each class at least once."""
    count = len(rows)
    if number >= count:
        return np.arange(count)
    order = shuffled(rows, count, np.random.default_rng(seed))
    kept = np.zeros(count, bool)
    kept[order[(np.arange(number) * count) // number]] = True
    if _has_classes(rows):
        kept[_lost(rows.answers.astype(np.int64), ~kept)] = True
    return np.flatnonzero(kept)


def shuffled(rows: Rows, count: int, rng: np.random.Generator) -> Index:
    """(count,) positions in random order, then by class or by number."""
    order = rng.permutation(count)
    if rows.y is None or rows.y.ndim > 1:
        return order
    return order[np.argsort(rows.y[order], kind="stable")]


def _lost(codes: NDArray[np.int64], gone: NDArray[np.bool_]) -> Index:
    """The first row of each class all of whose rows are gone."""
    classes, first = np.unique(codes, return_index=True)
    alive = np.unique(codes[~gone])
    return first[~np.isin(classes, alive)]


def _has_classes(rows: Rows) -> bool:
    return rows.y is not None and rows.y.ndim == 1 and rows.y.dtype.kind in "iu"


def _has_numbers(rows: Rows) -> bool:
    return rows.y is not None and rows.y.ndim == 1 and rows.y.dtype.kind == "f"


def _strata(rows: Rows, count: int) -> NDArray[np.int64]:
    """(count,) class or quantile of each row; 0 where there is nothing to keep even."""
    if _has_classes(rows):
        return np.unique(rows.answers, return_inverse=True)[1].astype(np.int64)
    if _has_numbers(rows):
        ranks = np.argsort(np.argsort(rows.answers, kind="stable"), kind="stable")
        return (ranks * BINS // count).astype(np.int64)
    return np.zeros(count, np.int64)


def _deal_groups(rows: Rows, count: int, folds: int, rng: np.random.Generator) -> Folds:
    """Largest group first, each to the fold that lacks most of what it brings."""
    names, group = np.unique(np.asarray(rows.groups), return_inverse=True)
    if len(names) < 2:
        raise DataError(
            f"Expected at least two groups to split by; got {len(names)} in {count} rows. "
            "Name another column for the groups, or none."
        )
    folds = min(folds, len(names))
    strata = _strata(rows, count)
    by_group = strata[np.argsort(group, kind="stable")]
    sizes = np.bincount(group)
    starts = np.cumsum(sizes) - sizes
    totals = np.maximum(np.bincount(strata), 1)  # (strata,)
    filled = np.zeros((folds, len(totals) + 1))  # shares of each stratum, and of the rows
    home = np.empty(len(names), np.int64)
    order = rng.permutation(len(names))
    for g in order[np.argsort(-sizes[order], kind="stable")]:
        brings = np.bincount(by_group[starts[g] : starts[g] + sizes[g]], minlength=len(totals)) / totals
        brings = np.append(brings, sizes[g] / count)
        chosen = np.argmin(filled @ brings + 1e-9 * filled[:, -1])
        home[g] = chosen
        filled[chosen] += brings
    return home[group]
