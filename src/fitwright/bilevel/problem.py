"""Weights that an inner loss fits and an outer loss judges: derivatives by what the fit was told."""

from abc import abstractmethod

import numpy as np
from numpy.typing import NDArray

from fitwright.bilevel._newton import newton, solve
from fitwright.bilevel.differentiable import Differentiable, Hyper, Vector
from fitwright.core.errors import CandidateFailed, SettingError
from fitwright.space import Space


class Bilevel(Differentiable):
    """Hyperparameters are good if the weights that are best for the inner loss are good for the outer one.

    At the end of the fit the inner gradient is zero, whatever the hyperparameters: so the implicit function
    theorem tells how the weights move with them, from the inner loss's second derivatives, without a look at
    the way there (Larsen et al., 1996; Bengio, 2000; Pedregosa, 2016; Lorraine, Vicol and Duvenaud, 2020).
    Where the fit, or the linear system behind the derivatives, is not solved to the `tolerance`, the trial
    fails and the search steps back.

    `GroupedRidge` and `GroupedLogistic` are ready made, `Autograd` takes two functions written in torch.  To
    write one in NumPy, subclass this with the five methods that raise here, and `hessian` where it is small.

    Parameters
    ----------
    space : what is tuned.
    tolerance : the norm of the inner gradient at which the fit has ended, as a share of that at the start.
    rounds : Newton's steps at most.
    """

    def __init__(self, space: Space, tolerance: float = 1e-7, rounds: int = 100):
        super().__init__(space)
        if not tolerance > 0 or rounds < 1:
            raise SettingError(
                f"Expected a tolerance above 0 and rounds from 1 on; got {tolerance}, {rounds}."
            )
        self.tolerance, self.rounds = tolerance, rounds

    @abstractmethod
    def start(self) -> Vector:
        """(weights,) where the fit begins."""

    @abstractmethod
    def inner(self, w: Vector, hyper: Hyper) -> tuple[float, Vector]:
        """The loss that fits the weights, and its gradient (weights,)."""

    @abstractmethod
    def outer(self, w: Vector) -> tuple[float, Vector]:
        """The loss that judges the weights, on other rows, and its gradient (weights,)."""

    @abstractmethod
    def hessian_product(self, w: Vector, hyper: Hyper, v: Vector) -> Vector:
        """(weights,) the second derivatives of the inner loss by the weights, times `v`."""

    @abstractmethod
    def mixed_product(self, w: Vector, hyper: Hyper, v: Vector) -> dict[str, float]:
        """For each hyperparameter, the derivative of the inner gradient by it, times `v`."""

    def hessian(self, w: Vector, hyper: Hyper) -> NDArray[np.float64] | None:
        """(weights, weights) the second derivatives as a whole; None where they are too many for that."""
        return None

    def diagonal(self, w: Vector, hyper: Hyper) -> Vector | None:
        """(weights,) of the hessian, which speeds up what goes without it; None where it is not known."""
        return None

    def fit(self, hyper: Hyper) -> Vector:
        """(weights,) where the inner loss is lowest.

        Raises
        ------
        CandidateFailed
            The tolerance was not reached.
        """
        w, left = newton(self, hyper, self.start(), self.tolerance, self.rounds)
        self._check("fit of the weights", left)
        return w

    def loss(self, hyper: Hyper) -> float:
        """The outer loss of the weights that are fitted under `hyper`."""
        return self.outer(self.fit(hyper))[0]

    def gradient(self, hyper: Hyper) -> tuple[float, dict[str, float]]:
        w = self.fit(hyper)
        loss, towards = self.outer(w)
        through, left = solve(self, w, hyper, towards, self.tolerance)
        self._check("linear system behind the derivatives", left)
        return loss, {name: -slope for name, slope in self.mixed_product(w, hyper, through).items()}

    def _check(self, what: str, left: float) -> None:
        if not left <= self.tolerance:
            raise CandidateFailed(
                f"Expected the {what} to end within {self.tolerance:g} of its size at the start; it ended at "
                f"{left:.2g}. Give it more rounds, a greater tolerance, or scale the columns alike."
            )
