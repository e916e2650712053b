"""The best candidate alone."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.core.seeds import seed as seed_of
from fitwright.ensemble._judge import cut, loss
from fitwright.ensemble._scales import learn_scales
from fitwright.ensemble.combiner import Blend, Combiner
from fitwright.metrics import Metric


@dataclass(frozen=True)
class Best(Combiner):
    """All the weight on the candidate with the lowest loss, the first one where several have it.

    For one small and quick predictor, and to compare an ensemble with.
    """

    def fit(self, predictions: Floats, rows: Rows, metric: Metric, seed: int) -> Blend:
        predictions, rows = cut(predictions, rows, metric, seed_of(seed, "cut"))
        losses = [loss(metric, rows, p) for p in predictions]
        best = min(range(len(losses)), key=lambda k: losses[k])
        weights = np.zeros(len(losses))
        weights[best] = 1
        return Blend(weights, learn_scales(predictions[best], rows, metric, seed))
