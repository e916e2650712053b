"""Your own metric: a function of labels, one of probabilities, and one of scikit-learn's scorers."""

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import fbeta_score, make_scorer

from fitwright import AutoClassifier, Metric

X, y = load_breast_cancer(return_X_y=True)


def saved(y_true, y_pred):
    """What the predictions are worth: 10 for each true case found, -1 for each alarm."""
    return float(np.sum(10.0 * (y_true & y_pred) - 1.0 * y_pred))


def calm(y_true, p):
    """Mean surprise, at most 3 a row; less is better.  `p` is the probability of the second label."""
    chance = np.clip(np.where(y_true == 1, p, 1 - p), 1e-9, None)
    return float(np.minimum(-np.log(chance), 3.0).mean())


metrics = {
    "a function of labels": saved,
    "a function of probabilities": Metric.of(calm, needs="proba", higher_is_better=False),
    "a scorer of scikit-learn's": make_scorer(fbeta_score, beta=2),
}
for name, metric in metrics.items():
    model = AutoClassifier(metric=metric, models=["linear"], max_trials=2, random_state=0, verbose=0)
    print(f"{name}: {model.fit(X, y).predictor_.card['score']:.3f}")
