"""Regret is measured from the best known to the median draw, on what all searchers ran."""

import numpy as np
import pytest

from benchmarks import _hpo
from benchmarks._searching import search, table
from benchmarks.hpo_blackbox import HPOBlackBox
from benchmarks.scenario import Options
from fitwright import tune
from fitwright.space import Choice, Float, Space

FOUND = [0.9] * 24 + [0.5] * 25 + [0.1] * 51


def record(searcher, losses, task="a-1", seed=0):
    run = {"losses": losses, "ask_ms": 1.0, "late_ask_ms": 2.0}
    return {"searcher": searcher, "task": task, "status": "ok", "half": "chosen", "runs": {str(seed): run}}


def reference(task="a-1"):
    return {
        "searcher": "reference",
        "task": task,
        "status": "ok",
        "half": "chosen",
        "best": 0.1,
        "median": 1.1,
    }


class Bowl:
    """A task whose best is 0."""

    space = Space(x=Float(-1, 1), kind=Choice(["a", "b"]))

    def __call__(self, config):
        return config["x"] ** 2 + (config["kind"] == "b")

    def many(self, configs):
        return np.array([self(config) for config in configs])


def test_a_line_tells_regret_at_each_budget():
    [first, second] = table([reference(), record("tpe", FOUND), record("random_x2", [0.6] * 100)])
    assert first["searcher"] == "tpe"
    assert [first[f"after {at}"] for at in (25, 50, 100)] == pytest.approx([0.4, 0.0, 0.0])
    assert second["after 100"] == pytest.approx(0.5)
    assert (first["rank"], second["rank"]) == (1, 2)
    assert first["beside random_x2"] == "-0.500 (-0.500 to -0.500), 1 of 1"


def test_only_tasks_and_seeds_that_all_have_are_compared():
    runs = [record("tpe", FOUND), record("tpe", FOUND, task="b-2"), record("random", FOUND)]
    assert [row["tasks"] for row in table([reference(), reference("b-2"), *runs])] == [1, 1]
    assert table([reference(), record("tpe", FOUND), record("random", FOUND, seed=1)]) == []


def test_the_best_of_any_run_is_the_best_known():
    [row] = table([reference(), record("tpe", [0.0] * 100)])
    assert row["after 100"] == 0.0


def test_equal_ones_share_a_rank():
    rows = table([reference(), record("tpe", FOUND), record("random", FOUND)])
    assert [row["rank"] for row in rows] == [1.5, 1.5]


def test_a_search_begins_with_the_configs_it_is_given():
    run = search(Bowl(), ("tpe", 0, ""), [{"x": 0.5, "kind": "b"}, {"x": 0.0, "kind": "a"}], 3)
    assert run["losses"][:2] == [1.25, 0.0]


@pytest.mark.parametrize(("name", "lag"), [("tpe", 1), ("tpe_lag4", 4)])
def test_what_is_measured_is_what_a_study_does(name, lag):
    study = tune(Bowl(), Bowl().space, search="tpe(startup=4)", max_trials=20, random_state=3, lag=lag)
    measured = search(Bowl(), (name.replace("tpe", "tpe(startup=4)"), 3, ""), [], 20)["losses"]
    assert measured == pytest.approx([trial.loss for trial in study], abs=1e-6)


def test_double_the_trials_count_in_pairs():
    twice = search(Bowl(), ("random_x2", 0, ""), [], 4)["losses"]
    once = search(Bowl(), ("random", 0, ""), [], 8)["losses"]
    assert twice == np.reshape(once, (4, 2)).min(axis=1).tolist()


def test_the_reference_is_the_best_and_the_median():
    told = _hpo.reference(Bowl(), 1000)
    assert told["best"] == pytest.approx(0.0, abs=1e-4)
    assert told["median"] == pytest.approx(1.0, abs=0.1)


def test_seeds_come_in_blocks_and_ids_say_which():
    assert _hpo.blocks(Options(seeds=7)) == [[0, 1, 2, 3, 4], [5, 6]]
    one = _hpo.Posed("chosen", "a-1", {"family": "a"})
    ids = [job.id for job in _hpo.jobs(Options(seeds=3), [one], ["tpe"])]
    assert ids == ["a-1/reference", "a-1/tpe/s0-2"]


def test_nothing_is_learned_from_what_is_published(monkeypatch):
    monkeypatch.setattr(_hpo, "_listed", lambda options, family: [str(number) for number in range(16)])
    asked = _hpo.posed(Options(only=("published",)), ("lcbench",))
    assert [one.given["instance"] for one in asked] == ["2", "6", "10", "14"]
    [chosen, *_] = _hpo.posed(Options(only=("chosen",)), ("lcbench",))
    for one in (*asked, chosen):
        known = {other["instance"] for other in _hpo.siblings(Options(), one)}
        assert not known & {"2", "6", "10", "14", one.given["instance"]}
        assert len(known) == 16 - len({"2", "6", "10", "14", one.given["instance"]})


def test_a_start_is_in_the_id_and_the_reference_is_measured_once(monkeypatch):
    monkeypatch.setattr(_hpo, "_listed", lambda options, family: ["1", "2"])
    only = ("iaml_glmnet", "published", "tpe")
    ids = [job.id for job in HPOBlackBox().jobs(Options(only=only, seeds=2))]
    assert ids == ["iaml_glmnet-2/reference", "iaml_glmnet-2/tpe/s0-1", "iaml_glmnet-2/tpe/s0-1/portfolio"]
