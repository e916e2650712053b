"""An objective that knows the derivative of its loss by each of its numbers."""

import math
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import CandidateFailed
from fitwright.core.trial import Result, Steps
from fitwright.core.work import Work
from fitwright.space import Space

Vector = NDArray[np.float64]
Hyper = Mapping[str, float]
"""Name to value of what is tuned."""


class Differentiable(ABC):
    """What `tune` minimises and `search="gradient"` can walk down; every other search takes it as well.

    Subclass it where loss and derivatives come from elsewhere, such as a simulator or JAX; `Bilevel` derives
    them from the two losses of a fit.

    Parameters
    ----------
    space : what is tuned, for `tune(objective, objective.space)`; a part of it does as well, the rest then
        stays at its defaults.

    Examples
    --------
    >>> from fitwright import Float, Space, tune
    >>> class Valley(Differentiable):
    ...     def gradient(self, hyper):
    ...         return (hyper["x"] - 2) ** 2, {"x": 2 * (hyper["x"] - 2)}
    >>> valley = Valley(Space(x=Float(-5, 5)))
    >>> round(tune(valley, valley.space, search="gradient", max_trials=8).best_params["x"], 1)
    2.0
    """

    def __init__(self, space: Space):
        self.space = space

    @property
    def steps(self) -> Steps:
        """One."""
        return Steps()

    @abstractmethod
    def gradient(self, hyper: Hyper) -> tuple[float, dict[str, float]]:
        """The loss, and its derivative by each number.

        Raises
        ------
        CandidateFailed
            Nothing that can be trusted came of it: the trial fails, and the search takes a shorter step.
        """

    def __call__(self, work: Work) -> Result:
        """Loss and derivatives of a trial's config, on the cores that it was granted."""
        from threadpoolctl import threadpool_limits

        began = time.perf_counter()
        with threadpool_limits(work.cores):
            loss, gradient = self.gradient({**self.space.default(), **work.config})
        if not (math.isfinite(loss) and all(math.isfinite(slope) for slope in gradient.values())):
            raise CandidateFailed(
                f"Expected a finite loss with finite derivatives; got {loss} and {dict(gradient)}."
            )
        plain = {name: float(slope) for name, slope in gradient.items()}
        return Result(float(loss), seconds=time.perf_counter() - began, gradient=plain)
