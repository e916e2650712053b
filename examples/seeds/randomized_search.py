"""RandomizedSearchCV over a random forest: 50 draws, 5 folds."""

from scipy.stats import randint
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier

# There it is imported from sklearn.model_selection.
from fitwright import SearchCV as RandomizedSearchCV

X, y = load_digits(return_X_y=True)

param_dist = {
    "n_estimators": randint(10, 60),
    "max_depth": [3, 6, 12, None],
    "max_features": randint(1, 20),
    "min_samples_split": randint(2, 11),
    "criterion": ["gini", "entropy"],
}
search = RandomizedSearchCV(
    RandomForestClassifier(random_state=0), param_distributions=param_dist, n_iter=50, cv=5, random_state=0
)
search.fit(X, y)

print(search.best_params_)
print(f"{search.best_score_:.3f}")
