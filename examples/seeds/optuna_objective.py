"""Optuna's first example: an objective that suggests as it goes, over a forest on iris."""

from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score

from fitwright import tune

X, y = load_iris(return_X_y=True)


def objective(trial):
    """Mean accuracy of a forest."""
    depth = trial.suggest_int("max_depth", 2, 32, log=True)
    trees = trial.suggest_int("n_estimators", 5, 40)
    features = trial.suggest_categorical("max_features", ["sqrt", "log2"])
    forest = RandomForestClassifier(trees, max_depth=depth, max_features=features, random_state=0)
    return cross_val_score(forest, X, y, cv=3).mean()


# There: a study is created with direction="maximize", and optimised with n_trials=30.
study = tune(objective, direction="maximize", max_trials=30)

print(study.best_params)
print(f"{study.best_value:.3f}")
