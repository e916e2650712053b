"""The same hyperparameters in several problems, such as the folds of a cross-validation."""

from collections.abc import Sequence

from fitwright.bilevel.differentiable import Differentiable
from fitwright.core.errors import SettingError
from fitwright.core.trial import Result, Steps
from fitwright.core.work import Work


class Folded:
    """One problem a fold: loss and derivatives are means over the folds, and rules may race them.

    Parameters
    ----------
    problems : at least one, all of the same space.

    Raises
    ------
    SettingError
        There is none, or their spaces differ.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright import tune
    >>> from fitwright.bilevel import GroupedRidge
    >>> X = np.random.default_rng(0).normal(size=(60, 2))
    >>> y, odd = X[:, 0], np.arange(60) % 2 == 1
    >>> folds = Folded([
    ...     GroupedRidge((X[odd], y[odd]), (X[~odd], y[~odd]), ["signal", "noise"]),
    ...     GroupedRidge((X[~odd], y[~odd]), (X[odd], y[odd]), ["signal", "noise"]),
    ... ])
    >>> len(tune(folds, folds.space, search="gradient", max_trials=3).best.results)
    2
    """

    def __init__(self, problems: Sequence[Differentiable]):
        if not problems or any(problem.space != problems[0].space for problem in problems):
            raise SettingError(f"Expected problems of one space, at least one; got {len(problems)}.")
        self.problems, self.space = tuple(problems), problems[0].space

    @property
    def steps(self) -> Steps:
        """One a problem."""
        return Steps(len(self.problems))

    def __call__(self, work: Work) -> Result:
        """Loss and derivatives of one fold."""
        return self.problems[work.key.step.fold](work)
