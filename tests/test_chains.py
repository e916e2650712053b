"""Chains of steps that turn a table into what a model takes."""

import numpy as np
import pytest

from fitwright import models
from fitwright.chains import chains_for
from fitwright.core.blocks import Codes
from fitwright.core.errors import SettingError, UnknownName
from fitwright.core.table import Table
from fitwright.intake import Given, take_in
from fitwright.models import Takes
from tests.posed import planned, posed


def test_chains_give_a_family_what_it_takes():
    table = posed().table
    assert chains_for(Takes(missing=True, categories="codes"), table)[0] == ()
    linear = chains_for(Takes(categories="onehot", scaled=True, sparse=True), table)[0]
    assert linear.index("onehot") < linear.index("impute_median") < linear.index("quantile")
    assert chains_for(Takes(missing=True, categories="ordinal"), table)[0] == ("ordinal",)
    bears_outliers = chains_for(Takes(categories="onehot", scaled=True, robust=True), table)
    assert ["standard" in chain for chain in bears_outliers] == [True, False]


def test_linear_models_may_get_a_kernel_but_not_at_first_and_not_where_columns_must_be_read():
    table, takes = posed().table, Takes(categories="onehot", scaled=True, sparse=True)
    chains = chains_for(takes, table)
    assert "nystroem" not in chains[0]
    assert chains[1][-2:] == ("quantile", "nystroem")
    assert not [chain for chain in chains_for(takes, table, readable=True) if "nystroem" in chain]


def test_worded_levels_are_read_where_there_are_many_and_the_last_chain_goes_without():
    def table(count, *words):
        levels = tuple(" ".join([str(i), *words]) for i in range(count))
        return Table.of(Codes(("job",), np.arange(count, dtype=np.int32)[:, None], (levels,)))

    for name in ("lightgbm", "extra_trees", "linear", "mlp"):
        takes = models.catalog.get(name).takes
        few, codes, many = (chains_for(takes, each) for each in (table(30, "kg"), table(31), table(31, "kg")))
        assert "category_tfidf" not in {step for chain in [*few, *codes] for step in chain}
        assert [chain[1:] for chain in many[:-1]] == codes
        assert {chain[0] for chain in many[:-1]} == {"category_tfidf"}
        assert many[-1] == codes[0]
    neighbours = chains_for(models.catalog.get("knn").takes, table(31, "kg"))
    assert ["category_tfidf" in chain for chain in neighbours] == [False, False, True]
    readable = chains_for(takes, table(31, "kg"), readable=True)
    assert not [chain for chain in readable if "category_tfidf" in chain]


def test_what_the_users_steps_leave_unread_is_said():
    X = [
        {"note": f"some words {i} of a longer text", "size": i % 7, "day": f"2024-01-{i % 28 + 1:02}"}
        for i in range(90)
    ]
    intake = take_in(Given(X, ["a", "b", "c"] * 30), "classification")
    notes = planned(intake, steps=["impute_median"]).notes
    assert [note for note in notes if "'note' (text)" in note and "'text_tfidf'" in note]
    assert [note for note in notes if "'day' (date)" in note and "'date_parts'" in note]
    read = planned(intake, steps=["text_hashing", "date_age", "impute_median"]).notes
    assert not [note for note in read if "Not learned from" in note]


def test_steps_are_a_list_of_names():
    with pytest.raises(SettingError, match=r"\['pca'\]"):
        planned(posed(), steps="pca")
    with pytest.raises(UnknownName, match="'pca'"):
        planned(posed(), steps=["pcaa"])


def test_what_the_steps_import_is_ready_in_the_workers():
    assert "sklearn.cluster" in planned(posed(), steps=["impute_median", "onehot", "kmeans"]).imports
