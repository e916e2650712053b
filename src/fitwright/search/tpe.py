"""Proposes what is likely among good configs and unlikely among bad ones."""

import math

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config
from fitwright.search._fresh import draw
from fitwright.search._opening import first_fresh, opening
from fitwright.search._parzen import Parzen
from fitwright.search._seen import Memory, Observed
from fitwright.search.searcher import Searcher
from fitwright.space import Space


class TPE(Searcher):
    """Tree-structured Parzen estimator over all parameters jointly.

    The best share of the trials and the rest each become a density; of draws from the first, the one with the
    highest ratio of the two is proposed.  Every good trial is one kernel over all its open parameters, so
    what belongs together stays together, in each branch of the space too.  Trials under way count as bad
    ones, so that parallel workers spread; failed ones are the worst (Bergstra et al., 2011;  Watanabe,
    2023).

    Parameters
    ----------
    space : where to search.
    seed : with the trial's number it decides the draws.
    startup : so many trials are spread evenly before anything is learned.
    share : of the trials that count as good, at most `most` of them.
    most : see `share`.
    candidates : draws to choose from.

    Examples
    --------
    >>> from fitwright import Float, tune
    >>> study = tune(lambda config: (config["x"] - 2) ** 2, {"x": Float(-5, 5)}, search="tpe", max_trials=40)
    >>> abs(study.best.config["x"] - 2) < 0.2
    True
    """

    def __init__(
        self,
        space: Space | None = None,
        seed: int = 0,
        startup: int = 10,
        share: float = 0.2,
        most: int = 25,
        candidates: int = 48,
    ):
        super().__init__(space, seed)
        if startup < 1 or not 0 < share < 1 or most < 1 or candidates < 1:
            raise SettingError(
                "Expected startup, most and candidates from 1 on, and a share between 0 and 1; got "
                f"{startup}, {most}, {candidates} and {share}."
            )
        self.startup, self.share, self.most, self.candidates = startup, share, most, candidates
        self._memory = Memory(self.space)

    def ask(self, number: int, history: History) -> Config | None:
        observed = self._memory.of(history)
        if len(observed.losses) < self.startup or observed.scored.sum() < 2:
            return opening(self.space, self.seed, number, self.startup, observed.taken)
        rng = np.random.default_rng(seed_of(self.seed, "tpe", number))
        rows = self._candidates(observed, rng)
        found = first_fresh(self._memory.encoding, rows, observed.taken)
        return found or draw(self.space, self.seed, number, observed.taken)

    def likely(self, number: int, history: History) -> Config:
        """The most promising config, be it new or not: for those who may ask for one again."""
        observed = self._memory.of(history)
        rng = np.random.default_rng(seed_of(self.seed, "likely", number))
        if observed.scored.sum() < 2:
            return self.space.sample(rng)
        return self._memory.encoding.config(self._candidates(observed, rng)[0])

    def _candidates(self, observed: Observed, rng: np.random.Generator) -> NDArray[np.float64]:
        """(candidates, columns), most promising first."""
        good, bad = self._split(observed)
        encoding = self._memory.encoding
        likely, unlikely = Parzen(encoding, observed.rows[good]), Parzen(encoding, observed.rows[bad])
        rows = likely.draw(self.candidates, rng)
        gain = likely.log_density(rows) - unlikely.log_density(rows)
        ranked: NDArray[np.float64] = rows[np.argsort(-gain, kind="stable")]
        return ranked

    def _split(self, observed: Observed) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Positions of good trials and of all others, each oldest first."""
        count = min(math.ceil(self.share * observed.known.sum()), self.most, int(observed.scored.sum()))
        order = np.argsort(observed.losses, kind="stable")  # NaN, under way, comes last
        return np.sort(order[:count]), np.sort(order[count:])
