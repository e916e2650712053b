"""What each column adds to an additive model, read from trees that ask for one column each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats
from fitwright.models._trees import Flags, Trees


@dataclass(frozen=True)
class Curve:
    """What one column adds to the sum of a row, before the link: logarithms of odds, or the target's unit.

    Attributes
    ----------
    x : (points,) of a number, the upper ends of its steps, the last one infinite; of a category, its levels.
    contribution : (points, outputs) what is added up to and including each end, or for each level.
    missing : (outputs,) what is added where the value is missing.
    """

    x: Floats | tuple[str, ...]
    contribution: Floats
    missing: Floats


@dataclass(frozen=True)
class Part:
    """The trees that ask for one column, and the values between which they tell a difference.

    Attributes
    ----------
    points : (points,) one value in each step of a number, or each code; the last one is NaN, for missing.
    sums : (points, outputs) what the trees add at each of them.
    """

    points: Floats
    sums: Floats

    def at(self, values: Floats) -> NDArray[np.intp]:
        """(rows,) the point whose sum each of `values` gets."""
        found = np.searchsorted(self.points[:-1], values)
        found[np.isnan(values) | (found >= len(self.points) - 1)] = len(self.points) - 1
        return found


def root_columns(trees: Trees) -> NDArray[np.integer[Any]]:
    """(trees,) the column that each tree asks for first; below 0 where it asks for none."""
    return trees.feature[trees.roots]


def is_additive(trees: Trees) -> bool:
    """Does every tree ask for one column alone?"""
    sizes = np.diff(np.append(trees.roots, len(trees.feature)))
    first = np.repeat(root_columns(trees), sizes)
    return bool(((trees.feature == first) | (trees.feature < 0)).all())


def parts_of(trees: Trees, columns: int, levels: Sequence[int]) -> list[Part]:
    """One part a column.

    Parameters
    ----------
    trees : each asks for one column.
    levels : (columns,) how many levels a category has; 0 where a column holds numbers.
    """
    asked, inner = root_columns(trees), trees.feature[trees.feature >= 0]
    parts = []
    for column in range(columns):
        if levels[column]:
            points = np.arange(levels[column], dtype=np.float64)
        else:
            points = np.append(np.unique(trees.threshold[inner == column].astype(np.float64)), np.inf)
        x = np.zeros((len(points) + 1, columns))
        x[:, column] = np.append(points, np.nan)
        parts.append(Part(x[:, column].copy(), _chosen(trees, asked == column).sums(x)))
    return parts


def _chosen(trees: Trees, mine: Flags) -> Trees:
    """Some of the trees, from a base of 0."""
    base, begin = np.zeros_like(trees.base), np.zeros_like(trees.begin)
    return replace(trees, roots=trees.roots[mine], output=trees.output[mine], base=base, begin=begin)
