"""auto-sklearn's first example: a time for the whole task, a time and a memory limit for each run, a seed."""

from sklearn.datasets import load_breast_cancer
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

from fitwright import AutoClassifier

X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)

# There: time_left_for_this_task=120, per_run_time_limit=30, memory_limit=4096, seed=5.
automl = AutoClassifier(time_limit=120, trial_time_limit=30, memory_limit="4 GB", random_state=5)
automl.fit(X_train, y_train)

print(automl.leaderboard_)
print("Accuracy score", accuracy_score(y_test, automl.predict(X_test)))
