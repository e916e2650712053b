"""Your own scikit-learn estimator as a candidate, with a space of your own, beside a built-in family."""

from sklearn.datasets import load_breast_cancer
from sklearn.svm import SVC

from fitwright import AutoClassifier, Float

X, y = load_breast_cancer(return_X_y=True, as_frame=True)

model = AutoClassifier(
    models=["linear", SVC(probability=False)],
    space={"SVC": {"C": Float(0.1, 100, log=True)}},
    max_trials=4,
    random_state=0,
    verbose=0,
).fit(X, y)

print(model.leaderboard_)
print(f"accuracy on the rows it learned from: {model.score(X, y):.3f}")
