"""Numbers that trees use more than noise stay."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.features._selecting import Selecting
from fitwright.space import Choice, Space

LEAF = 5
"""Rows in a leaf at least: with fewer, trees would split on noise to no end."""


@dataclass
class SelectImportance(Selecting):
    """Keep the numbers that a forest finds more important than shuffled copies of them, which tell nothing.

    The copies (probes) have the same values in another order; a number stays where it is more important than
    `quantile` of all probes.  Sees what bends and what goes together.  Categories, dates, texts and sparse
    columns are not judged and stay.

    Parameters
    ----------
    quantile : 1 for more important than every probe.
    trees : in the forest.

    References
    ----------
    M. B. Kursa, W. R. Rudnicki, "Feature selection with the Boruta package", 2010.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> from fitwright.tasks.regression import Regression
    >>> values = np.random.default_rng(0).normal(size=(200, 3))
    >>> table = Table.of(Numbers(("noise", "one", "other"), values))
    >>> step = SelectImportance().fit(table, Rows(values[:, 1] * values[:, 2]), Regression(), 0)
    >>> step.transform(table).names
    ('one', 'other')
    """

    quantile: float = 1.0
    trees: int = 30
    most: ClassVar[int] = 5000
    imports: ClassVar[tuple[str, ...]] = ("sklearn.ensemble",)

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(quantile=Choice((1.0, 0.9, 0.5)))

    def choose(self, x: Floats, rows: Rows, task: Task, seed: int) -> NDArray[np.bool_]:
        from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

        rng = np.random.default_rng(seed)
        probes = rng.permuted(x, axis=0)
        kind = ExtraTreesClassifier if task.classifies else ExtraTreesRegressor
        forest = kind(self.trees, min_samples_leaf=LEAF, max_features=0.5, random_state=seed, n_jobs=1)
        both = np.concatenate([x, probes], axis=1).astype(np.float32)
        worth = forest.fit(both, rows.answers, sample_weight=rows.weights).feature_importances_
        real, noise = worth[: x.shape[1]], worth[x.shape[1] :]
        kept: NDArray[np.bool_] = real > np.quantile(noise, self.quantile)
        return kept
