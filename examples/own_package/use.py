"""Uses the metric of this package by its name, once the package is installed, and checks that it behaves."""

from sklearn.datasets import load_breast_cancer

from fitwright import AutoClassifier, checks, metrics

checks.run(metrics.catalog.get("profit"))

X, y = load_breast_cancer(return_X_y=True)
model = AutoClassifier(metric="profit(gain=5)", models=["linear"], max_trials=2, random_state=0, verbose=0)
model.fit(X, y)
print(model.evaluate(X, y))
print(f"{model.predictor_.card['metric']}: {model.predictor_.card['score']:.3f}")
