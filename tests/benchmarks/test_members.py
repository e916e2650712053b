"""Every member is measured at every size; estimates are held against what was measured, caps included."""

import time

import pytest

from benchmarks import catalog, members
from benchmarks._apart import run_apart
from benchmarks.scenario import Job, Options
from fitwright import features, models, tasks


def record(member, rows, estimate, fit=None, status="ok", **more):
    known = {"fit_s": fit, "predict_s": 0.0, "fit_mb": 1.0, "predict_mb": 0.0} if fit is not None else {}
    return {
        "room": "models", "member": member, "kind": "binary", "rows": rows, "cap": 60.0, "status": status,
        "estimate_s": estimate, "estimate_mb": 1.0, "columns": 30, **known, **more,
    }  # fmt: skip


def test_there_is_a_job_for_each_member_and_size():
    jobs = catalog.make("members").jobs(Options())
    asked = {(job.given["room"], job.given["member"]) for job in jobs}
    there = {("models", name) for name in models.catalog.names() if not models.catalog.missing(name)}
    there |= {("features", name) for name in features.catalog.names() if not features.catalog.missing(name)}
    assert asked == there
    assert {job.given["rows"] for job in jobs} == {1_000, 10_000, 100_000}
    assert [job.given["rows"] for job in jobs] == sorted(job.given["rows"] for job in jobs)
    one = catalog.make("members").jobs(Options(only=("models/multiclass",)))
    assert {(job.given["room"], job.given["kind"]) for job in one} == {("models", "multiclass")}
    few = catalog.make("members").jobs(Options(only=("tree", "features"), limits=(5.0,)))
    assert {job.given["member"] for job in few if job.given["room"] == "models"} == {"tree"}
    assert {job.given["room"] for job in few} == {"models", "features"}


def test_estimates_are_close_within_a_factor_of_three():
    found = [record("a", 1_000, 1.0, 2.9), record("a", 10_000, 1.0, 3.1), record("a", 100_000, 10.0, 1.0)]
    own, whole = members._estimates(found)
    assert (own["1k"], own["10k"], own["100k"]) == (2.9, 3.1, 0.1)
    assert (own["cases"], own["within 3"], own["share"]) == (3, 1, 0.33)
    assert own["MB within 3"] == "3 of 3"
    assert [(row["rows"], row["measured"], row["times"]) for row in members._off(found)] == [
        (10_000, "3.10", 3.1), (100_000, "1.00", 0.1)
    ]  # fmt: skip
    assert whole["model"] == "all"


def test_a_cap_is_held_against_low_estimates_alone():
    assert members._times(record("a", 1_000, 500.0, status="killed")) == 1.0
    assert members._times(record("a", 1_000, 6.0, status="killed")) == pytest.approx(10.0)


def test_memory_is_held_against_its_estimate_where_it_is_much():
    assert members._times_mb(record("a", 1_000, 1.0, 1.0, fit_mb=60.0, estimate_mb=1.0)) == 1.0
    assert members._times_mb(record("a", 1_000, 1.0, 1.0, predict_mb=640.0, estimate_mb=160.0)) == 4.0
    assert members._times_mb(record("a", 1_000, 1.0, status="killed")) is None


def test_estimates_in_tables_are_todays():
    found = [record("tree", 1_000, 1e9, 1.0), record("baseline", 1_000, 1e9, 1.0, room="features")]
    tables = members.Members().tables(found, Options())
    [tree, _] = next(table for title, table in tables.items() if title.startswith("Estimates by"))
    cost = models.catalog.make("tree").cost(tasks.infer([0, 1] * 9, "classification"), (1_000, 30))
    assert tree["1k"] == pytest.approx(1 / cost.seconds, rel=0.01)


def test_tables_say_what_was_capped_and_what_broke():
    found = [record("a", 1_000, 1.0, status="killed"), record("a", 10_000, 1.0, status="failed")]
    found += [record("b", 1_000, 1.0, 0.25, status="killed"), record("b", 10_000, 1.0, 12.3)]
    del found[2]["predict_s"]
    row, other = members._sizes(found, "predict")
    assert (row["binary 1k"], row["binary 10k"], row.get("binary 100k")) == ("> 60", "failed", None)
    assert (other["binary 1k"], other["binary 10k"]) == (".25 / > 60 / 1", "12 / 0 / 1")


@pytest.mark.slow
@pytest.mark.parametrize(("room", "name"), [("models", "tree"), ("features", "rare")])
def test_a_member_is_measured(room, name):
    given = {"room": room, "member": name, "kind": "binary", "rows": 400, "cap": 20.0, "seed": 0}
    told = {key: value for part in members.Members.measure(given) for key, value in part.items()}
    assert told["fit_s"] > 0
    assert told["columns"] >= 30
    assert ("estimate_s" in told) == (room == "models")


@pytest.mark.slow
def test_what_was_told_before_an_alarm_is_kept():
    given = {"room": "models", "member": "svm", "kind": "regression", "rows": 20_000, "cap": 0.05, "seed": 0}
    began = time.monotonic()
    found = run_apart("members", Job("a", given, 60.0, given))
    assert found["status"] == "killed"
    assert found["estimate_s"] > 0.05
    assert "fit_s" not in found
    assert time.monotonic() - began < 60
