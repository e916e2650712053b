"""A searcher in another environment is told the space in numbers, and its numbers become configs."""

import io
import json
import sys

import pytest

from benchmarks import _hpo_peer, _rivals
from benchmarks._remote import Remote, entries
from benchmarks._rivals import there
from fitwright.space import Choice, Float, Int, Space

FLAT = Space(kind=Choice(["a", "b"]), rate=Float(0.01, 1, log=True), depth=Int(1, 9)).when(
    {"kind": "b"}, "rate"
)
TREE = Space.one_of("model", {"x": FLAT, "y": Space(units=Int(1, 1000, log=True))})
PEER = """#!{python}
import json, sys
told = json.loads(sys.stdin.readline())
for line in sys.stdin:
    if "ask" in json.loads(line):
        config = {{"kind": 1, "rate": 0.5, "depth": told["seed"]}}
        print(json.dumps({{"config": config, "until": 3}}), flush=True)
"""


def test_entries_say_what_opens_them():
    assert list(entries(TREE)) == [
        {"name": "model", "when": [], "kind": "choice", "count": 2},
        {"name": "x.kind", "when": [["model", [0]]], "kind": "choice", "count": 2},
        {"name": "x.rate", "when": [["model", [0]], ["x.kind", [1]]], "kind": "place"},
        {"name": "x.depth", "when": [["model", [0]]], "kind": "int", "low": 1, "high": 9},
        {"name": "y.units", "when": [["model", [1]]], "kind": "place"},
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="A script is no program there.")
def test_numbers_become_configs(tmp_path):
    python = tmp_path / "python"
    python.write_text(PEER.format(python=sys.executable), "utf-8")
    python.chmod(0o755)
    rival = Remote("own", python, FLAT, seed=7)
    assert rival.ask() == {"kind": "b", "rate": pytest.approx(0.1), "depth": 7}
    rival.tell(0.5)
    assert rival.ask()["depth"] == 7
    assert rival.until(1) == 3.0
    rival.close()


@pytest.mark.skipif(sys.platform == "win32", reason="A script is no program there.")
def test_a_peer_that_dies_is_said(tmp_path):
    python = tmp_path / "python"
    python.write_text(f"#!{sys.executable}\nimport sys\nsys.stdin.readline()\n", "utf-8")
    python.chmod(0o755)
    rival = Remote("own", python, FLAT, seed=0)
    with pytest.raises((RuntimeError, BrokenPipeError)):
        rival.ask()
    rival.close()


def test_a_peer_answers_what_it_is_asked(monkeypatch, tmp_path):
    heard = []

    def own(job):
        while True:
            heard.append((yield {"config": {"x": job.seed}}))

    lines = [{"searcher": "own", "space": [], "seed": 3, "first": []}, {"ask": True}, {"losses": [0.5]}]
    given = io.StringIO("".join(json.dumps(line) + "\n" for line in [*lines, {"ask": True}]))
    answers = tmp_path / "answers"
    monkeypatch.setattr(_hpo_peer, "SEARCHERS", {"own": own})
    monkeypatch.setattr(_hpo_peer.sys, "stdin", given)
    monkeypatch.setattr(_hpo_peer, "_answers", lambda: answers.open("w", encoding="utf-8"))
    _hpo_peer.main()
    assert [json.loads(line) for line in answers.read_text("utf-8").splitlines()] == [
        {"config": {"x": 3}}
    ] * 2
    assert heard == [[0.5]]


def test_values_open_names():
    job = _hpo_peer.Job(list(entries(TREE)), 0, [], 1.0, 1.0)
    assert _hpo_peer._open(job, {"model": 0, "x.kind": 0, "x.depth": 3}) == ["model", "x.kind", "x.depth"]
    assert _hpo_peer._open(job, {"model": 1, "y.units": 0.5}) == ["model", "y.units"]


def test_rivals_are_those_that_have_an_environment(tmp_path):
    names = ("optuna_tpe", "smac", "hebo")
    assert there(names, None) == ["optuna_tpe"]
    (tmp_path / "hebo" / "bin").mkdir(parents=True)
    (tmp_path / "hebo" / "bin" / "python").touch()
    assert there(names, tmp_path) == ["optuna_tpe", "hebo"]
    assert _rivals.is_foreign("smac")
    assert not _rivals.is_foreign("tpe")
