"""The squared distance between probabilities and the truth."""

import numpy as np

from fitwright.metrics.metric import Metric


class ToyBrier(Metric):
    """Mean over rows of the sum over classes of (probability - truth) squared; 0 is perfect."""

    kinds = ("binary", "multiclass")

    def score(self, rows, p):
        return float(np.average(self.each(rows, p), weights=rows.weights))

    def each(self, rows, p):
        truth = np.eye(p.shape[1])[rows.answers.astype(np.intp)]
        return ((p - truth) ** 2).sum(axis=1)
