"""Optuna's multi-objective example in kind: a tree on digits that is to be right and small."""

from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

from fitwright import tune

X, y = load_digits(return_X_y=True)
X, X_judge, y, y_judge = train_test_split(X, y, random_state=0)


def objective(trial):
    """Leaves, and accuracy on rows that the tree has not seen."""
    depth = trial.suggest_int("max_depth", 2, 16)
    rows = trial.suggest_int("min_samples_leaf", 1, 50, log=True)
    tree = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=rows, random_state=0)
    tree.fit(X, y)
    return tree.get_n_leaves(), tree.score(X_judge, y_judge)


# There: a study is created with directions=["minimize", "maximize"], and best_trials are its front.
study = tune(objective, direction=["minimize", "maximize"], search="tpe", max_trials=60)

for trial in study.front:
    leaves, accuracy = study.values(trial).values()
    print(f"{leaves:3.0f} leaves  accuracy {accuracy:.3f}  {trial.config}")
print("where it bends:", study.knee.config)
