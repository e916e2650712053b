"""Every member is measured at every size; estimates are held against what was measured, caps included."""

import time

import pytest

from benchmarks import catalog, members
from benchmarks._apart import run_apart
from benchmarks.scenario import Job, Options
from fitwright import features, models


def record(member, rows, estimate, fit=None, status="ok", **more):
    known = {"fit_s": fit, "predict_s": 0.0} if fit is not None else {}
    return {
        "room": "models", "member": member, "kind": "binary", "rows": rows, "cap": 60.0, "status": status,
        "estimate_s": estimate, **known, **more,
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
    assert whole["model"] == "all"


def test_a_cap_is_held_against_low_estimates_alone():
    assert members._times(record("a", 1_000, 500.0, status="killed")) == 1.0
    assert members._times(record("a", 1_000, 6.0, status="killed")) == pytest.approx(10.0)


def test_tables_say_what_was_capped_and_what_broke():
    found = [record("a", 1_000, 1.0, status="killed"), record("a", 10_000, 1.0, status="failed")]
    [row] = members._sizes(found, ("fit", "predict"))
    assert (row["fit 1k"], row["fit 10k"], row["fit 100k"]) == ("> 60", "failed", None)


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
