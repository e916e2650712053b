"""Spaces in the words of scikit-learn, Optuna and TOML."""

import numpy as np
import pytest

from fitwright.core.errors import SpaceError
from fitwright.space import Choice, Float, Int, Space, from_toml, read


def test_a_space_and_domains_are_taken_as_they_are():
    space = Space(x=Float(0, 1))
    assert read(space) is space
    assert read({"x": Float(0, 1)}) == space


def test_lists_are_choices_of_plain_values_each_once():
    space = read({"C": np.array([1, 10, 100]), "kernel": ["rbf", "rbf", "linear"], "p": [True, 1, None]})
    assert space.domains["C"] == Choice((1, 10, 100), ordered=True)
    assert type(space.domains["C"].options[0]) is int
    assert space.domains["kernel"].options == ("rbf", "linear")
    assert space.domains["p"].options == (True, 1, None)


def test_several_grids_become_branches():
    space = read([{"kernel": ["linear"]}, {"kernel": ["rbf"], "gamma": [0.1, 1.0]}])
    assert space.default() == {"grid": "0", "0.kernel": "linear"}
    assert read([{"kernel": ["linear"]}]) == read({"kernel": ["linear"]})


def test_distributions_of_scipy_keep_their_shape():
    from scipy import stats

    space = read(
        {
            "uniform": stats.uniform(2, 3),
            "log": stats.loguniform(1e-3, 10),
            "whole": stats.randint(1, 11),
            "bell": stats.norm(5, 2),
            "tail": stats.expon(scale=3),
            "count": stats.poisson(20),
        }
    )
    assert space.domains["uniform"] == Float(2, 5)
    assert space.domains["log"] == Float(1e-3, 10, log=True)
    assert space.domains["whole"] == Int(1, 10)
    draws = [space.sample(np.random.default_rng(seed)) for seed in range(400)]
    assert np.mean([d["bell"] for d in draws]) == pytest.approx(5, abs=0.4)
    assert np.std([d["bell"] for d in draws]) == pytest.approx(2, abs=0.4)
    assert np.median([d["tail"] for d in draws]) == pytest.approx(3 * np.log(2), abs=0.5)
    assert np.mean([d["count"] for d in draws]) == pytest.approx(20, abs=1)
    assert all(type(d["count"]) is int for d in draws)


@pytest.mark.parametrize("make", [lambda values: values, lambda values: values()], ids=["bare", "frozen"])
def test_listed_values_of_scipy_come_as_often_as_they_say_and_no_others(make):
    from scipy import stats

    space = read({"x": make(stats.rv_discrete(values=([1, 2, 5, 9], [0.2, 0.3, 0.5, 0.0])))})
    draws = [space.sample(np.random.default_rng(seed))["x"] for seed in range(400)]
    shares = [draws.count(value) / 400 for value in (1, 2, 5)]
    assert shares == pytest.approx([0.2, 0.3, 0.5], abs=0.07)
    assert sum(shares) == 1


def test_a_log_scale_that_was_moved_keeps_its_shape():
    from scipy import stats

    space = read({"x": stats.loguniform(1e-3, 1, loc=5)})
    assert np.median([space.sample(np.random.default_rng(seed))["x"] for seed in range(200)]) < 5.1


def distribution(name, **fields):
    return type(name, (), {"__module__": "optuna.distributions", **fields})()


def test_distributions_of_optuna_by_their_fields():
    space = read(
        {
            "rate": distribution("FloatDistribution", low=1e-4, high=1.0, log=True, step=None),
            "depth": distribution("IntDistribution", low=2, high=8, log=False, step=2),
            "kind": distribution("CategoricalDistribution", choices=("a", "b")),
        }
    )
    assert space == Space(rate=Float(1e-4, 1.0, log=True), depth=Int(2, 8, step=2), kind=Choice(["a", "b"]))


class Drawn:
    def rvs(self, random_state=None):
        return 1.0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"x": 3}, "'x'; got 3"),
        ({"x": "rbf"}, "'x'; got 'rbf'"),
        ({"x": []}, "at least one value for 'x'"),
        ({"x": Drawn()}, "only be drawn from"),
        ({"x": distribution("Other")}, "low and high"),
        (7, "got int"),
        ([], "got list"),
    ],
)
def test_what_is_no_set_of_values_is_refused(given, said):
    with pytest.raises(SpaceError, match=said):
        read(given)


TOML = """
rate = {float = [1e-4, 1.0], log = true, default = 0.1}
depth = {int = [2, 9], low_cost = 2}
booster = {choice = ["gbtree", "dart"]}
drop = {float = [0.0, 1.0]}
model = {one_of = {forest = {trees = {int = [10, 100]}}, mean = {}}}

[[when]]
booster = "dart"
opens = ["drop"]

[[forbid]]
depth = 9
booster = ["dart"]
"""


def test_a_space_is_read_from_toml(tmp_path):
    path = tmp_path / "space.toml"
    path.write_text(TOML)
    space = from_toml(path)
    assert space.domains["rate"] == Float(1e-4, 1.0, log=True, default=0.1)
    assert space.domains["depth"] == Int(2, 9, low_cost=2)
    assert "drop" not in space.complete({"booster": "gbtree"})
    assert space.complete({"model": "forest"})["forest.trees"] == 55
    assert not space.allows({"depth": 9, "booster": "dart"})


def test_ranges_and_single_names_are_taken_in_rules(tmp_path):
    path = tmp_path / "space.toml"
    path.write_text(
        "a = {int = [1, 9]}\nb = {float = [0, 1]}\n[[when]]\na = {int = [5, 9]}\nopens = 'b'\n"
        "[[forbid]]\nb = {float = [0.5, 1.0]}\n"
    )
    space = from_toml(path)
    assert "b" not in space.complete({"a": 4})
    assert space.complete({"a": 5})["b"] < 0.5


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(SpaceError, match=r"nothing\.toml; No such file"):
        from_toml(tmp_path / "nothing.toml")
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SpaceError, match="Expected TOML in"):
        from_toml(tmp_path / "odd.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = {float = [0, 1]}\nx = {float = [0, 2]}", "Expected TOML"),
        ("x = {real = [0, 1]}", "one of float, int, choice, one_of for 'x'"),
        ("x = {float = [0, 1], int = [0, 1]}", "one of float"),
        ("x = {float = [0, 1], colour = 3}", "log, step, .* beside float of 'x'; got colour"),
        ("x = {float = [1, 0]}", "low <= high"),
        ("x = {float = [0, 1, 2]}", r"\[low, high\] as float of 'x'; got \[0, 1, 2\]"),
        ("x = {int = [1]}", r"\[low, high\] as int of 'x'"),
        ("x = {int = [1, 2], log = 'no'}", "log as True or False; got 'no'"),
        ("x = 3", "a table such as"),
        ("x = {float = 3}", "a list as float of 'x'; got 3"),
        ("x = {one_of = 3}", "a table of spaces as one_of of 'x'"),
        ("x = {int = [0, 1]}\n[[when]]\ny = 1\nopens = ['x']", "got 'y'"),
        ("when = 3\nx = {int = [1, 2]}\n", r"tables \[\[when\]\], .* got 3"),
        ("forbid = [1]\nx = {int = [1, 2]}\n", r"tables \[\[forbid\]\]"),
        ("x = {one_of = {a = 3}}\n", "a table of names below 'a' of 'x'"),
    ],
)
def test_toml_that_is_no_space_is_refused_by_name(tmp_path, text, said):
    path = tmp_path / "space.toml"
    path.write_text(text)
    with pytest.raises(SpaceError, match=said):
        from_toml(path)


def test_a_domain_may_be_called_when(tmp_path):
    path = tmp_path / "space.toml"
    path.write_text("when = {int = [1, 2]}\n")
    assert list(from_toml(path).domains) == ["when"]
