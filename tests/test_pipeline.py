"""A config becomes steps and a model, and its space is the union of theirs."""

import numpy as np
import pytest

from fitwright import models, packing
from fitwright.core.errors import SettingError
from fitwright.core.work import Means
from fitwright.pipeline import Chain, Pipeline, Recipe, build_model, pipeline_space
from fitwright.space import Choice, Int, Space
from tests.features.tables import BINARY, asked, mixed
from tests.posed import posed

CONFIG = {
    "model": "linear",
    "linear.steps": ["impute_median", "onehot", "standard"],
    "linear.strength": 0.01,
    "linear.impute_median.indicators": False,
    "knn.neighbours": 3,
}


def test_a_recipe_is_read_from_a_flat_config():
    recipe = Recipe.of(CONFIG)
    assert recipe.model == "linear"
    assert recipe.settings == {"strength": 0.01}
    assert recipe.steps[0] == ("impute_median", {"indicators": False})
    assert [name for name, _ in recipe.steps] == ["impute_median", "onehot", "standard"]


def test_equal_steps_share_a_key():
    other = {**CONFIG, "linear.strength": 5.0}
    assert Recipe.of(CONFIG).chain_key == Recipe.of(other).chain_key
    other = {**CONFIG, "linear.impute_median.indicators": True}
    assert Recipe.of(CONFIG).chain_key != Recipe.of(other).chain_key


def test_a_chain_from_its_state_does_the_same():
    intake = posed()
    chain = Chain.build(Recipe.of(CONFIG))
    learned, _ = chain.fit_transform(intake.table, intake.rows, intake.task, 0)
    again = Chain.from_state(packing.unpack(packing.pack(chain.state())))
    np.testing.assert_array_equal(again.transform(intake.table).matrix(), learned.matrix())


def test_a_pipeline_predicts_from_the_table_as_it_came():
    intake, recipe = posed(), Recipe.of(CONFIG)
    chain = Chain.build(recipe)
    table, rows = chain.fit_transform(intake.table, intake.rows, intake.task, 0)
    model = build_model(recipe, {}).fit(table, rows, intake.task, 0, Means())
    p = Pipeline(chain, "linear", model).predict(intake.table)
    assert (p.argmax(axis=1) == intake.rows.answers).mean() > 0.85


def test_the_space_has_the_steps_and_the_users_words():
    task = posed().task
    inner = models.catalog.get("linear").space(task)
    space = pipeline_space("linear", inner, [("onehot", "standard")], task, {"strength": Int(1, 3)})
    assert space.domains["steps"].middle() == ["onehot", "standard"]
    assert space.domains["strength"] == Int(1, 3)
    with pytest.raises(SettingError, match="strenght"):
        pipeline_space("linear", inner, [()], task, Space(strenght=Int(1, 2)))


def test_the_users_own_chains_may_be_searched_with_their_settings():
    task = posed().task
    chains = Choice([["onehot", "impute_mean"], ["onehot", "impute_mean", "pca"]])
    given = {"steps": chains, "pca.components": Int(1, 3)}
    space = pipeline_space("linear", models.catalog.get("linear").space(task), [("standard",)], task, given)
    assert space.domains["steps"] == chains
    assert space.domains["pca.components"] == Int(1, 3)
    assert "pca.whiten" in space.domains


def test_texts_and_dates_that_no_step_reads_end_with_the_chain():
    table = mixed(30)
    for model, left in (("linear", ()), ("baseline", ("note",))):
        chain = Chain.build(Recipe.of({"model": model, f"{model}.steps": ["onehot"]}))
        made, _ = chain.fit_transform(table, asked(BINARY, 30), BINARY, 0)
        again = Chain.from_state(packing.unpack(packing.pack(chain.state()))).transform(table)
        assert made.having("date", "text") == again.having("date", "text") == left
