"""Chains to breed from: the plan's come first, every other one is whole, settings go with their steps."""

import numpy as np

from fitwright.models import Takes
from fitwright.space import Choice, Int, Space
from fitwright.variants import SCALES, opened_by_steps, variants

LINEAR = [("onehot", "impute_median", "quantile"), ("onehot", "impute_median", "quantile", "nystroem")]


def test_the_plans_chains_come_first_and_none_comes_twice():
    found = variants(LINEAR, Takes(scaled=True))
    assert found[:2] == LINEAR
    assert len(found) == len(set(found)) == 100


def test_what_a_model_needs_stays_in_every_chain():
    for chain in variants(LINEAR, Takes(scaled=True)):
        assert chain[:2] == ("onehot", "impute_median")
        assert sum(step in SCALES for step in chain) == 1
    trees = variants([(), ("target",)], Takes(missing=True, categories="codes"))
    assert not any(step in SCALES for chain in trees for step in chain)
    assert len(trees) == 40


def test_settings_are_there_beside_their_step_only():
    steps = Choice(([], ["pca"], ["onehot", "pca"]))
    space = opened_by_steps(Space({"steps": steps, "pca.columns": Int(1, 9), "depth": Int(1, 5)}))
    assert set(space.complete({"steps": []})) == {"steps", "depth"}
    assert set(space.complete({"steps": ["onehot", "pca"]})) == {"steps", "depth", "pca.columns"}
    rng = np.random.default_rng(0)
    assert all(("pca.columns" in c) == ("pca" in c["steps"]) for c in (space.sample(rng) for _ in range(30)))


def test_settings_of_what_is_in_every_chain_are_always_there():
    space = Space({"steps": Choice((["pca"], ["pca", "kmeans"])), "pca.columns": Int(1, 9)})
    assert opened_by_steps(space) == space
