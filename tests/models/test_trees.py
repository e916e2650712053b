"""Trees as arrays: the walk is what a walk node by node gives, and changed arrays are refused."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitwright.core.errors import Damaged
from fitwright.models._levels import Levels
from fitwright.models._trees import Nodes, Trees, before32, begun, floor32, in_single, packed

COLUMNS = 5
CATEGORY = 4
"""The column that holds codes."""


def grown(seed, trees=7, depth=5, outputs=2, wide=False, kind=np.float64):
    """Random trees: numbers in the first columns, codes in the last."""
    rng = np.random.default_rng(seed)
    nodes, roots, sets = [], [], []

    def grow(level):
        at = len(nodes)
        nodes.append(None)
        if level == depth or (level and rng.random() < 0.2):
            nodes[at] = (-1, 0.0, 0, 0, False, -1)
            return at
        feature = int(rng.integers(0, COLUMNS))
        number = -1
        if feature == CATEGORY:
            number = len(sets)
            sets.append(np.flatnonzero(rng.random(40) < 0.5))
        first, second = grow(level + 1), grow(level + 1)
        nodes[at] = (feature, round(rng.normal(), 1), first, second, bool(rng.random() < 0.5), number)
        return at

    for _ in range(trees):
        roots.append(len(nodes))
        grow(0)
    feature, threshold, first, second, missing, number = map(np.array, zip(*nodes, strict=True))
    all_ = Nodes(
        feature.astype(np.int64), threshold.astype(kind), np.stack([first, second], axis=1), missing, number
    )
    leaves = int((feature < 0).sum())
    value = rng.normal(size=(leaves, outputs if wide else 1))
    packs = packed(np.concatenate(sets), np.array([len(s) for s in sets])) if sets else None
    output = None if wide else np.arange(trees) % outputs
    return Trees.of(all_, np.array(roots), value, rng.normal(size=outputs), output, packs)


def rows(seed, count=200):
    rng = np.random.default_rng(seed)
    x = np.round(rng.normal(size=(count, COLUMNS)), 1)  # as round as the thresholds: ties
    x[:, CATEGORY] = rng.integers(0, 45, count)  # codes above 39 are in no set
    x[rng.random(x.shape) < 0.2] = np.nan
    return x


def slowly(trees, x):
    """Row by row and node by node, as the class says."""
    out = np.tile(trees.begin if len(trees.begin) else trees.base, (len(x), 1))
    inner = np.flatnonzero(trees.feature >= 0)
    place = {int(node): i for i, node in enumerate(inner)}
    leaf = np.cumsum(trees.feature < 0) - 1
    missing = np.unpackbits(trees.missing)
    for row, values in enumerate(x.astype(trees.threshold.dtype)):
        for tree, root in enumerate(trees.roots):
            node = int(root)
            while (i := place.get(node)) is not None:
                value, number = values[trees.feature[node]], trees.sets[i] if len(trees.sets) else -1
                if np.isnan(value):
                    first = bool(missing[i])
                elif number >= 0:
                    words = trees.words[trees.starts[number] : trees.starts[number + 1]]
                    code = int(value)
                    first = code < 32 * len(words) and bool(words[code // 32] >> (code % 32) & 1)
                else:
                    first = bool(value <= trees.threshold[i])
                node = int((trees.first[i] if len(trees.first) else node + 1) if first else trees.second[i])
            values_ = trees.value[leaf[node]]
            if len(values_) > 1:
                out[row] += values_
            else:
                out[row, trees.output[tree]] += values_[0]
    return out * trees.scale + trees.base if len(trees.begin) else out


@given(seed=st.integers(0, 1000), wide=st.booleans(), kind=st.sampled_from([np.float64, np.float32]))
@settings(max_examples=15)
def test_the_walk_ends_where_a_walk_node_by_node_ends(seed, wide, kind):
    trees, x = grown(seed, wide=wide, kind=kind), rows(seed, 40)
    np.testing.assert_allclose(trees.sums(x), slowly(trees, x), rtol=0, atol=1e-12)


@pytest.mark.parametrize("count", [1, 40, 100, 600])
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("level", [False, True])
def test_sums_in_single_precision_are_made_tree_by_tree(count, wide, level):
    trees = levelled(1, (3, 3, 0, 2) * 5, wide=wide) if level else grown(1, trees=20, wide=wide)
    trees = replace(in_single(trees, np.array([1e3, 0.1], np.float32)), scale=np.array([0.7]))
    assert np.array_equal(
        Trees.load(trees.state(), COLUMNS).sums(rows(1, count)), slowly(trees, rows(1, count))
    )


def test_states_of_the_first_files_come_back():
    trees, x = grown(3), rows(3)
    state = {name: array for name, array in trees.state().items() if name not in ("begin", "scale")}
    assert np.array_equal(Trees.load(state, COLUMNS).sums(x), trees.sums(x))


def test_blocks_of_rows_and_trees_change_no_bit(monkeypatch):
    trees, x = grown(0, trees=50), rows(1, 500)
    whole = trees.sums(x)
    monkeypatch.setattr("fitwright.models._trees.ROWS", 7)
    monkeypatch.setattr("fitwright.models._trees.WALKS", 20)
    assert np.array_equal(trees.sums(x), whole)


def test_no_rows_and_no_trees():
    assert grown(0).sums(rows(0, 0)).shape == (0, 2)
    assert Trees.nothing(np.array([3.0])).sums(rows(0, 4)).tolist() == [[3.0]] * 4


def test_a_state_comes_back():
    trees, x = grown(3), rows(3)
    assert np.array_equal(Trees.load(trees.state(), COLUMNS).sums(x), trees.sums(x))


def test_trees_that_go_on_with_the_next_node_keep_no_first_children():
    assert len(grown(0).first) == 0


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("feature", lambda a: np.where(a == 2, COLUMNS, a).astype(a.dtype)),
        ("feature", lambda a: a[:-1]),
        ("feature", lambda a: a.astype(np.int64)),
        ("threshold", lambda a: np.where(np.arange(len(a)) == 1, np.nan, a)),
        ("second", lambda a: np.where(np.arange(len(a)) == 1, 10**6, a).astype(np.int32)),
        ("second", lambda a: np.where(np.arange(len(a)) == 1, 0, a).astype(np.int32)),
        ("second", lambda a: np.where(np.arange(len(a)) == 1, -5, a).astype(np.int32)),
        ("second", lambda a: a[::-1].copy()),
        ("first", lambda a: np.zeros(3, np.int32)),
        ("missing", lambda a: a[:-1]),
        ("roots", lambda a: a + np.int32(1)),
        ("roots", lambda a: a[::-1].copy()),
        ("roots", lambda a: a[:-1]),
        ("value", lambda a: a[:-1]),
        ("value", lambda a: np.hstack([a, a, a])),
        ("output", lambda a: a + np.int32(5)),
        ("output", lambda a: a - np.int32(1)),
        ("base", lambda a: a[:1]),
        ("base", lambda a: a.tolist()),
        ("begin", lambda a: np.zeros(1, np.float32)),
        ("begin", lambda a: np.zeros(2, np.float32)),
        ("scale", lambda a: np.ones(1)),
        ("sets", lambda a: a + np.int32(100)),
        ("starts", lambda a: a[::-1].copy()),
        ("starts", lambda a: a + np.int32(1)),
        ("words", lambda a: a[:-1]),
        ("words", lambda a: None),
    ],
)
def test_changed_arrays_are_refused(name, change):
    state = grown(5).state()
    state[name] = change(state[name])
    with pytest.raises(Damaged, match="Expected trees with"):
        Trees.load(state, COLUMNS)


def test_leaves_have_the_precision_of_the_sums():
    state = {**grown(5).state(), "begin": np.zeros(2, np.float32), "scale": np.ones(1)}
    with pytest.raises(Damaged, match="precision of the sums"):
        Trees.load(state, COLUMNS)


def test_fewer_columns_are_refused():
    with pytest.raises(Damaged, match="features below 3"):
        Trees.load(grown(5).state(), 3)


def test_thresholds_in_single_precision_decide_as_before():
    rng = np.random.default_rng(0)
    x = rng.normal(size=1000).astype(np.float32)
    threshold = (x[:-1].astype(np.float64) + x[1:]) / 2
    assert np.array_equal(x[:-1] <= floor32(threshold), x[:-1] <= threshold)
    assert np.array_equal(x <= before32(x[::-1]), x < x[::-1])
    most = np.finfo(np.float32).max
    assert floor32(np.array([np.inf, -np.inf])).tolist() == [most, -most]
    assert before32(np.array([-np.inf, -most], np.float32)).tolist() == [-most, -most]


def test_empty_sets_have_their_words():
    starts, words = packed(np.array([33], np.int64), np.array([0, 1, 0]))
    assert starts.tolist() == [0, 1, 3, 4]
    assert words.tolist() == [0, 0, 2, 0]


def levelled(seed, depths=(3, 3, 0, 2), broken=False, wide=True):
    """Trees that ask one question a level, some with children the other way round."""
    rng = np.random.default_rng(seed)
    parts, roots, begin = [], [], 0
    questions = [
        (int(rng.integers(0, COLUMNS)), round(rng.normal(), 1), bool(rng.integers(2))) for _ in range(6)
    ]
    for depth in depths:
        roots.append(begin)
        asked, swapped = rng.integers(0, 6, depth), rng.integers(0, 2, depth)
        for node in range(2 ** (depth + 1) - 1):
            level = int(np.log2(node + 1))
            if level == depth:
                parts.append((-1, 0.0, 0, 0, False, -1))
                continue
            column, threshold, missing = questions[asked[level]]
            children = (begin + 2 * node + 1 + swapped[level], begin + 2 * node + 2 - swapped[level])
            parts.append((column, threshold, *children, missing, 0 if column == CATEGORY else -1))
        begin = len(parts)
    feature, threshold, first, second, missing, number = map(np.array, zip(*parts, strict=True))
    if broken:
        missing = missing ^ (np.arange(len(missing)) == np.flatnonzero(feature >= 0)[-1])
    nodes = Nodes(feature, threshold, np.stack([first, second], axis=1), missing, number)
    value = rng.normal(size=(int((feature < 0).sum()), 2 if wide else 1))
    packs = packed(np.arange(0, 40, 3), np.array([14]))
    output = None if wide else np.arange(len(depths)) % 2
    return Trees.of(nodes, np.array(roots), value, np.zeros(2), output, packs)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("count", [1, 40, 100])
def test_questions_by_level_lead_where_the_walk_leads(seed, broken, wide, count):
    trees, x = levelled(seed, (3, 3, 0, 2, 9), broken, wide), rows(seed, count)
    x[:1, :CATEGORY] = [1e300, -np.inf, np.inf, -0.0]
    assert (Levels.of(trees._ways.shape) is None) == broken
    assert np.array_equal(Trees.load(trees.state(), COLUMNS).sums(x), slowly(trees, x))


def test_levels_of_many_trees_are_looked_at_in_parts():
    trees, x = levelled(0, (2,) * 300, wide=False), rows(0, 70)
    assert trees._ways.at(1) is not None
    assert np.array_equal(trees.sums(x), slowly(trees, x))


@given(seed=st.integers(0, 1000), wide=st.booleans(), kind=st.sampled_from([np.float64, np.float32]))
@settings(max_examples=12, deadline=None)
def test_the_answers_to_all_that_is_asked_lead_where_the_walk_leads(seed, wide, kind):
    trees, x = grown(seed, trees=9, depth=seed % 9, wide=wide, kind=kind), rows(seed, 600)
    x[:5, :CATEGORY] = [[1e300] * 4, [-np.inf] * 4, [np.inf] * 4, [-0.0] * 4, [np.nan] * 4]
    walked = trees._total(np.clip(x, np.finfo(kind).min, np.finfo(kind).max), begun(trees, len(x)))
    assert trees._ways.at(len(x)) is not None
    assert np.array_equal(trees.sums(x), walked + trees.base)


def test_deep_trees_are_walked():
    deep = grown(0, depth=11)
    assert deep._ways.at(600) is None
    np.testing.assert_allclose(deep.sums(rows(0, 600)), slowly(deep, rows(0, 600)), rtol=0, atol=1e-12)


def test_lone_leaves_ask_nothing():
    trees = levelled(0, (0, 0))
    assert trees._ways.at(1) is not None
    assert np.array_equal(trees.sums(rows(0, 50)), slowly(trees, rows(0, 50)))
