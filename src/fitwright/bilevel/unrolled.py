"""Gradient descent of so many steps as the inner fit, its learning rate among what is tuned."""

import numpy as np

from fitwright.bilevel.differentiable import Differentiable, Hyper, Vector
from fitwright.bilevel.problem import Bilevel
from fitwright.core.errors import CandidateFailed, SettingError
from fitwright.space import Float

RATE = Float(1e-3, 10.0, log=True, default=0.1)


class Unrolled(Differentiable):
    """The inner loss goes down by plain steps, and the derivatives back up through each of them.

    For fits that end before they are done, where the learning rate and the number of steps matter; where the
    fit can be solved, the problem itself is faster and its penalties mean what they say.  A few trials of
    `tpe` find a learning rate as well: this is for rates beside penalties.  (Maclaurin, Duvenaud and Adams,
    2015, Gradient-based hyperparameter optimization through reversible learning; Franceschi et al., 2017.)

    Parameters
    ----------
    problem : whose inner loss is descended, and whose outer loss judges.
    updates : steps of the descent; all weights on the way are kept in memory.
    rate : the domain of the learning rate, called "rate" in configs.

    Raises
    ------
    SettingError
        `updates` is below 1, or the problem has a hyperparameter called "rate".

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.bilevel import GroupedRidge
    >>> X = np.random.default_rng(0).normal(size=(40, 2))
    >>> ridge = GroupedRidge((X[:30], X[:30, 0]), (X[30:], X[30:, 0]), ["all", "all"])
    >>> loss, slopes = Unrolled(ridge, updates=10).gradient({"all": 1.0, "rate": 0.05})
    >>> slopes["rate"] < 0
    True
    """

    def __init__(self, problem: Bilevel, updates: int = 100, rate: Float = RATE):
        if updates < 1 or "rate" in problem.space.domains:
            raise SettingError(
                "Expected updates from 1 on, and no hyperparameter called 'rate' in the problem; got "
                f"{updates} and {', '.join(problem.space.domains)}."
            )
        super().__init__(problem.space.with_({"rate": rate}))
        self.problem, self.updates = problem, updates

    def fit(self, hyper: Hyper) -> Vector:
        """(weights,) after the last step."""
        return self._path(hyper)[-1]

    def loss(self, hyper: Hyper) -> float:
        """The outer loss after the last step."""
        return self.problem.outer(self.fit(hyper))[0]

    def gradient(self, hyper: Hyper) -> tuple[float, dict[str, float]]:
        path = self._path(hyper)
        loss, back = self.problem.outer(path[-1])
        slopes = dict.fromkeys(self.space.domains, 0.0)
        for w in reversed(path[:-1]):
            slopes["rate"] -= float(self.problem.inner(w, hyper)[1] @ back)
            for name, product in self.problem.mixed_product(w, hyper, back).items():
                slopes[name] -= hyper["rate"] * product
            back = back - hyper["rate"] * self.problem.hessian_product(w, hyper, back)
        return loss, slopes

    def _path(self, hyper: Hyper) -> list[Vector]:
        """The weights at the start and after each step."""
        path = [self.problem.start()]
        with np.errstate(over="ignore", invalid="ignore"):
            for update in range(self.updates):
                w = path[-1] - hyper["rate"] * self.problem.inner(path[-1], hyper)[1]
                if not np.isfinite(w).all():
                    raise CandidateFailed(
                        f"Expected a descent; with a rate of {hyper['rate']:g} it left all numbers behind at "
                        f"step {update + 1}. Take lower rates."
                    )
                path.append(w)
        return path
