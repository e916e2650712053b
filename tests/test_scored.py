"""Candidates as scikit-learn scores them, split by split and round by round."""

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import get_scorer
from sklearn.tree import DecisionTreeClassifier

from fitwright.core.errors import CandidateFailed
from fitwright.core.goals import Goals
from fitwright.core.trial import Result, Step, Trial
from fitwright.core.work import Key, Work
from fitwright.rungs import Ladder, nested
from fitwright.scored import Folded, Rows, averaged
from fitwright.space.values import Values
from fitwright.stopping.halving import Halving

X, Y = load_iris(return_X_y=True)
ROWS = np.arange(150)
PAIRS = [(ROWS[fold != ROWS % 3], ROWS[fold == ROWS % 3]) for fold in range(3)]


def folded(estimator=None, space=None, resource=None, **given):
    rule = Halving(resource=resource, min_resources=30, max_resources=90) if resource else None
    ladder = rule and Ladder.of(rule, rows=150, smallest=1, wanted=9, counted=lambda count: count)
    pairs = [(nested(learn, Y, 0), judge) for learn, judge in PAIRS] if resource else PAIRS
    estimator = estimator or DecisionTreeClassifier(random_state=0)
    values = Values.of(space or {"max_depth": [1, 2, 3]})
    return Folded(estimator, X, Y, pairs, get_scorer("accuracy"), values, "", ladder=ladder, **given)


def work(config, fold=0, turn=0):
    return Work(Key(0, Step(fold, turn)), config)


def test_a_fold_is_a_step_and_its_loss_is_the_score_turned():
    objective = folded(train=True)
    assert len(objective.steps) == 3
    result = objective(work({"max_depth": 3}, 1))
    assert -1 <= result.loss < -0.9
    assert result.values["test_score_"] == -result.loss
    assert result.values["train_score_"] > 0.9
    assert result.values["n_test_samples"] == 50


def test_rounds_give_more_rows_to_learn_from_and_judge_on_the_same():
    class Counting(DecisionTreeClassifier):
        def fit(self, X, y, sample_weight=None):
            sizes.append(len(y))
            return super().fit(X, y)

    sizes: list[int] = []
    objective = folded(Counting(), resource="n_samples")
    assert objective.steps.in_rounds
    judged = [objective(work({"max_depth": 2}, 0, turn)).values["n_test_samples"] for turn in range(2)]
    assert sizes == [20, 60]
    assert judged == [50, 50]


def test_a_parameter_is_set_to_what_the_round_gives():
    objective = folded(LogisticRegression(), {"C": [1.0, 2.0]}, resource="max_iter")
    assert objective.parameters({"C": 1.0}, 0) == {"C": 1.0, "max_iter": 30}
    assert objective.parameters({"C": 1.0}, 1) == {"C": 1.0, "max_iter": 90}


@pytest.mark.filterwarnings("ignore")
def test_a_fit_that_fails_is_the_candidates_failure_unless_it_has_a_score():
    with pytest.raises(CandidateFailed, match="'C' parameter"):
        folded(LogisticRegression(), {"C": [-1.0]})(work({"C": -1.0}))
    assert folded(LogisticRegression(), {"C": [-1.0]}, error_score=0.25)(work({"C": -1.0})).loss == -0.25


def result(score):
    values = {"test_score_": score, "n_test_samples": 50.0, "fit_time": 0.1, "score_time": 0.1}
    return Result(-score, values)


def test_rows_are_rounds_of_candidates():
    steps = [Step(fold, turn) for turn in range(2) for fold in range(3)]
    one = Trial(0, {"max_depth": 1}, {step: result(0.9) for step in steps}, frozenset(steps), "done")
    two = Trial(
        1, {"max_depth": 2}, {step: result(0.5) for step in steps[:3]}, frozenset(steps[:3]), "paused"
    )
    lost = Trial(2, {"max_depth": 3}, {}, frozenset(steps[:1]), "failed", why="ValueError: no")
    rows = Rows(folded(resource="n_samples"), [one, two, lost])
    assert rows.turns == [0, 0, 0, 1]
    assert rows.counts == [3, 1]
    assert rows.rounds == {"iter": [0, 0, 0, 1], "n_resources": [30, 30, 30, 90]}
    assert rows.failures == [({"max_depth": 3}, Step(0, 0))]
    assert [out["fit_error"] for out in rows.outs[6:9]] == ["ValueError: no"] * 3
    assert [out["test_scores"] for out in rows.outs[9:]] == [0.9] * 3


def test_who_saw_more_is_ranked_first_then_later_rounds_then_scores():
    scores = np.array([[0.9, 0.9], [0.8, np.nan], [0.5, 0.5], [0.6, 0.6]])
    results = {
        "split0_test_score": scores[:, 0],
        "split1_test_score": scores[:, 1],
        "mean_test_score": scores.mean(axis=1),
        "std_test_score": scores.std(axis=1),
    }
    found = averaged(results, 2, [0, 0, 1, 1])
    assert found["rank_test_score"].tolist() == [3, 4, 2, 1]
    assert found["mean_test_score"][1] == 0.8


def test_what_is_searched_for_together_is_told_by_name():
    goals = Goals.read({"fit_time": "minimize", "accuracy": "maximize"})
    result = folded(goals=goals)(Work(Key(0, Step(1)), {"max_depth": 1}))
    assert result.loss == result.values["fit_time"] > 0
    assert result.values["accuracy"] == result.values["test_score_"]
    higher = folded(goals=Goals.read({"score": "maximize", "score_time": "minimize"}))
    assert higher(Work(Key(0, Step(1)), {"max_depth": 1})).loss == -result.values["accuracy"]


def test_a_failure_is_told_in_the_estimators_own_words():
    class Fails(DecisionTreeClassifier):
        def fit(self, X, y, sample_weight=None):
            try:
                raise KeyError("first")
            except KeyError as error:
                raise ValueError("no rows\nNote: two lines") from error

    with pytest.raises(CandidateFailed) as told:
        folded(Fails())(work({"max_depth": 1}))
    assert str(told.value) == "ValueError: no rows\nNote: two lines"
    why = f"fitwright.core.errors.CandidateFailed: {told.value} (scored.py, line 80, in __call__)"
    failed = Trial(0, {"max_depth": 1}, started=frozenset({Step()}), state="failed", why=why)
    assert Rows(folded(Fails()), [failed]).outs[0]["fit_error"] == str(told.value)
