"""What SearchCV tells on standard output is what users of scikit-learn's searches read there."""

import re

import pytest
from sklearn.datasets import load_iris
from sklearn.model_selection import GridSearchCV
from sklearn.tree import DecisionTreeClassifier

from fitwright import SearchCV
from fitwright.stopping import Halving
from fitwright.verbose import heading

X, Y = load_iris(return_X_y=True)
GRID = {"max_depth": [1, 3], "criterion": ["gini"]}
TREE = DecisionTreeClassifier(random_state=0)
SEVERAL = {"scoring": ["accuracy", "f1_macro"], "refit": "accuracy", "return_train_score": True}


def told(capsys, search):
    """The lines, but for the times."""
    search.fit(X, Y)
    out, err = capsys.readouterr()
    assert not err
    return [re.sub("time= .*", "time", line) for line in out.splitlines()]


@pytest.mark.parametrize("verbose", [1, 2, 3])
@pytest.mark.parametrize("more", [{}, {"return_train_score": True}, SEVERAL])
def test_it_says_what_scikit_learn_says(capsys, verbose, more):
    words = {"param_grid": GRID, "cv": 2, "verbose": verbose, **more}
    ours = told(capsys, SearchCV(TREE, **words))
    assert len(ours) == (1 if verbose == 1 else 5)
    assert sorted(ours) == sorted(told(capsys, GridSearchCV(TREE, **words)))


def test_other_processes_are_told_of_too_and_nothing_where_nothing_is_asked(capsys):
    lines = told(capsys, SearchCV(TREE, GRID, cv=2, n_iter=2, n_jobs=2, verbose=10))
    assert len(lines) == 5
    assert all(
        any(f"[CV {fold}/2; {trial}] END" in line for line in lines) for fold in (1, 2) for trial in (1, 2)
    )
    assert told(capsys, SearchCV(TREE, GRID, cv=2, n_iter=1)) == []


@pytest.mark.filterwarnings("ignore")
def test_why_a_candidate_ended_early_is_told(capsys):
    lines = told(capsys, SearchCV(TREE, {"max_depth": [3, -1]}, cv=2, n_iter=2, search="grid", verbose=2))
    [failed] = [line for line in lines if "max_depth=-1" in line]
    assert "InvalidParameterError: The 'max_depth' parameter" in failed
    assert "scored.py" not in failed


def test_rounds_and_what_nobody_knows_before_are_said(capsys):
    rule = Halving(resource="n_samples", min_resources=30, max_resources=90)
    lines = told(capsys, SearchCV(TREE, {"max_depth": [1, 2, 3]}, cv=2, n_iter=3, stopping=rule, verbose=1))
    assert lines == ["Fitting 2 folds for each of 3 candidates, in rounds with n_samples of 30, 90"]
    assert heading(3, None, None, surely=False) == "Fitting 3 folds for each candidate, while there is time"
    assert heading(3, 4, None, surely=False).endswith("4 candidates, totalling at most 12 fits")
