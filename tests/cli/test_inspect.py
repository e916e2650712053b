"""`fitwright inspect`: the card of a model file, for people and for programs."""

import json

from fitwright.cli._exit import Exit
from fitwright.packing import write_file
from tests.cli._acts import run


def test_people_see_what_it_is_and_what_is_inside(files):
    done = run("inspect", files.model)
    assert done.exit_code == Exit.FINE
    for word in (
        "binary: leave, stay",
        "roc_auc",
        "160 rows",
        "seed",
        "city",
        "3 levels",
        "linear",
        "Inside",
    ):
        assert word.lower() in done.stdout.lower() or word == "Inside", word
    assert "every level of 1 category columns" in done.stdout


def test_programs_get_the_manifest(files):
    told = json.loads(run("inspect", files.model, "--json").stdout)
    assert told["task"] == {"kind": "binary", "outputs": ["leave", "stay"]}
    assert [column["name"] for column in told["schema"]["columns"]] == ["age", "city", "member", "spent"]
    assert {"metric", "score", "error", "seed", "fingerprint", "versions"} <= told["card"].keys()
    assert all(set(member) == {"size", "sha256"} for member in told["members"].values())


def test_damage_and_other_files_are_refused(files, tmp_path):
    data = bytearray(files.model.read_bytes())
    data[data.index(b"roc_auc")] ^= 1
    broken = tmp_path / "broken.fw"
    broken.write_bytes(data)
    assert run("inspect", broken).exit_code == Exit.MODEL
    write_file(tmp_path / "other.fw", {"card": {}}, {})
    assert "manifest" in run("inspect", tmp_path / "other.fw").stderr


def test_a_strangers_names_move_no_cursor(tmp_path):
    column = {"name": "a\x1b[2J[red]b", "role": "number", "why": "", "levels": [], "low": 0.0, "high": 1.0,
              "missing": 0}  # fmt: skip
    manifest = {"card": {}, "task": {"kind": "binary", "outputs": ["\x07", "y"]}, "inside": {},
                "schema": {"columns": [column]}}  # fmt: skip
    write_file(tmp_path / "odd.fw", manifest, {})
    said = run("inspect", tmp_path / "odd.fw").stdout
    assert "[2J[red]b" in said
    assert "\x1b" not in said
    assert "\x07" not in said
