"""Inner and outer losses that are written in torch: it knows their derivatives."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from fitwright.bilevel.differentiable import Hyper, Vector
from fitwright.bilevel.problem import Bilevel
from fitwright.core.errors import MissingExtra
from fitwright.space import Space

if TYPE_CHECKING:
    from torch import Tensor

Inner = Callable[["Tensor", Mapping[str, "Tensor"]], "Tensor"]
"""(weights, name to hyperparameter) to the loss that fits the weights."""
Outer = Callable[["Tensor"], "Tensor"]
"""(weights,) to the loss that judges them."""


class Autograd(Bilevel):
    """Two functions of torch tensors; needs the extra `[deep]`.

    All is done in double precision on the CPU.  The second derivatives are never written down, so that it
    suits many weights; the inner loss should be smooth, and curved upwards where the fit ends.

    Parameters
    ----------
    inner : of the weights (a tensor of one axis) and a dict of hyperparameters (tensors without axes).
    outer : of the weights alone.
    start : (weights,) where the fit begins.
    space : what is tuned.
    tolerance, rounds : as for `Bilevel`.

    Raises
    ------
    MissingExtra
        torch is not installed.

    Examples
    --------
    ::

        X, y = torch.tensor(...), torch.tensor(...)

        def inner(w, hyper):
            return ((X @ w - y) ** 2).mean() + hyper["ridge"] * (w**2).sum()

        def outer(w):
            return ((X_judge @ w - y_judge) ** 2).mean()

        space = Space(ridge=Float(1e-6, 1, log=True))
        tune(Autograd(inner, outer, np.zeros(X.shape[1]), space), space, search="gradient", max_trials=20)
    """

    def __init__(
        self,
        inner: Inner,
        outer: Outer,
        start: Any,
        space: Space,
        tolerance: float = 1e-7,
        rounds: int = 100,
    ):
        super().__init__(space, tolerance, rounds)
        _torch()
        self._inner, self._outer = inner, outer
        self._start = np.asarray(start, np.float64).ravel()

    def start(self) -> Vector:
        return self._start.copy()

    def inner(self, w: Vector, hyper: Hyper) -> tuple[float, Vector]:
        weights, fixed = _tensor(w), self._tensors(hyper)
        return _with_slope(self._inner(weights, fixed), weights)

    def outer(self, w: Vector) -> tuple[float, Vector]:
        weights = _tensor(w)
        return _with_slope(self._outer(weights), weights)

    def hessian_product(self, w: Vector, hyper: Hyper, v: Vector) -> Vector:
        weights, fixed = _tensor(w), self._tensors(hyper)
        along = self._slope(weights, fixed) @ _tensor(v).detach()
        [product] = _slopes(along, [weights])
        return product

    def mixed_product(self, w: Vector, hyper: Hyper, v: Vector) -> dict[str, float]:
        weights, fixed = _tensor(w), self._tensors(hyper)
        along = self._slope(weights, fixed) @ _tensor(v).detach()
        products = _slopes(along, list(fixed.values()))
        return {name: float(product) for name, product in zip(fixed, products, strict=True)}

    def _slope(self, weights: "Tensor", fixed: Mapping[str, "Tensor"]) -> "Tensor":
        """(weights,) the inner gradient, itself to be derived."""
        loss = self._inner(weights, fixed)
        [slope] = _torch().autograd.grad(loss, [weights], create_graph=True)
        return slope

    def _tensors(self, hyper: Hyper) -> dict[str, "Tensor"]:
        """The hyperparameters of the space, each to be derived by."""
        return {name: _tensor(hyper[name]) for name in self.space.domains if name in hyper}


def _torch() -> Any:
    try:
        import torch
    except ImportError as error:
        raise MissingExtra("Autograd needs torch: pip install 'fitwright[deep]', or torch itself.") from error
    return torch


def _tensor(value: Any) -> "Tensor":
    torch = _torch()
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


def _with_slope(loss: "Tensor", weights: "Tensor") -> tuple[float, Vector]:
    [slope] = _slopes(loss, [weights])
    return float(loss.detach()), slope


def _slopes(of: "Tensor", by: "list[Tensor]") -> list[Vector]:
    """Of a number by each tensor, as arrays; zero where it does not depend on it."""
    if not of.requires_grad:
        return [np.zeros(tuple(one.shape)) for one in by]
    found = _torch().autograd.grad(of, by, allow_unused=True)
    return [
        np.zeros(tuple(one.shape)) if slope is None else slope.detach().numpy().astype(np.float64)
        for slope, one in zip(found, by, strict=True)
    ]
