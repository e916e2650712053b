"""`fitwright replay`: the same ensemble from the record, or what differs."""

import json

from fitwright.cli._exit import Exit
from tests.cli._acts import run


def test_the_same_ensemble_comes_of_the_record(files, tmp_path):
    out = tmp_path / "again.fw"
    done = run("replay", files.run, "--out", out)
    assert done.exit_code == Exit.FINE, done.output
    assert "bit for bit" in done.stdout
    one, other = (run("predict", model, files.test) for model in (files.model, out))
    assert one.stdout == other.stdout


def test_json_says_how_many_steps_were_fitted(files):
    told = json.loads(run("replay", files.run, "--json").stdout)
    assert told["same"] is True
    assert told["steps"] > 1
    assert told["differences"] == []


def test_a_folder_that_holds_no_run_is_refused(tmp_path):
    assert run("replay", tmp_path).exit_code == Exit.MODEL
