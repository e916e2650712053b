"""The tree of what trials were asked for."""

import pytest

from fitwright.core.trial import Result, Step, Trial
from fitwright.routes import Routes
from fitwright.space import Choice, Float, Int
from fitwright.suggest import Suggest

KIND = Choice(["mean", "tree"])
DEPTH = Int(1, 2)


def trial(number, found, state="done"):
    return Trial(number, {}, {Step(): Result(1.0, found=found)}, state=state)


def known(*trials):
    routes = Routes()
    for one in trials:
        routes.add(one)
    return routes


def to(number, **proposed):
    return Suggest(number, proposed, 0)


def test_a_config_comes_to_what_was_asked_for_after_its_values():
    routes = known(
        trial(0, {"kind": (KIND, "mean")}), trial(1, {"kind": (KIND, "tree"), "depth": (DEPTH, 1)})
    )
    assert routes.follow(to(2, kind="mean", depth=2)) == ((("kind", "'mean'"),), True)
    assert routes.follow(to(2, kind="tree", depth=1))[1]
    assert not routes.follow(to(2, kind="tree", depth=2))[1]
    assert routes.left(0) == {"kind": "tree", "depth": 2}


def test_one_name_may_have_another_domain_in_each_branch():
    routes = known(
        trial(0, {"kind": (KIND, "mean"), "n": (Int(0, 1), 0)}),
        trial(1, {"kind": (KIND, "tree"), "n": (Int(10, 11), 10)}),
    )
    one = to(2, kind="mean", n=11)
    routes.follow(one)
    assert one.params["n"] in (0, 1)
    lefts = [routes.left(seed) for seed in range(9)]
    assert {(left["kind"], left["n"]) for left in lefts} == {("mean", 1), ("tree", 11)}


def test_it_tells_before_it_runs_what_a_trial_will_be_suggested():
    routes = known(trial(0, {"n": (Int(0, 99), 7), "x": (Float(0, 1), 0.5)}))
    for proposed in ({}, {"n": 7}, {"n": 1000, "x": 0.25}):
        ahead, later = Suggest(5, proposed, 3), Suggest(5, proposed, 3)
        routes.follow(ahead)
        assert ahead.params == {name: later.suggest(name, ahead.found[name][0]) for name in ahead.params}


def test_where_a_rule_ended_a_trial_it_would_end_another():
    routes = known(trial(0, {"kind": (KIND, "mean")}, "stopped"))
    assert routes.follow(to(1, kind="mean", depth=1))[1]
    assert routes.left(0) == {"kind": "tree"}
    routes.add(trial(1, {"kind": (KIND, "tree"), "depth": (DEPTH, 1)}))
    routes.add(trial(2, {"kind": (KIND, "tree")}, "stopped"))
    assert routes.left(0) is None


def test_what_has_begun_is_no_end():
    routes = known(trial(0, {"kind": (KIND, "mean")}, "running"))
    assert routes.follow(to(1, kind="mean")) == ((("kind", "'mean'"),), False)
    assert routes.left(0, {(("kind", "'mean'"),), (("kind", "'tree'"),)}) is None
    assert routes.left(0) is not None


def test_a_part_that_is_done_with_is_looked_at_again_where_more_is_known():
    routes = known(trial(0, {"kind": (Choice(["mean"]), "mean")}))
    assert routes.left(0) is None
    routes.add(trial(1, {"kind": (KIND, "mean")}))
    assert routes.left(0) == {"kind": "tree"}


def test_numbers_beyond_an_end_go_to_it_where_one_likes():
    routes = known(trial(0, {"n": (Int(0, 5), 1), "x": (Float(0.0, 1.0), 0.5)}))
    one = to(1, n=9, x=-3.0)
    routes.follow(one, clip=True)
    assert one.proposed == {"n": 5, "x": -3.0}
    routes.add(trial(1, {"n": (Int(0, 5), 5), "x": (Float(0.0, 1.0), 0.5)}))
    one = to(2, n=9, x=-3.0)
    routes.follow(one, clip=True)
    assert one.params == {"n": 5, "x": 0.0}


@pytest.mark.parametrize("domain", [Float(0, 1), Int(1, 10**9), Int(1, 10**9, log=True)])
def test_of_many_values_there_is_always_another(domain):
    routes = known(*[trial(number, {"x": (domain, domain.at(number / 20))}) for number in range(20)])
    assert domain.holds(routes.left(0)["x"])


def test_what_asks_for_nothing_leaves_everything_open():
    routes = known(trial(0, {}))
    assert routes.follow(to(1)) == ((), False)
    assert routes.left(0) == {}


def test_what_it_remembers_changes_no_order():
    trials = [trial(n, {"k": (KIND, "mean"), "n": (Int(0, 3), n)}) for n in range(4)]
    used, fresh = known(*trials), known(*trials)
    for seed in range(5):
        used.left(seed)
    assert [used.left(seed) for seed in range(9)] == [fresh.left(seed) for seed in range(9)]
    used.add(trial(9, {"k": (KIND, "tree"), "n": (Int(0, 3), 0)}))
    fresh = known(*trials, trial(9, {"k": (KIND, "tree"), "n": (Int(0, 3), 0)}))
    assert [used.left(seed) for seed in range(9)] == [fresh.left(seed) for seed in range(9)]


def test_a_trial_may_ask_for_thousands_of_names():
    names = {f"n{place}": (Int(0, 0), 0) for place in range(3000)}
    routes = known(trial(0, {**names, "last": (KIND, "mean")}))
    assert routes.left(0) == {**dict.fromkeys(names, 0), "last": "tree"}
