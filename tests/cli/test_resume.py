"""`fitwright resume`: more trials for a kept run."""

import json
import shutil

from fitwright.cli._exit import Exit
from tests.cli._acts import run


def test_a_kept_run_gets_more_trials(files, tmp_path):
    home, out = tmp_path / "run", tmp_path / "more.fw"
    shutil.copytree(files.run, home)
    done = run("resume", home, "--max-trials", "2", "--out", out, "--json")
    assert done.exit_code == Exit.FINE, done.output
    told = json.loads(done.stdout)
    assert told["model"] == str(out)
    assert len(told["leaderboard"]) == 4  # the ensemble, the baseline and two candidates
    assert out.exists()


def test_the_model_stays_in_the_folder_where_nothing_else_is_said(files, tmp_path):
    home = tmp_path / "run"
    shutil.copytree(files.run, home)
    done = run("resume", home)
    assert done.exit_code == Exit.FINE, done.output
    assert str(home / "model.fw") in done.stdout


def test_a_folder_that_holds_no_run_is_refused_and_left_alone(tmp_path):
    done = run("resume", tmp_path)
    assert done.exit_code == Exit.MODEL
    assert str(tmp_path) in done.stderr
    assert list(tmp_path.iterdir()) == []
