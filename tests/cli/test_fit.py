"""`fitwright fit`: what it says, what it saves, what it refuses."""

import json
import signal

import polars as pl
import pytest

from fitwright.cli import _fitting
from fitwright.cli._exit import Exit
from fitwright.cli._progress import Progress
from fitwright.core.events import Closed
from tests.cli._acts import QUICK, run


def test_it_says_what_it_understood_how_it_went_and_where_the_model_is(files, tmp_path):
    model = tmp_path / "m.fw"
    done = run("fit", files.train, "--target", "left", "--out", model, *QUICK)
    assert done.exit_code == Exit.FINE
    assert "binary, judged by roc_auc" in done.stderr
    assert "160 rows, 4 columns" in done.stderr
    assert all(word in done.stdout for word in ("ensemble", "linear", "baseline", "±", str(model)))
    assert model.is_file()


def test_json_is_one_document_and_nothing_else(files, tmp_path):
    done = run("fit", files.train, "--target", "spent", "--out", tmp_path / "m.fw", "--json", *QUICK)
    told = json.loads(done.stdout)
    assert done.stderr == ""
    assert (told["task"], told["metric"], told["rows"], told["interrupted"]) == (
        "regression",
        "rmse",
        160,
        False,
    )
    assert [row["model"] for row in told["leaderboard"]] == ["ensemble", "linear", "baseline"]
    assert told["score"] == told["leaderboard"][0]["score"] > 0
    assert sum(told["roles"].values()) == 4
    assert told["leaderboard"][-1]["weight"] == 0


def test_quiet_prints_nothing(files, tmp_path):
    done = run("fit", files.train, "--target", "left", "--out", tmp_path / "m.fw", "--quiet", *QUICK)
    assert (done.exit_code, done.output) == (Exit.FINE, "")


def test_a_config_file_says_the_same(files, tmp_path):
    config = tmp_path / "run.toml"
    config.write_text(
        'target = "spent"\nmetric = "mae"\nmax_trials = 1\nmodels = ["linear"]\n'
        'executor = "serial"\njson = true\n',
        encoding="utf-8",
    )
    done = run("fit", files.train, "--config", config, "--target", "left", "--metric", "accuracy", "--out",
               tmp_path / "m.fw")  # fmt: skip
    assert json.loads(done.stdout)["metric"] == "accuracy"


def test_without_out_the_model_is_named_after_the_table_and_nothing_is_overwritten(
    files, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        assert run("fit", files.train, "--target", "left", "--quiet", *QUICK).exit_code == Exit.FINE
    assert {path.name for path in tmp_path.iterdir()} == {"train.fw", "train-2.fw"}


def test_an_interrupt_keeps_the_best_and_says_so(files, tmp_path, monkeypatch):
    class Impatient(Progress):
        def __call__(self, event):
            super().__call__(event)
            if isinstance(event, Closed) and event.trial == 1:  # a second one would end it at once
                signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(_fitting, "Progress", Impatient)
    words = [word if word != "1" else "50" for word in QUICK]
    done = run("fit", files.train, "--target", "left", "--out", tmp_path / "m.fw", *words)
    assert done.exit_code == Exit.INTERRUPTED
    assert "the best so far is kept" in done.stdout
    assert run("predict", tmp_path / "m.fw", files.test).exit_code == Exit.FINE


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--target", "gone"), Exit.DATA, "gone"),
        (("--target", "left", "--metric", "rocauc"), Exit.USAGE, "roc_auc"),
        (("--target", "left", "--metric", "rmse"), Exit.USAGE, "rmse"),
        (("--target", "left", "--models", "lightgmb"), Exit.USAGE, "lightgbm"),
        (("--target", "left", "--memory-limit", "lots"), Exit.USAGE, "4 GB"),
        (("--target", "left", "--time-limit", "-1"), Exit.USAGE, "time_limit"),
        (("--target", "left", "--groups", "gone"), Exit.DATA, "gone"),
        (("--target", "left", "--search", "rnadom"), Exit.USAGE, "random"),
        ((), Exit.USAGE, "--target"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(files, tmp_path, words, code, sentence):
    done = run("fit", files.train, "--out", tmp_path / "m.fw", *words)
    assert done.exit_code == code, done.output
    assert sentence in done.stderr
    assert "Traceback" not in done.output
    assert not (tmp_path / "m.fw").exists()


def test_a_table_that_is_not_there_is_named(tmp_path):
    done = run("fit", tmp_path / "none.csv", "--target", "y", "--out", tmp_path / "m.fw")
    assert done.exit_code == Exit.DATA
    assert "none.csv" in done.stderr


def test_a_folder_that_is_not_there_is_said_before_the_time_is_spent(files, tmp_path):
    done = run("fit", files.train, "--target", "left", "--out", tmp_path / "gone" / "m.fw")
    assert done.exit_code == Exit.USAGE
    assert "gone" in done.stderr


def test_one_class_only_is_no_question(tmp_path):
    path = tmp_path / "t.csv"
    pl.DataFrame({"x": range(30), "y": ["a"] * 30}).write_csv(path)
    done = run("fit", path, "--target", "y", "--out", tmp_path / "m.fw")
    assert done.exit_code == Exit.DATA
