"""Ids stay, records resume, and a job that breaks leaves a record too."""

import json
from dataclasses import replace

import pytest

from benchmarks import catalog
from benchmarks._campaign import planned, records, run
from benchmarks._print import by, markdown, typical
from benchmarks.scenario import Options


@pytest.mark.parametrize("name", catalog.names())
def test_a_scenario_is_whole(name):
    assert catalog.get(name).aim
    assert catalog.make(name).tables([], Options()) is not None


def test_ids_stay_and_jobs_take_turns():
    options = Options(repeats=2, only=("python", "import"))
    ids = [key for key, _ in planned("imports", catalog.make("imports"), options)]
    assert ids == ["imports/python#0", "imports/import#0", "imports/python#1", "imports/import#1"]


def test_the_last_record_of_an_id_counts(tmp_path):
    path = tmp_path / "imports.jsonl"
    path.write_text("".join(json.dumps({"id": "a", "seconds": s}) + "\n" for s in (1, 2)), "utf-8")
    assert records(path) == [{"id": "a", "seconds": 2}]
    assert records(tmp_path / "none.jsonl") == []


@pytest.mark.slow
def test_a_run_is_recorded_once_and_again_when_asked(tmp_path):
    said: list[str] = []
    options = Options(out=tmp_path, only=("python",), repeats=1)
    scenario = catalog.make("imports")
    first = run("imports", scenario, options, said.append)
    assert [record["status"] for record in first] == ["ok"]
    assert first[0]["seconds"] > 0
    assert first[0]["left_processes"] == 0
    assert run("imports", scenario, options, said.append) == first
    assert "0 to run, 1 on record" in said[-1]
    assert run("imports", scenario, options, said.append, again=True) != first


@pytest.mark.slow
def test_a_broken_job_has_a_record_with_its_reason(tmp_path):
    options = replace(Options(), out=tmp_path, models=("no_such_family",), limits=(5.0,), repeats=1)
    (record,) = run("first_model", catalog.make("first_model"), options, lambda line: None)
    assert record["status"] == "failed"
    assert "no_such_family" in record["error"]
    assert record["models"] == "no_such_family"


def test_tables_are_markdown():
    text = markdown([{"a": 1.23456, "b": None}, {"a": 12345.6, "c": "x|y"}])
    assert text.splitlines() == [
        "| a      | b   | c   |",
        "| ------ | --- | --- |",
        "| 1.235  |     |     |",
        "| 12,346 |     | x/y |",
    ]


def test_groups_and_medians():
    given = [{"k": "a", "status": "ok"}, {"k": "b", "status": "ok"}, {"k": "a", "status": "failed"}]
    assert [(k, len(ok), len(bad)) for k, ok, bad in by(given, "k")] == [("a", 1, 1), ("b", 1, 0)]
    assert typical([1.0, None, 3.0]) == 2.0
    assert typical([None]) is None
