"""Sums by ONNX Runtime: bit for bit those of the arrays' own walk, with gaps, ties, sets and lone leaves."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from fitwright.models import _onnx
from fitwright.models._onnx_model import Leaves
from fitwright.models._quick import ASKED, installed
from fitwright.models._trees import Nodes, Trees, in_single, packed
from tests.models.test_trees import COLUMNS, grown, levelled, rows

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")


def told(trees, x):
    """By the runtime."""
    other = Trees.load(trees.state(), COLUMNS)
    other.warm()
    assert other._runtime.trusted
    return other.sums(x)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_the_runtime_gives_the_bits_of_the_walk(seed, wide, kind):
    trees, x = grown(seed, trees=90, outputs=1 + seed % 3, wide=wide, kind=kind), rows(seed, 150)
    x[:5, :4] = [[np.inf] * 4, [-np.inf] * 4, [1e300] * 4, [-0.0] * 4, [np.nan] * 4]
    assert np.array_equal(told(trees, x), trees.sums(x))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_sums_in_single_precision_too(seed, wide, kind):
    """Also of an output that no tree adds to."""
    trees, x = grown(seed, trees=90, outputs=2, wide=wide, kind=kind), rows(seed, 150)
    if seed % 2 and not wide:
        trees = replace(trees, output=np.zeros_like(trees.output))
    trees = replace(in_single(trees, np.array([0.1, -3e3], np.float32)), scale=np.array([7.0]))
    assert np.array_equal(told(trees, x), trees.sums(x))
    assert np.array_equal(told(trees, x[:1]), trees.sums(x)[:1])


def test_one_row_and_blocks_of_rows_change_no_bit():
    trees, x = grown(1, trees=200), rows(2, 5000)
    whole = told(trees, x)
    other = Trees.load(trees.state(), COLUMNS)
    other.warm()
    assert np.array_equal(np.concatenate([other.sums(x[i : i + 1]) for i in range(50)]), whole[:50])
    assert np.array_equal(other.sums(x[::-1].copy(order="F"))[::-1], whole)
    assert other.sums(x[:0]).shape == (0, 2)


def test_trees_that_ask_one_question_a_level():
    trees, x = levelled(3, depths=(3, 0, 2, 0)), rows(3)
    assert np.array_equal(told(trees, x), trees.sums(x))  # which NumPy answers in any case
    assert np.array_equal(told(trees, x[:5]), trees.sums(x[:5]))


def test_many_trees_with_several_values_a_leaf():
    """More leaves in all than one sum can tell."""
    trees, x = grown(8, trees=150, depth=7, outputs=4, wide=True), rows(8, 300)
    leaves = Leaves.of(trees.state())
    assert leaves.sum[-1] > 5
    assert (np.diff(leaves.sum) >= 0).all()
    assert np.array_equal(told(trees, x), trees.sums(x))


def test_sets_of_any_size():
    """Empty ones, all codes, codes above what fits into a word."""
    sizes = np.array([0, 1, 30, 40, 700])
    codes = np.concatenate([np.arange(size) * 3 for size in sizes])
    count = len(sizes)
    nodes = Nodes(
        np.tile([0, -1, -1], count), np.zeros(3 * count),
        (np.arange(3 * count)[:, None] // 3 * 3 + [1, 2]) * (np.arange(3 * count) % 3 == 0)[:, None],
        np.tile([True, False, False, False, False, False], count)[: 3 * count],
        np.where(np.arange(3 * count) % 3 == 0, np.arange(3 * count) // 3, -1),
    )  # fmt: skip
    value = np.random.default_rng(0).normal(size=(2 * count, 1))
    trees = Trees.of(
        nodes, np.arange(count) * 3, value, np.zeros(1), np.zeros(count, int), packed(codes, sizes)
    )
    x = np.append(np.arange(2200.0), np.nan)[:, None]
    assert np.array_equal(told(trees, x), trees.sums(x))


def test_it_gets_ready_by_itself_once_that_pays(monkeypatch):
    trees, x = grown(0, trees=50), rows(0, 100)
    assert not trees._runtime.takes(1)
    monkeypatch.setattr(_onnx, "CALL", 10.0)
    before = trees.sums(x[:0])
    assert trees._runtime.takes(1)
    assert np.array_equal(trees.sums(x), Trees.load(trees.state(), COLUMNS).sums(x))
    assert before.shape == (0, 2)


def test_a_runtime_with_other_sums_is_left_alone(monkeypatch, caplog):
    trees, x = grown(0), rows(0)
    before = Trees.load(trees.state(), COLUMNS).sums(x)
    right = _onnx.Runtime._run
    monkeypatch.setattr(_onnx.Runtime, "_run", lambda self, x: right(self, x) + 1e-9)
    trees.warm()
    assert "other sums" in caplog.text
    assert np.array_equal(trees.sums(x), before)
    assert not trees._runtime.takes(10**9)


def test_ready_trees_can_be_copied():
    trees, x = grown(0), rows(0)
    trees.warm()
    again = pickle.loads(pickle.dumps(trees))
    assert np.array_equal(again.sums(x), trees.sums(x))


def test_what_the_runtime_should_not_be_given_stays_with_numpy(monkeypatch):
    assert not _onnx.can_take(Trees.nothing(np.array([3.0])).state())
    lone = Nodes(np.array([-1]), np.zeros(1), np.zeros((1, 2), int), np.zeros(1, bool), np.zeros(0, int))
    assert not _onnx.can_take(Trees.of(lone, np.zeros(1, int), np.ones((1, 1)), np.zeros(1)).state())
    deep = grown(0).state()
    assert _onnx.can_take(deep)
    monkeypatch.setattr(_onnx, "DEEPEST", 3)
    assert not _onnx.can_take(deep)


def test_who_wants_numpy_gets_numpy(monkeypatch):
    monkeypatch.setenv(ASKED, "numpy")
    installed.cache_clear()
    trees = grown(0)
    trees.warm()
    assert not trees._runtime.takes(10**9)
    monkeypatch.undo()
    installed.cache_clear()
    assert installed(*_onnx.NEEDED)
