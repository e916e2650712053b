"""A step fits on one part of a fold and judges on the other."""

import numpy as np
import pytest

from fitwright import packing
from fitwright.core.errors import CandidateFailed
from fitwright.core.trial import Step
from fitwright.core.work import Key, Work
from fitwright.evaluate import Evaluate
from fitwright.metrics import Metric
from tests.posed import objective, planned, posed


@pytest.fixture
def evaluate(tmp_path) -> Evaluate:
    intake = posed()
    return objective(intake, planned(intake), tmp_path)


def _work(config, fold=0):
    return Work(Key(1, Step(fold, 0)), config)


def _config(name):
    return next(c for c in planned(posed()).first if c["model"] == name)


def test_a_step_judges_on_rows_it_has_not_seen(evaluate):
    result = evaluate(_work(_config("linear")))
    learn, judge = evaluate.folds[0]
    assert result.values["rows_learn"] == len(learn)
    assert result.values["rows_judge"] == len(judge)
    p = packing.unpack(evaluate.store.get(result.refs["unseen"]))["p"]
    assert p.shape == (len(judge), 2)
    assert result.loss == evaluate.metric.loss(evaluate.laid.rows.at(judge), p)
    assert result.values["error"] > 0
    assert result.values["complexity"] == len(_config("linear")["linear.steps"]) + 1


def test_the_same_work_gives_the_same_bits(evaluate):
    first, second = (evaluate(_work(_config("extra_trees"))) for _ in range(2))
    assert first.loss == second.loss
    assert first.refs["unseen"] == second.refs["unseen"]
    assert first.refs["state"] == second.refs["state"]


def test_an_encoded_fold_is_made_once_for_all_candidates(evaluate):
    made = []
    get = evaluate.views.get

    class Counting:
        def get(self, key, build):
            return get(key, lambda aside: (made.append(key), build(aside)))

    object.__setattr__(evaluate, "views", Counting())
    config = _config("linear")
    evaluate(_work(config))
    evaluate(_work({**config, "linear.strength": 0.5}))
    assert len(made) == 1


def test_class_weights_reach_the_model_and_not_the_judge(tmp_path):
    intake = posed()
    plan = planned(intake, metric="log_loss")
    plain = objective(intake, plan, tmp_path / "a")
    object.__setattr__(intake, "class_factors", np.array([1.0, 20.0]))
    tilted = objective(intake, plan, tmp_path / "b")
    config = _config("linear")
    ps = [packing.unpack(e.store.get(e(_work(config)).refs["unseen"]))["p"] for e in (plain, tilted)]
    assert ps[1][:, 1].mean() > ps[0][:, 1].mean()
    assert tilted.laid.rows.weights is None


def test_predictions_that_are_not_finite_fail_the_candidate(evaluate, monkeypatch):
    from fitwright.models.linear import Linear

    monkeypatch.setattr(Linear, "predict", lambda self, table: np.full((len(table), 2), np.nan))
    with pytest.raises(CandidateFailed, match="finite"):
        evaluate(_work(_config("linear")))


def test_a_refit_learns_from_all_rows(evaluate):
    result = evaluate.refit(_work(_config("linear")))
    assert set(result.refs) == {"state", "chain"}


def test_a_share_of_the_rows_is_nested(evaluate):
    learn = np.arange(100)
    small, large = evaluate._part(learn, 0.3, 0), evaluate._part(learn, 0.6, 0)
    assert len(small) == 30
    assert set(small) <= set(large)


def test_a_function_of_the_users_is_a_metric(tmp_path):
    intake = posed()
    right = Metric.of(lambda y_true, y_pred: float(np.mean(np.asarray(y_true) == np.asarray(y_pred))))
    plan = planned(intake, metric=right)
    loss = objective(intake, plan, tmp_path)(_work(_config("linear"))).loss
    assert -1 <= loss < -0.8
