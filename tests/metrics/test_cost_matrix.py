"""Mistakes that cost more than others."""

import numpy as np
import pytest

import fitwright
from fitwright import AutoClassifier, tasks
from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.metrics import cheapest, name_of, resolve
from fitwright.metrics.accuracy import Accuracy
from fitwright.metrics.cost_matrix import CostMatrix
from tests.metrics._expect import CASES, asked

UNEVEN = [[0, 1, 9], [4, 0, 2], [1, 1, 0]]


@CASES
def test_without_costs_it_is_the_share_of_mistakes(classes, weights):
    rows, p = asked(classes, weights=weights)
    assert CostMatrix().score(rows, p) == pytest.approx(1 - Accuracy().score(rows, p))


@pytest.mark.parametrize("weights", [False, True])
def test_no_other_label_has_a_lower_expected_cost(weights):
    rows, p = asked(3, weights=weights)
    chosen = cheapest(p, UNEVEN)
    expected = p @ np.array(UNEVEN, float)  # (rows, classes)
    assert np.allclose(expected[np.arange(300), chosen], expected.min(axis=1))
    paid = np.array(UNEVEN)[rows.y, chosen]
    assert CostMatrix(UNEVEN).score(rows, p) == pytest.approx(np.average(paid, weights=rows.weights))


def test_labels_that_are_sure_are_judged_as_they_are():
    free = [[0, 0, 3], [0, 0, 3], [2, 0, 0]]  # some mistakes cost nothing
    codes = np.array([0, 1, 2])
    assert cheapest(np.eye(3)[codes], free).tolist() == codes.tolist()


def test_costs_follow_their_labels():
    task = tasks.infer(["bad", "good"])
    bound = CostMatrix([[0, 5], [1, 0]], labels=["good", "bad"]).bind(task, Rows())
    assert bound.costs == ((0.0, 1.0), (5.0, 0.0))
    assert name_of(bound) == "cost_matrix(costs=((0.0, 1.0), (5.0, 0.0)))"
    assert resolve(name_of(bound), task) == bound


@pytest.mark.parametrize(
    ("costs", "message"),
    [
        ("high", "rows of numbers"),
        ([[0, 1]], r"a row and a column for each class; got shape \(1, 2\)"),
        ([[0, 1], [5]], "rows of numbers"),
        ([[0, np.inf], [5, 0]], "finite"),
        ([[1, 0], [0, 5]], "least cost of each row on the diagonal"),
    ],
    ids=str,
)
def test_costs_that_make_no_sense_are_refused(costs, message):
    with pytest.raises(SettingError, match=message):
        CostMatrix(costs)


def test_costs_are_for_the_classes_that_there_are():
    with pytest.raises(SettingError, match="2 classes; got 3 rows of costs"):
        CostMatrix(UNEVEN).bind(tasks.infer(["no", "yes"]), Rows())
    with pytest.raises(SettingError, match=r"labels of costs to be \['no', 'yes'\]"):
        CostMatrix([[0, 1], [5, 0]], labels=["no", "maybe"]).bind(tasks.infer(["no", "yes"]), Rows())


@pytest.mark.parametrize("ensemble", ["best", "greedy"])
@pytest.mark.parametrize("costs", [[[0, 1], [5, 0]], UNEVEN], ids=["two", "three"])
def test_predictions_have_the_least_expected_cost(costs, ensemble, tmp_path):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(400, 2))
    y = np.array(["a", "b", "c"])[
        np.clip(np.floor(x[:, 0] + rng.normal(size=400) + 1), 0, len(costs) - 1).astype(int)
    ]
    model = AutoClassifier(
        metric=CostMatrix(costs), ensemble=ensemble, models=["linear", "knn"], max_trials=3, verbose=0,
        random_state=0,
    )  # fmt: skip
    model.fit(x[:300], y[:300])
    p, found = model.predict_proba(x[300:]), model.predict(x[300:])
    expected = p @ np.array(costs, float)
    codes = np.searchsorted(model.classes_, found)
    assert np.allclose(expected[np.arange(100), codes], expected.min(axis=1))
    assert (codes != p.argmax(axis=1)).any()
    model.save(tmp_path / "m.fw")
    loaded = fitwright.load(tmp_path / "m.fw")
    assert loaded.predict(x[300:]).tolist() == found.tolist()
    told = loaded.evaluate(x[300:], y[300:])
    true = np.searchsorted(model.classes_, y[300:])
    assert next(iter(told)).startswith("cost_matrix(costs=")
    assert next(iter(told.values())) == pytest.approx(np.array(costs)[true, codes].mean())
