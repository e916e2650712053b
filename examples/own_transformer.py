"""Your own scikit-learn transformer as a step, beside built-in ones; a file that holds it is a pickle."""

import tempfile
from pathlib import Path

from sklearn.datasets import load_diabetes
from sklearn.preprocessing import SplineTransformer

from fitwright import AutoRegressor, load

X, y = load_diabetes(return_X_y=True, as_frame=True)

model = AutoRegressor(
    steps=["impute_median", SplineTransformer(n_knots=4), "standard"],
    models=["linear"],
    max_trials=3,
    random_state=0,
    verbose=0,
).fit(X, y)
print(f"RMSE {model.predictor_.card['score']:.1f} ± {model.predictor_.card['error']:.1f}")

with tempfile.TemporaryDirectory() as folder:
    model.save(Path(folder) / "spline.fw", allow_pickle=True)
    print(load(Path(folder) / "spline.fw", allow_pickle=True).predict(X.head(3)))
