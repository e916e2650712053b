"""Libraries that sum trees quicker than NumPy: when to get ready for one, and whether it is to be trusted."""

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

ASKED = "FITWRIGHT_RUNTIME"
"""Environment variable: "numpy" leaves these libraries alone even where they are installed."""
Reals = NDArray[np.floating[Any]]


@cache
def installed(*needed: tuple[str, tuple[int, int]]) -> bool:
    """Are these libraries there, from these releases on, and wanted?"""
    if os.environ.get(ASKED, "") == "numpy":
        return False
    try:
        return all(_release(version(name)) >= least for name, least in needed)
    except PackageNotFoundError:
        return False


def _release(said: str) -> tuple[int, int]:
    """(1, 23) from "1.23.2"."""
    first, second = [*said.split("."), "0"][:2]
    return int(first), int("".join(filter(str.isdigit, second)) or 0)


class Quick(ABC):
    """Sums over trees by a library; it gets ready when what NumPy took so far would have paid for that.

    Attributes
    ----------
    name : of the library, for people.
    least : from so many rows on it is quicker.
    rows : so many are taken at a time.
    probes : rows on which it is tried.
    trusted : did it give the bits of the walk on these?

    Parameters
    ----------
    price : seconds that getting ready takes; infinite where it cannot.
    """

    name: ClassVar[str]
    least: ClassVar[int] = 0
    rows: ClassVar[int]
    probes: ClassVar[int]

    def __init__(self, price: float):
        self.trusted = False
        self._price, self._spent = price, 0.0
        self._ready: Any = None

    def __getstate__(self) -> dict[str, Any]:
        # what is ready cannot be copied; it is made again on use, and tried again
        return {**vars(self), "_ready": None, "trusted": False}

    def takes(self, rows: int) -> bool:
        """Is it ready for so many rows more?  Then `sums` is quicker than NumPy."""
        if rows < self.least:
            return False
        if self._ready is None and self._price < np.inf:
            self._spent += self.cost(rows)
            if self._spent >= self._price:
                self.warm()
        return self._ready is not None

    def warm(self) -> None:
        """Get ready now, where that can be."""
        if self._ready is None and self._price < np.inf:
            self._ready = self.made()
            if self._ready is None:
                self.leave()

    def leave(self) -> None:
        """Never take any rows again."""
        self._price, self._ready = np.inf, None

    @abstractmethod
    def cost(self, rows: int) -> float:
        """About how many seconds NumPy takes for so many rows."""

    @abstractmethod
    def made(self) -> Any:
        """What answers; None where it cannot be had here."""

    @abstractmethod
    def sums(self, x: Reals, total: Reals) -> Reals:
        """(rows, outputs) `total` and what the trees add to it, once it is ready.

        Parameters
        ----------
        x : (rows, columns) of numbers within the thresholds' precision, NaN where missing.
        total : (rows, outputs) what sums begin with; it may be changed.
        """


def probes(trees: Mapping[str, NDArray[Any]], columns: int, rows: int) -> NDArray[np.float64]:
    """(rows, columns) of values at the trees' own thresholds and a little above, with codes and gaps.

    Parameters
    ----------
    trees : arrays by name, checked, as `Trees` has them.
    """
    rng, at = np.random.default_rng(0), np.flatnonzero(trees["feature"] >= 0)
    x = rng.normal(0, 3, (rows, columns)).round()  # whole, as codes are
    node = rng.integers(0, len(at), (rows, 4 * columns))
    value = trees["threshold"][node]
    with np.errstate(over="ignore"):  # above the greatest number there is infinity, which is clipped
        above = np.nextafter(value, value.dtype.type(np.inf))
    value = np.where(rng.random(node.shape) < 0.5, value, above)
    if len(trees["sets"]):
        most = 32 * len(trees["words"]) + 2
        value = np.where(trees["sets"][node] < 0, value, rng.integers(0, min(most, 4096), node.shape))
    x[np.arange(rows)[:, None], trees["feature"][at[node]]] = value
    x[rng.random(x.shape) < 0.1] = np.nan
    return x
