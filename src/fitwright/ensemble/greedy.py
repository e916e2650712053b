"""Weights by adding, again and again, the candidate that helps most."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.seeds import seed as seed_of
from fitwright.ensemble._judge import Brier, Loss, cut, loss, squares
from fitwright.ensemble._scales import learn_scales
from fitwright.ensemble.combiner import Blend, Combiner
from fitwright.metrics import Metric
from fitwright.splits import sample

SCOUTS, SCOUT_CELLS = 2_000, 20_000
"""Rows, and numbers, on which all candidates are tried in a round, where there are many more."""
SHORTLIST = 6
"""Candidates that are tried on all rows after that."""


@dataclass(frozen=True)
class Greedy(Combiner):
    """Begins with the best candidate and adds, with replacement, whichever lowers the loss of the mean most.

    The size with the lowest loss wins, so the blend is never worse than its best member on the rows it was
    weighed on.  Ties go to the candidate that came first.  Above 30,000 rows (fewer where there are many
    classes) it weighs on a seeded sample that keeps the shares of classes or quantiles.  For metrics that
    look at labels it also learns scales of the probabilities.  Source: Caruana et al., Ensemble selection
    from libraries of models, 2004.

    Parameters
    ----------
    rounds : candidates added at most; a weight is a multiple of 1 / the best size.
    patience : rounds without a gain after which it stops.
    bags : 0 weighs all candidates once; otherwise the mean of so many selections, each among a random half
        of the candidates, which is steadier where rows are few and candidates many.

    Examples
    --------
    >>> from fitwright.metrics import catalog
    >>> truth, rng = np.linspace(0, 1, 100), np.random.default_rng(0)
    >>> noisy = truth[None, :, None] + rng.normal(size=(3, 100, 1))
    >>> Greedy().fit(noisy, Rows(truth), catalog.make("rmse"), seed=0).weights.round(1)
    array([0.4, 0.4, 0.3])
    """

    rounds: int = 40
    patience: int = 12
    bags: int = 0

    def fit(self, predictions: Floats, rows: Rows, metric: Metric, seed: int) -> Blend:
        predictions, rows = cut(predictions, rows, metric, seed_of(seed, "cut"))
        if not (metric.label_based or metric.costs is not None) or predictions.shape[2] < 2:
            return Blend(self._weigh(predictions, rows, metric, seed))
        weights = self._weigh(predictions, rows, Brier(), seed)
        blended = Blend(weights).apply(predictions)
        scales = learn_scales(blended, rows, metric, seed)
        reached = loss(metric, rows, blended if scales is None else blended * scales)
        singles = [loss(metric, rows, p) for p in predictions]
        if reached.metric <= min(singles).metric:
            return Blend(weights, scales)
        return Blend(self._weigh(predictions, rows, metric, seed))

    def _weigh(self, predictions: Floats, rows: Rows, metric: Metric, seed: int) -> Floats:
        """(candidates,) shares."""
        selection = _Selection(predictions, rows, metric, seed)
        weights = selection.weigh(np.arange(len(predictions)), self.rounds, self.patience)
        return self._bagged(selection, weights, seed) if self.bags and len(predictions) > 2 else weights

    def _bagged(self, selection: "_Selection", whole: Floats, seed: int) -> Floats:
        """The mean over bags, unless it is worse than the best candidate."""
        number = len(whole)
        bags = []
        for bag in range(self.bags):
            rng = np.random.default_rng(seed_of(seed, "bag", bag))
            among = np.sort(rng.permutation(number)[: (number + 1) // 2])
            bags.append(selection.weigh(among, self.rounds, self.patience))
        mean: Floats = np.mean(bags, axis=0)
        return mean if selection.loss_of(mean) <= min(selection.singles) else whole


class _Selection:
    """Candidates on the rows they are weighed on, and on a few of these rows for a first look."""

    def __init__(self, predictions: Floats, rows: Rows, metric: Metric, seed: int):
        self.predictions, self.rows, self.metric = predictions, rows, metric
        self.singles = [loss(metric, rows, p) for p in predictions]
        few = sample(rows, min(SCOUTS, SCOUT_CELLS // predictions.shape[2] + 100), seed_of(seed, "scouts"))
        self.few, self.few_rows = predictions[:, few], rows.at(few)
        self.looking = len(predictions) > SHORTLIST and (len(rows) > 4 * len(few) or metric.costly)

    def weigh(self, among: Index, rounds: int, patience: int) -> Floats:
        """(candidates,) shares of the candidates `among`, the others 0."""
        first = min(among, key=lambda k: self.singles[k])
        counts = np.zeros(len(self.predictions))
        counts[first] = 1
        total, few_total = self.predictions[first].copy(), self.few[first].copy()
        best, best_counts = self.singles[first], counts.copy()
        for size in range(2, rounds + 1):
            shortlist = self._shortlist(among, few_total, size)
            losses = [loss(self.metric, self.rows, p) for p in self._ahead(shortlist, total, size)]
            at = min(range(len(losses)), key=lambda i: losses[i])
            pick = shortlist[at]
            counts[pick] += 1
            total += self.predictions[pick]
            few_total += self.few[pick]
            if losses[at] < best:
                best, best_counts = losses[at], counts.copy()
            elif size - best_counts.sum() >= patience:
                break
        shares: Floats = best_counts / best_counts.sum()
        return shares

    def loss_of(self, weights: Floats) -> Loss:
        """The loss of the blend with these weights."""
        return loss(self.metric, self.rows, Blend(weights).apply(self.predictions))

    def _shortlist(self, among: Index, total: Floats, size: int) -> Index:
        """The candidates that help most as number `size` on a few rows, in the order in which they came."""
        if not self.looking:
            return among
        ahead = self._ahead(among, total, size, self.few)
        if self.metric.costly:
            looks = [Loss(squares(self.few_rows, p)) for p in ahead]
        else:
            looks = [loss(self.metric, self.few_rows, p) for p in ahead]
        order = sorted(range(len(among)), key=lambda i: looks[i])
        return np.sort(among[order[:SHORTLIST]])

    def _ahead(
        self, among: Index, total: Floats, size: int, predictions: Floats | None = None
    ) -> Iterator[Floats]:
        """The mean with each of the candidates added, one after the other in one place of memory."""
        blended = np.empty_like(total)  # (rows, outputs)
        for k in among:
            np.add(total, (self.predictions if predictions is None else predictions)[k], out=blended)
            blended *= 1 / size
            yield blended
