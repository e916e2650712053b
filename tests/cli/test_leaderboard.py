"""`fitwright leaderboard`: every candidate of a run that was kept."""

import json

from fitwright.cli._exit import Exit
from tests.cli._acts import run


def test_it_shows_every_candidate_of_the_run(files):
    done = run("leaderboard", files.run)
    assert done.exit_code == Exit.FINE
    assert all(word in done.stdout for word in ("roc_auc", "linear", "baseline"))


def test_json_holds_the_same_rows_best_first(files):
    told = json.loads(run("leaderboard", files.run, "--json").stdout)
    ensemble, *candidates = told["leaderboard"]
    scores = [row["score"] for row in candidates]
    assert told["metric"] == "roc_auc"
    assert ensemble["model"] == "ensemble"
    assert scores == sorted(scores, reverse=True)
    assert len(json.loads(run("leaderboard", files.run, "--json", "--top", "1").stdout)["leaderboard"]) == 1


def test_a_folder_that_holds_no_run_is_refused_and_left_alone(tmp_path):
    for folder in (tmp_path, tmp_path / "gone"):
        done = run("leaderboard", folder)
        assert done.exit_code == Exit.MODEL
        assert str(folder) in done.stderr
    assert list(tmp_path.iterdir()) == []
