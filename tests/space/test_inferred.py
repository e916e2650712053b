"""Conditions are read from what trials suggested and what they did without."""

import numpy as np
import pytest

from fitwright.space import Choice, Float, Int, Space
from fitwright.space.inferred import Ways, inferred, way

KIND, KERNEL = Choice(["svm", "forest", "mean"]), Choice(["linear", "rbf"])
GAMMA, DEPTH = Float(0, 1), Int(1, 99)


def space_of(*trials, cut=()):
    """From what each trial suggested."""
    domains = {name: domain for trial in (*trials, *cut) for name, (domain, _) in trial.items()}
    return inferred(domains, map(way, trials), map(way, cut))


def svm(kernel, **more):
    return {"kind": (KIND, "svm"), "kernel": (KERNEL, kernel), **more}


MEAN, FOREST = {"kind": (KIND, "mean")}, {"kind": (KIND, "forest"), "depth": (DEPTH, 7)}
RBF, LINEAR = svm("rbf", gamma=(GAMMA, 0.5)), svm("linear")


def test_what_all_trials_have_is_always_open():
    assert space_of(RBF, RBF) == Space(kind=KIND, kernel=KERNEL, gamma=GAMMA)
    assert space_of() == Space()


def test_branches_within_branches_are_found():
    space = space_of(MEAN, RBF, LINEAR, FOREST)
    assert set(space.complete({"kind": "mean"})) == {"kind"}
    assert set(space.complete({"kind": "forest"})) == {"kind", "depth"}
    assert set(space.complete({"kind": "svm", "kernel": "linear"})) == {"kind", "kernel"}
    assert set(space.complete({"kind": "svm", "kernel": "rbf"})) == {"kind", "kernel", "gamma"}


def layers(count):
    domain = Int(1, 4)
    return {"layers": (domain, count), **{f"units_{i}": (DEPTH, 9) for i in range(count)}}


@pytest.mark.parametrize("seen", [(1, 2, 3, 4), (4, 1, 3, 2)])
def test_a_number_of_layers_opens_each(seen):
    space = space_of(*map(layers, seen))
    for count in (1, 2, 3, 4):
        assert len(space.complete({"layers": count})) == 1 + count


def test_it_may_take_two_values_together():
    both = [
        {"a": (Choice([0, 1]), a), "b": (Choice([0, 1]), b), **({"x": (GAMMA, 0.5)} if a and b else {})}
        for a in (0, 1)
        for b in (0, 1)
    ]
    space = space_of(*both)
    assert [len(space.complete({"a": a, "b": b})) for a in (0, 1) for b in (0, 1)] == [2, 2, 2, 3]


def test_what_nothing_explains_stays_open():
    space = space_of({"x": (GAMMA, 0.2)}, {"x": (GAMMA, 0.8), "depth": (DEPTH, 3)})
    assert space.conditions == ()


def test_what_explains_a_part_is_taken():
    half = svm("rbf", x=(GAMMA, 0.2)), svm("rbf", x=(GAMMA, 0.8), depth=(DEPTH, 7))
    space = space_of(MEAN, *half)
    assert set(space.complete({"kind": "mean"})) == {"kind"}
    assert set(space.complete({"kind": "svm"})) == {"kind", "kernel", "x", "depth"}


def test_trials_that_were_cut_tell_what_they_had_and_not_what_they_lack():
    assert space_of(RBF, cut=[LINEAR]).conditions == ()
    assert set(space_of(LINEAR, MEAN, cut=[RBF]).complete({"kind": "svm", "kernel": "rbf"})) == set(RBF)


def test_an_option_that_is_a_list_may_open_others():
    steps = Choice([["scale"], ["scale", "pca"]])
    trials = {"steps": (steps, ["scale"])}, {"steps": (steps, ["scale", "pca"]), "components": (DEPTH, 3)}
    assert "components" not in space_of(*trials).complete({"steps": ["scale"]})


def test_ways_that_come_one_by_one_in_any_order_show_what_all_of_them_show():
    domains = {"a": Choice(["p", "q", None]), "n": Int(1, 4), "b": Choice([0, 1]), "x": GAMMA, "y": GAMMA}
    rng = np.random.default_rng(0)
    for _ in range(20):
        ways, cut = [], []
        for _ in range(12):
            value = {name: domain.at(rng.random()) for name, domain in domains.items()}
            closed = {"n": value["a"] is None, "x": value["a"] == "p" or value["b"] == 1}
            closed["y"] = closed["n"] or value["n"] < 3
            taken = way({name: (domain, value[name]) for name, domain in domains.items()})
            ways.append(tuple(part for part in taken if not closed.get(part[0])))
            cut.append(ways[-1][: rng.integers(1, 5)])
        expected, one_by_one = inferred(domains, ways, cut), Ways()
        for place in rng.permutation(24):
            one_by_one.add([*ways, *cut][place], whole=place < 12)
            space = one_by_one.space(domains)
            assert one_by_one.space(dict(domains)) is space
        assert space == expected
        assert len(expected.conditions) >= 2


def test_nothing_at_all_is_an_option_that_may_open_others():
    depth = Choice([None, 5])
    trials = {"depth": (depth, None), "x": (GAMMA, 0.5)}, {"depth": (depth, 5)}
    assert set(space_of(*trials).complete({"depth": 5})) == {"depth"}
    assert set(space_of(*trials).complete({"depth": None})) == {"depth", "x"}
