"""A blend whose members together keep to limits, such as milliseconds per row."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.seeds import seed as seed_of
from fitwright.ensemble._judge import Loss, cut, loss
from fitwright.ensemble.combiner import Blend, Combiner
from fitwright.metrics import Metric

SHARES = (1.0, 0.5, 0.34, 0.2)
"""Of the limits: what one member may cost at most, in each of several tries."""


@dataclass(frozen=True)
class Within(Combiner):
    """Another combiner, under limits on what all members cost together.

    It weighs the candidates, leaves out the member that costs most for its weight, and weighs what is left
    again, until the limits hold; first among all that keep to them alone, then among those that cost at most
    a half, a third, a fifth of them.  The best of these blends is taken.  Where nothing keeps to the limits,
    it is the candidate that breaks them least.

    Attributes
    ----------
    inner : what weighs.
    costs : (candidates, limits) of each alone.
    bounds : (limits,) at most.
    """

    inner: Combiner
    costs: Floats
    bounds: Floats

    def fit(self, predictions: Floats, rows: Rows, metric: Metric, seed: int) -> Blend:
        shares = (self.costs / self.bounds).max(axis=1)
        if not (shares <= 1).any():
            return Blend(np.eye(len(shares))[int(np.argmin(shares))])
        few, few_rows = cut(predictions, rows, metric, seed_of(seed, "cut"))
        tries: list[tuple[Loss, Blend]] = []
        for most in SHARES:
            among = np.flatnonzero(shares <= most)
            if len(among):
                blend = self._fitting(among, predictions, (rows, metric, seed))
                p = blend.apply(few) if blend.scales is None else blend.apply(few) * blend.scales
                tries.append((loss(metric, few_rows, p), blend))
        return min(tries, key=lambda one: one[0])[1]

    def _fitting(self, among: Index, predictions: Floats, asked: tuple[Rows, Metric, int]) -> Blend:
        """A blend of candidates `among` that keeps to the limits; each of them does alone."""
        while True:
            blend = self.inner.fit(predictions[among], *asked)
            used, weights = among[blend.used], blend.weights[blend.used]
            if (self.costs[used].sum(axis=0) <= self.bounds).all():
                shares = np.zeros(len(predictions))
                shares[used] = weights
                return Blend(shares, blend.scales, blend.costs)
            dear = (self.costs[used] / self.bounds).max(axis=1) / weights
            among = np.delete(used, int(np.argmax(dear)))
