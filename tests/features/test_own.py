"""A user's own transformer as a step."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import KBinsDiscretizer, PolynomialFeatures

from fitwright import AutoRegressor, load
from fitwright.core.blocks import Codes, Numbers
from fitwright.core.errors import CandidateFailed, SettingError, Unsupported
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features import OwnStep, own_step, restore


@pytest.fixture
def table():
    values = np.random.default_rng(0).normal(size=(30, 3))
    words = Codes(("city",), np.zeros((30, 1), np.int32), (("oslo",),))
    return Table.of(Numbers(("a", "b", "c"), values), words)


def fitted(transformer, table):
    return own_step(transformer).fit(table, Rows(np.arange(len(table))), None, 3)


def test_numbers_are_replaced_and_other_columns_stay(table):
    made = fitted(PCA(2), table).transform(table)
    assert made.names == ("city", "pca 1", "pca 2")
    assert np.allclose(made.numbers(["pca 1"])[:, 0], PCA(2).fit_transform(table.numbers())[:, 0])


def test_sparse_results_stay_sparse(table):
    step = fitted(KBinsDiscretizer(3, encode="onehot", quantile_method="averaged_inverted_cdf"), table)
    assert step.transform(table).shape == (30, 10)


def test_it_is_restored_from_its_state_where_that_is_allowed(table):
    step = fitted(PolynomialFeatures(2), table)
    again = restore("PolynomialFeatures", step.state(), allow_pickle=True)
    assert (again.transform(table).numbers() == step.transform(table).numbers()).all()
    assert "PolynomialFeatures" in again.holds()
    with pytest.raises(Unsupported, match="allow_pickle"):
        restore("PolynomialFeatures", step.state(), allow_pickle=False)


def test_one_that_changes_the_number_of_rows_fails_its_candidate(table):
    class Half(PCA):
        def transform(self, X):
            return super().transform(X)[::2]

    with pytest.raises(CandidateFailed, match="30 rows"):
        fitted(Half(1), table).transform(table)


@pytest.mark.parametrize("given", [3, PCA, object()])
def test_what_is_no_transformer_is_refused(given):
    with pytest.raises(SettingError, match="transformer"):
        own_step(given)


def test_a_fit_with_it_is_saved_only_as_a_pickle(tmp_path):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(150, 2))
    y = X[:, 0] * X[:, 1]
    settings = {"models": ["linear"], "max_trials": 2, "random_state": 0, "verbose": 0, "n_jobs": 1}
    plain = AutoRegressor(steps=["standard"], **settings).fit(X, y)
    crossed = AutoRegressor(steps=[PolynomialFeatures(2), "standard"], **settings).fit(X, y)
    assert crossed.score(X, y) > 0.95 > plain.score(X, y)
    with pytest.raises(Unsupported, match="PolynomialFeatures"):
        crossed.save(tmp_path / "m.fw")
    crossed.predictor_.save(tmp_path / "m.fw", allow_pickle=True)
    with pytest.raises(Unsupported, match="allow_pickle"):
        load(tmp_path / "m.fw")
    assert (load(tmp_path / "m.fw", allow_pickle=True).answers(X) == crossed.predict(X)).all()


def test_two_of_a_kind_are_told_apart():
    X = np.random.default_rng(0).normal(size=(60, 3))
    steps = [PCA(2), PCA(1)]
    model = AutoRegressor(steps=steps, models=["linear"], max_trials=1, verbose=0, random_state=0, n_jobs=1)
    assert model.fit(X, X[:, 0]).leaderboard_["config"][1]["linear.steps"] == ["PCA", "PCA 2"]


def test_steps_as_one_text_are_refused():
    with pytest.raises(SettingError, match="list"):
        AutoRegressor(steps="standard", max_trials=1).fit(np.ones((30, 2)), np.arange(30))


def test_a_fresh_copy_has_learned_nothing(table):
    step = fitted(PCA(1), table)
    assert isinstance(step.fresh(), OwnStep)
    assert not hasattr(step.fresh(), "core_")
