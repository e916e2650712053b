"""The numbers that tell most of the target, alone, stay."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.features._selecting import Selecting
from fitwright.space import Float, Space


@dataclass
class SelectMutualInformation(Selecting):
    """Keep the share of the numbers that has most mutual information with the target, however it bends.

    Each number is looked at alone, so what tells something only together with another may go.  Rows with
    weights above 0 count alike.  Categories, dates, texts and sparse columns are not judged and stay.

    Parameters
    ----------
    share : of the numbers that stay, at least one.

    References
    ----------
    A. Kraskov et al., "Estimating mutual information", 2004; B. C. Ross, "Mutual information between discrete
    and continuous data sets", 2014.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> from fitwright.tasks.regression import Regression
    >>> values = np.random.default_rng(0).normal(size=(200, 2))
    >>> table = Table.of(Numbers(("noise", "signal"), values))
    >>> step = SelectMutualInformation().fit(table, Rows(values[:, 1] ** 2), Regression(), 0)
    >>> step.transform(table).names
    ('signal',)
    """

    share: float = 0.5
    most: ClassVar[int] = 4000
    imports: ClassVar[tuple[str, ...]] = ("sklearn.feature_selection",)

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(share=Float(0.05, 1.0, log=True, default=0.5))

    def choose(self, x: Floats, rows: Rows, task: Task, seed: int) -> NDArray[np.bool_]:
        from sklearn.feature_selection import mutual_info_classif, mutual_info_regression

        y = rows.answers
        ask = mutual_info_classif if task.classifies else mutual_info_regression
        few = np.array([len(np.unique(column)) <= 2 for column in x.T])
        x[:, few] = x[:, few] > x[:, few].min(0)  # codes 0 and 1
        targets = y.reshape(len(y), -1).T
        told = np.max(
            [ask(x, target, discrete_features=few, random_state=seed, n_jobs=1) for target in targets], axis=0
        )
        count = max(1, round(self.share * x.shape[1]))
        kept = np.zeros(x.shape[1], bool)
        kept[np.argsort(-told, kind="stable")[:count]] = True
        return kept
