"""Learns the whole landscape of losses, and goes where it expects most."""

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config
from fitwright.search._acquire import Seeker
from fitwright.search._fresh import draw
from fitwright.search._opening import first_fresh, opening, settled
from fitwright.search._process import Kernel, Process, condition, fit
from fitwright.search._seen import Memory, Observed
from fitwright.search.searcher import Searcher
from fitwright.space import Space

Array = NDArray[np.float64]
KEPT = 4
"""Kernels that are remembered."""


class Gaussian(Searcher):
    """Bayesian optimisation with a Gaussian process over numbers, choices and conditional parts.

    The process (Matérn 5/2, a length scale for each parameter, most probable under priors) says for every
    place what loss to expect and how sure that is; the place with the highest expected improvement is
    proposed.  Fewest trials of all searchers on up to some dozen parameters; each costs milliseconds, more
    as trials add up, so that beyond a few hundred `tpe` is the better choice.  Trials under way count with
    the loss expected of them, so that parallel workers spread; failed ones are as bad as the worst (Snoek
    et al., 2012;  Ament et al., 2023).

    Parameters
    ----------
    space : where to search; a closed parameter is at no distance from another closed one.
    seed : with the trial's number it decides the draws.
    startup : so many trials are spread evenly before anything is learned.

    Examples
    --------
    >>> from fitwright import Float, tune
    >>> study = tune(
    ...     lambda config: (config["x"] - 2) ** 2, {"x": Float(-5, 5)}, search="gaussian", max_trials=15
    ... )
    >>> abs(study.best.config["x"] - 2) < 0.1
    True
    """

    def __init__(self, space: Space | None = None, seed: int = 0, startup: int = 8):
        super().__init__(space, seed)
        if startup < 2:
            raise SettingError(f"Expected startup from 2 on; got {startup}.")
        self.startup = startup
        self._memory = Memory(self.space)
        self._varying = self._memory.encoding.sizes > 1
        self._kernels: dict[bytes, Kernel] = {}

    def ask(self, number: int, history: History) -> Config | None:
        observed = self._memory.of(history)
        if len(observed.losses) < self.startup or observed.scored.sum() < 2 or not self._varying.any():
            return opening(self.space, self.seed, number, self.startup, observed.taken)
        rng = np.random.default_rng(seed_of(self.seed, "gaussian", number))
        rows = self._promising(observed, rng)
        found = first_fresh(self._memory.encoding, rows, observed.taken)
        return found or draw(self.space, self.seed, number, observed.taken)

    def _promising(self, observed: Observed, rng: np.random.Generator) -> Array:
        """(places, columns), most promising first."""
        encoding = self._memory.encoding
        choices = encoding.kinds[self._varying]
        X = np.where(np.isnan(observed.rows), 0.5, observed.rows)[:, self._varying]
        losses, known = settled(observed), observed.known
        y = standard(losses[known])
        process = condition(self._kernel(X[known], losses[known], choices), X[known], y, choices)
        process = _with_expected(process, X[known], y, X[~known])
        best = np.argsort(np.where(observed.scored, observed.losses, np.inf), kind="stable")[:5]
        around = np.where(
            np.isnan(observed.rows[best]), rng.random((len(best), len(encoding))), observed.rows[best]
        )
        return Seeker(process, float(y.min()), encoding, self._varying).seek(around, rng)

    def _kernel(self, X: Array, losses: Array, choices: NDArray[np.bool_]) -> Kernel:
        """The most probable kernel of nearly all trials: so it is made anew now and then only."""
        count = len(losses)
        count -= count % max(1, count // 16)
        key = X[:count].tobytes() + losses[:count].tobytes()
        if key not in self._kernels:
            if len(self._kernels) >= KEPT:
                self._kernels.clear()
            self._kernels[key] = fit(X[:count], standard(losses[:count]), choices)
        return self._kernels[key]


def standard(losses: Array) -> Array:
    """Losses (trials,) of mean 0 and variance 1, what is far worse than the middle pulled in."""
    middle, best = float(np.median(losses)), float(losses.min())
    pulled = np.minimum(losses, middle + 2.0 * (middle - best)) if middle > best else losses
    spread = float(pulled.std())
    found: Array = (pulled - pulled.mean()) / (spread if spread > 0 else 1.0)
    return found


def _with_expected(process: Process, X: Array, y: Array, under_way: Array) -> Process:
    """The process as it were if all trials under way came to what is expected of them."""
    if not len(under_way):
        return process
    expected, _ = process.predict(under_way)
    return condition(process.kernel, np.vstack([X, under_way]), np.append(y, expected), process.choices)
