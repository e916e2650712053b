"""A soft VotingClassifier of logistic regression, a decision tree and a support vector machine."""

from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from fitwright import AutoClassifier

X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=42)

# There: VotingClassifier(estimators=[("lr", …), ("dt", …), ("svc", …)], voting="soft"), with equal weights.
# Here the weights are chosen on rows that none of the three had seen.
voting = AutoClassifier(
    models=[LogisticRegression(max_iter=5000), DecisionTreeClassifier(max_depth=4), SVC()],
    max_trials=3,
    random_state=42,
    verbose=0,
)
voting.fit(X_train, y_train)

print(voting.leaderboard_)
print(f"accuracy: {voting.score(X_test, y_test):.3f}")
