"""Your own way of splitting rows: a splitter object, or pairs of row positions."""

import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.model_selection import GroupKFold, ShuffleSplit

from fitwright import AutoRegressor

X, y = load_diabetes(return_X_y=True)
clinic = np.arange(len(y)) % 7

settings = {"models": ["linear"], "max_trials": 2, "random_state": 0, "verbose": 0}
shuffled = AutoRegressor(cv=ShuffleSplit(3, test_size=0.2, random_state=0), **settings).fit(X, y)
grouped = AutoRegressor(cv=GroupKFold(4), **settings).fit(X, y, groups=clinic)
halves = [(np.arange(0, 300), np.arange(300, 442)), (np.arange(142, 442), np.arange(142))]
paired = AutoRegressor(cv=halves, **settings).fit(X, y)

for name, model in {"shuffled": shuffled, "grouped": grouped, "pairs": paired}.items():
    print(f"{name}: RMSE {model.predictor_.card['score']:.1f} ± {model.predictor_.card['error']:.1f}")
