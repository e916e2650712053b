"""Learns the whole landscape of losses, and goes where it expects most."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config
from fitwright.search._acquire import Promise, Seeker, features
from fitwright.search._fresh import draw
from fitwright.search._kernels import Probable
from fitwright.search._opening import first_fresh, opening, settled
from fitwright.search._process import Kernel, Process, condition
from fitwright.search._seen import Memory, Observed
from fitwright.search.searcher import Searcher
from fitwright.space import Space

Array = NDArray[np.float64]
KEPT = 4
"""Sets of kernels that are remembered."""
KERNELS = 4
"""What so many kernels expect of a place is averaged."""
UNEQUAL = 2.0
"""Seconds count where of ten trials the last but one takes so many times as long as the second."""


class Gaussian(Searcher):
    """Bayesian optimisation with a Gaussian process over numbers, choices and conditional parts.

    The process (Matérn 5/2 around a quadratic trend, a length scale for each parameter) says for every place
    what loss to expect and how sure that is; the place with the highest expected improvement, on average over
    several probable kernels, is proposed.  Fewest trials of all searchers on up to some dozen parameters;
    each costs milliseconds, more as trials add up, so that beyond a few hundred `tpe` is the better choice.
    Trials under way count with the loss expected of them, so that parallel workers spread; failed ones are
    as bad as the worst (Snoek et al., 2012;  Ament et al., 2023).

    Parameters
    ----------
    space : where to search; a closed parameter is at no distance from another closed one.
    seed : with the trial's number it decides the draws.
    startup : so many trials are spread evenly before anything is learned.
    per_second : seek the highest improvement per second, where trials differ in what they take; where None,
        in runs with a time limit: without one, the outcome does not depend on the machine.

    Examples
    --------
    >>> from fitwright import Float, tune
    >>> study = tune(
    ...     lambda config: (config["x"] - 2) ** 2, {"x": Float(-5, 5)}, search="gaussian", max_trials=15
    ... )
    >>> abs(study.best.config["x"] - 2) < 0.1
    True
    """

    def __init__(
        self,
        space: Space | None = None,
        seed: int = 0,
        startup: int = 8,
        per_second: bool | None = None,
    ):
        super().__init__(space, seed)
        if startup < 2:
            raise SettingError(f"Expected startup from 2 on; got {startup}.")
        self.startup, self.per_second = startup, per_second
        self._memory = Memory(self.space)
        self._varying = self._memory.encoding.sizes > 1
        self._kernels: dict[bytes, Probable] = {}

    def ask(self, number: int, history: History) -> Config | None:
        observed = self._memory.of(history)
        if len(observed.losses) < self.startup or observed.scored.sum() < 2 or not self._varying.any():
            return opening(self.space, self.seed, number, self.startup, observed.taken)
        from threadpoolctl import threadpool_limits

        paid = history.header.get("paid", False) if self.per_second is None else self.per_second
        rng = np.random.default_rng(seed_of(self.seed, "gaussian", number))
        with threadpool_limits(1):  # more threads only slow down matrices of this size, and change last bits
            rows = self._promising(observed, bool(paid), rng)
        found = first_fresh(self._memory.encoding, rows, observed.taken)
        return found or draw(self.space, self.seed, number, observed.taken)

    def _promising(self, observed: Observed, paid: bool, rng: np.random.Generator) -> Array:
        """(places, columns), most promising first."""
        encoding = self._memory.encoding
        X, known = features(observed.rows, self._varying), observed.known
        losses = settled(observed)[known]
        y = standard(losses)
        process = self._process(self._probable(X[known], losses, KERNELS), X[known], y, X[~known])
        expected, _ = process.predict(X[~known])
        lowest = np.minimum(y.min(), expected.min(axis=1, initial=np.inf, keepdims=True))
        promise = Promise(process, lowest, *(self._price(observed, X) if paid else ()))
        best = np.argsort(np.where(observed.scored, observed.losses, np.inf), kind="stable")[:5]
        return Seeker(promise, encoding, self._varying).seek(observed.rows[best], rng)

    def _price(self, observed: Observed, X: Array) -> tuple[Process, float] | tuple[()]:
        """What trials take, as a process, and its unit; nothing where all take about the same."""
        timed = observed.seconds > 0
        if timed.sum() < 2:
            return ()
        logs = np.log(observed.seconds[timed])
        short, long = np.quantile(logs, [0.1, 0.9])
        if long - short < np.log(UNEQUAL):
            return ()
        kernels, spread = self._probable(X[timed], logs, 1), float(logs.std())
        return self._process(kernels, X[timed], (logs - logs.mean()) / spread), spread

    def _process(
        self, kernels: Sequence[Kernel], X: Array, y: Array, under_way: Array | None = None
    ) -> Process:
        """What is known, as if all trials under way had come to what is expected of them."""
        choices = self._memory.encoding.kinds[self._varying]
        process = condition(kernels, X, y, choices)
        if under_way is None or not len(under_way):
            return process
        expected, _ = process.predict(under_way)
        whole = np.hstack([np.broadcast_to(y, (len(kernels), len(y))), expected])
        return condition(kernels, np.vstack([X, under_way]), whole, choices)

    def _probable(self, X: Array, values: Array, count: int) -> list[Kernel]:
        """Kernels for nearly all trials, so that they are made anew now and then only.

        A new set comes in one kernel at an ask, if trials are many: that nobody waits for all of them.
        """
        trials = _round(len(values))
        fresh = min(count, 1 + len(values) - trials) if _every(len(values)) >= count else count
        found = self._set(X, values, trials).first(fresh)
        before = self._set(X, values, _round(trials - 1)).first(count) if fresh < count else []
        return found + before[fresh:]

    def _set(self, X: Array, values: Array, trials: int) -> Probable:
        """The kernels of the first trials, so many."""
        key = X[:trials].tobytes() + values[:trials].tobytes()
        if key not in self._kernels:
            if len(self._kernels) >= KEPT:
                self._kernels.pop(next(iter(self._kernels)))
            rng = np.random.default_rng(seed_of(self.seed, "kernels", trials))
            choices = self._memory.encoding.kinds[self._varying]
            self._kernels[key] = Probable(X[:trials], standard(values[:trials]), choices, rng)
        return self._kernels[key]


def _every(trials: int) -> int:
    """After so many more trials kernels are made anew: a power of two, so that no set is cut short."""
    return 1 << max(0, (trials // 12).bit_length() - 1)


def _round(trials: int) -> int:
    """Those trials, of so many, that kernels are made for."""
    return trials - trials % _every(trials)


def standard(losses: Array) -> Array:
    """Losses (trials,) of mean 0 and variance 1, what is far worse than the middle pulled in, in their order.

    What lies beyond the middle loses ever more of its distance, so that no loss seems further beyond it
    than twice what the best one is short of it.
    """
    losses = np.ldexp(losses, -int(np.frexp(np.abs(losses).max())[1]))  # exact; squares of huge ones overflow
    middle, best = float(np.median(losses)), float(losses.min())
    beyond = np.maximum(losses - middle, 0.0)
    pulled = losses - beyond + beyond / (1 + beyond / (2 * (middle - best))) if middle > best else losses
    spread = float(pulled.std())
    found: Array = (pulled - pulled.mean()) / (spread if spread > 0 else 1.0)
    return found
