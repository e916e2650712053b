"""H2O AutoML's first example: a limit of seconds, a leaderboard, the leader's predictions."""

from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

from fitwright import AutoClassifier

frame = load_iris(as_frame=True).frame
train, test = train_test_split(frame, test_size=0.2, random_state=1)

# There: H2OAutoML with max_runtime_secs and seed, then train(y=…, training_frame=…).
aml = AutoClassifier(time_limit=60, random_state=1)
aml.fit(train.drop(columns="target"), train["target"])

print(aml.leaderboard_.head(10))
print(aml.predict(test.drop(columns="target"))[:5])
