"""`fitwright tune`: any function of any script."""

import json

import pytest

from fitwright.cli._exit import Exit
from tests.cli._acts import run

SCRIPT = """
print("imported")

from helper_of_tune import shift

def loss(config):
    return (config["x"] - shift) ** 2 + (config["kind"] == "b")

def train(config):
    for epoch in range(5):
        yield config["x"] ** 2 + 1 / (1 + epoch)

def pair(config):
    return {"error": (config["x"] - shift) ** 2, "size": abs(config["x"])}

def talks(config):
    print("at", config)
    return config["x"]

def suggests(trial):
    return -abs(trial.suggest_float("x", -1, 1))
"""
SPACE = """
x = {float = [-5.0, 5.0]}
kind = {choice = ["a", "b"]}
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_the_script_prints_stays_out_of_the_document(script, jobs):
    path = f"{script}/objective_of_tune.py:talks"
    words = ("--space", script / "space.toml", "--max-trials", "2", "--n-jobs", jobs, "--json")
    done = run("tune", path, *words)
    assert len(json.loads(done.stdout)["trials"]) == 2
    assert "imported" in done.stderr


@pytest.fixture
def script(tmp_path):
    (tmp_path / "objective_of_tune.py").write_text(SCRIPT)
    (tmp_path / "helper_of_tune.py").write_text("shift = 2.0\n")
    (tmp_path / "wrong_of_tune.py").write_text("def loss(config) return 1\n")
    (tmp_path / "lacks_of_tune.py").write_text("import no_such_module\n")
    (tmp_path / "raises_of_tune.py").write_text("import numpy\n\nx = numpy.array(['a']).astype(float)\n")
    (tmp_path / "calls_of_tune.py").write_text("import raises_of_tune\n")
    (tmp_path / "ends_of_tune.py").write_text("import sys\nsys.exit(0)\n")
    (tmp_path / "space.toml").write_text(SPACE)
    return tmp_path


def test_it_finds_the_best_and_says_it(script):
    path = f"{script}/objective_of_tune.py:loss"
    done = run("tune", path, "--space", script / "space.toml", "--max-trials", "60")
    assert done.exit_code == Exit.FINE, done.stderr
    assert "Best of 60 trials" in done.stdout
    assert "kind = 'a'" in done.stdout


def test_json_holds_best_and_trials_also_from_workers(script):
    path = f"{script}/objective_of_tune.py:loss"
    words = ("--space", script / "space.toml", "--max-trials", "8", "--n-jobs", "2", "--json")
    told = json.loads(run("tune", path, *words).stdout)
    assert len(told["trials"]) == 8
    assert told["best"]["value"] == min(trial["value"] for trial in told["trials"])


def test_an_earlier_study_is_begun_with(script):
    words = ("tune", f"{script}/objective_of_tune.py:loss", "--space", script / "space.toml", "--json")
    first = json.loads(run(*words, "--max-trials", "20", "--run-dir", script / "old").stdout)
    warm = json.loads(run(*words, "--max-trials", "1", "--warm-start", script / "old").stdout)
    assert warm["trials"][0]["origin"] == "warm"
    assert warm["best"]["params"] == first["best"]["params"]


def test_a_study_that_is_kept_goes_on_with_more_trials(script):
    words = ("tune", f"{script}/objective_of_tune.py:loss", "--space", script / "space.toml")
    kept = ("--run-dir", script / "kept")
    assert run(*words, *kept, "--max-trials", "5").exit_code == Exit.FINE
    more = run(*words, *kept, "--max-trials", "12")
    assert more.exit_code == Exit.FINE, more.stderr
    assert "Best of 12 trials" in more.stdout
    assert more.stdout == run(*words, "--max-trials", "12").stdout


def test_rules_and_directions_are_passed_on(script):
    ruled = run(
        "tune", f"{script}/objective_of_tune.py:train", "--space", script / "space.toml",
        "--max-trials", "20", "--stopping", "hyperband", "--json",
    )  # fmt: skip
    assert {"done", "stopped"} <= {trial["state"] for trial in json.loads(ruled.stdout)["trials"]}
    grown = run(
        "tune", f"{script}/objective_of_tune.py:suggests", "--max-trials", "20", "--direction", "maximize",
        "--plots", script / "drawn",
    )  # fmt: skip
    assert grown.exit_code == Exit.FINE
    assert (script / "drawn" / "history.svg").exists()


def test_several_losses_and_limits_are_said_in_words(script):
    words = [
        "tune", f"{script}/objective_of_tune.py:pair", "--space", script / "space.toml", "--max-trials", "30",
        "--direction", "error=minimize, size=minimize",
    ]  # fmt: skip
    done = run(*words, "--constraints", "size<=1.5")
    assert done.exit_code == Exit.FINE, done.stderr
    assert "trials that no other beats" in done.stdout
    told = json.loads(run(*words, "--constraints", "size <= 1.5", "--json").stdout)
    assert all(trial["values"]["size"] <= 1.5 for trial in told["front"])
    twice = run(*words[:-1], "error=minimize", "--direction", "size=minimize", "--json").stdout
    assert [*json.loads(twice)["front"][0]["values"]] == ["error", "size"]
    assert "breaks size <= -1" in run(*words, "--constraints", "size<=-1").stdout
    assert "'size=1'" in run(*words, "--constraints", "size=1").stderr


def test_what_was_evaluated_before_an_error_is_told_with_it(script):
    words = ("--space", script / "space.toml", "--max-trials", "5", "--search", "gradient")
    done = run("tune", f"{script}/objective_of_tune.py:loss", *words)
    assert done.exit_code == Exit.USAGE
    assert "Best of 1 trials" in done.stdout
    assert "expected an objective that tells the derivatives" in done.stderr
    told = json.loads(run("tune", f"{script}/objective_of_tune.py:loss", *words, "--json").stdout)
    assert len(told["trials"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing.py:loss"], "no file"),
        (["{script}/wrong_of_tune.py:loss"], "wrong_of_tune.py, line 1: expected ':'"),
        (
            ["{script}/lacks_of_tune.py:loss"],
            "lacks_of_tune.py, line 1: ModuleNotFoundError: No module named",
        ),
        (["{script}/lacks_of_tune.py:loss"], "'no_such_module'. Is it installed"),
        (["{script}/raises_of_tune.py:loss"], "raises_of_tune.py, line 3: ValueError: could not convert"),
        (["{script}/calls_of_tune.py:loss"], "raises_of_tune.py, line 3: ValueError: could not convert"),
        (["{script}/ends_of_tune.py:loss"], "ends_of_tune.py, line 2: SystemExit: 0."),
        (["loss"], "SCRIPT:FUNCTION"),
        ([".:loss"], "Expected a module or a script"),
        (["no_such_module:loss"], "installed"),
        (["{script}/objective_of_tune.py:lost"], "loss"),
        (["{script}/objective_of_tune.py:loss"], "max_trials"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(script, words, said):
    done = run("tune", *[word.format(script=script) for word in words], "--space", script / "space.toml")
    assert done.exit_code == Exit.USAGE
    assert said in done.stderr
    assert done.stderr.count("\n") == 1, "one line"


def test_a_searcher_and_a_rule_are_said_with_their_settings(script):
    words = ("tune", f"{script}/objective_of_tune.py:train", "--space", script / "space.toml", "--json")
    ruled = run(
        *words, "--max-trials", "12", "--stopping", "halving(factor=5, first=1)", "--search", "sobol()"
    )
    assert ruled.exit_code == Exit.FINE, ruled.stderr
    trials = json.loads(ruled.stdout)["trials"]
    assert {trial["steps"] for trial in trials} == {1, 5}
    assert {trial["origin"] for trial in trials} == {"sobol"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--search", "tpa(startup=5)"), "Did you mean 'tpe'?"),
        (
            ("--search", "tpe(eta=4)"),
            "search 'tpe' knows space, seed, startup, share, most, candidates; got eta.",
        ),
        (("--search", "tpe(startup='five')"), "another type than startup='five'"),
        (("--search", "tpe(startup=five)"), "five is no plain value"),
        (("--search", "tpe(startup=0)"), "Expected startup, most and candidates from 1 on"),
        (("--search", "tpe(5)"), "each setting needs its name"),
        (("--search", "tpe(startup=5"), "'(' was never closed"),
        (("--search", "__import__('os').system(x=1)"), "no name before the parentheses"),
        (("--search", "tpe(startup=print(1))"), "print(1) is no plain value"),
        (("--stopping", "halving(eta=4)"), "stopping 'halving' knows factor"),
        (("--scheduling", "inorder(trials=3)"), "trials is told by the run"),
    ],
)
def test_settings_that_cannot_be_read_are_one_sentence(script, words, said):
    about = ("tune", f"{script}/objective_of_tune.py:loss", "--space", script / "space.toml")
    done = run(*about, "--max-trials", "3", *words)
    assert done.exit_code == Exit.USAGE
    assert said in done.stderr
    assert done.stderr.count("\n") == 1, "one line"
