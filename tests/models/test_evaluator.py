"""Sums by CatBoost: bit for bit those of the walk, for trees of checked arrays that it never grew."""

import os
import pickle
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from fitwright.models import _evaluator
from fitwright.models._evaluator import Evaluator
from fitwright.models._quick import ASKED, installed
from fitwright.models._trees import Trees, in_single
from tests.models._oblivious import COLUMNS, oblivious, walked
from tests.models.test_trees import grown, levelled, rows

pytest.importorskip("catboost")


def ready(trees):
    trees = Trees.load(trees.state(), COLUMNS)
    trees.warm()
    assert trees._evaluator.trusted
    return trees


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("outputs", [1, 2, 5])
def test_the_library_gives_the_bits_of_the_walk(seed, outputs):
    trees, x = oblivious(seed, outputs=outputs), rows(seed, 700)
    x[:5, :4] = [[np.inf] * 4, [-np.inf] * 4, [1e300] * 4, [-0.0] * 4, [np.nan] * 4]
    assert np.array_equal(ready(trees).sums(x), walked(trees, x))


def test_rows_and_blocks_of_rows_change_no_bit(monkeypatch):
    trees, x = ready(oblivious(1)), rows(1, 900)
    whole = trees.sums(x)
    assert np.array_equal(np.concatenate([trees.sums(x[i : i + 1]) for i in range(50)]), whole[:50])
    assert np.array_equal(trees.sums(x[:300].copy(order="F")), whole[:300])
    monkeypatch.setattr(Evaluator, "rows", 129)
    assert np.array_equal(trees.sums(x), whole)


def test_columns_that_are_not_asked_for_are_left_out():
    trees, x = oblivious(2), rows(2, 400)
    wide = np.concatenate([x, np.full((400, 3), np.nan)], axis=1)
    assert np.array_equal(ready(trees).sums(wide), walked(trees, x))
    moved = replace(trees, feature=np.where(trees.feature >= 0, trees.feature + 2, -1).astype(np.int16))
    other = Trees.load(moved.state(), COLUMNS + 2)
    other.warm()
    assert other._evaluator.trusted
    assert np.array_equal(other.sums(np.concatenate([x[:, :2] * 9, x], axis=1)), walked(trees, x))


@pytest.mark.parametrize(
    "trees",
    [
        grown(0, kind=np.float32, wide=True),
        levelled(0),
        oblivious(0, (0, 0)),
        replace(oblivious(0), value=oblivious(0).value.astype(np.float32)),
        in_single(oblivious(0), np.zeros(2, np.float32)),
        Trees.nothing(np.zeros(2)),
    ],
    ids=["not by level", "sets", "no question", "single leaves", "single sums", "no trees"],
)
def test_what_the_library_cannot_do_stays_with_numpy(trees):
    assert not Evaluator(trees._ways.levels).takes(10**9)


def test_it_gets_ready_by_itself_once_that_pays(monkeypatch):
    trees, x = oblivious(0), rows(0, 400)
    assert not trees._evaluator.takes(400)
    monkeypatch.setattr(_evaluator, "LEVEL", 1.0)
    assert not trees._evaluator.takes(9)
    assert np.array_equal(trees.sums(x), walked(trees, x))
    assert trees._evaluator.trusted


def test_other_sums_are_not_trusted(monkeypatch, caplog):
    trees, x = oblivious(0), rows(0, 400)
    right = Evaluator.sums
    monkeypatch.setattr(Evaluator, "sums", lambda self, x, total: right(self, x, total) + 1e-9)
    trees.warm()
    assert "CatBoost gives other sums" in caplog.text
    assert np.array_equal(trees.sums(x), walked(trees, x))
    assert not trees._evaluator.takes(10**9)


def test_ready_trees_can_be_copied():
    trees, x = ready(oblivious(0)), rows(0, 400)
    assert np.array_equal(pickle.loads(pickle.dumps(trees)).sums(x), trees.sums(x))


def test_a_model_that_the_library_refuses_stays_with_numpy(monkeypatch):
    trees, x = oblivious(0), rows(0, 400)
    monkeypatch.setattr(_evaluator, "_model", lambda *given: {"oblivious_trees": [{"splits": 3}]})
    trees.warm()
    assert np.array_equal(trees.sums(x), walked(trees, x))


def test_who_wants_numpy_gets_numpy(monkeypatch):
    monkeypatch.setenv(ASKED, "numpy")
    installed.cache_clear()
    trees = oblivious(0)
    trees.warm()
    assert not trees._evaluator.takes(10**9)
    monkeypatch.undo()
    installed.cache_clear()
    assert installed(*_evaluator.NEEDED)


APART = """
import sys
import numpy as np
from tests.models._oblivious import oblivious, walked
trees, x = oblivious(0), np.random.default_rng(0).normal(size=(400, 5)).round(1)
assert np.array_equal(trees.sums(x), walked(trees, x))
assert not {"catboost", "pandas"} & set(sys.modules)
sys.modules["catboost"] = None
trees.warm()
assert np.array_equal(trees.sums(x), walked(trees, x))
assert not trees._evaluator.takes(10**9)
"""


def test_it_is_imported_when_that_pays_and_done_without_where_it_is_broken():
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", APART], capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr[-2000:]
