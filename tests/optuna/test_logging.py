"""How much is told while a study runs."""

import logging
import re
from io import StringIO

import pytest

from fitwright import optuna

LINE = re.compile(r"^\[([IW]) \d{4}-\d\d-\d\d [\d:,]+\] (.*)$", re.MULTILINE)
WHY = "ValueError: singular (test_logging.py, line 28, in objective)"


@pytest.fixture(autouse=True)
def as_it_was():
    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.INFO)
    yield
    optuna.logging.set_verbosity(before)
    optuna.logging.enable_default_handler()
    optuna.logging.disable_propagation()


def objective(trial):
    trial.suggest_int("n", 0, 9)
    if trial.number == 2:
        raise ValueError("singular")
    if trial.number == 3:
        trial.report(1.0, 7)
        raise optuna.TrialPruned
    return [1.0, 0.5, None, None, 0.75][trial.number]


def told(capsys, **given):
    """The level and text of each line."""
    capsys.readouterr()
    study = optuna.create_study(study_name="mine", **given)
    for number in range(5):
        study.enqueue_trial({"n": number})
    study.optimize(objective, n_trials=5, catch=(ValueError,))
    out, err = capsys.readouterr()
    assert out == ""
    return LINE.findall(err)


def test_each_trial_has_its_line(capsys):
    assert told(capsys) == [
        ("I", "Study 'mine' is new, in memory."),
        ("I", "Trial 0: 1.0 with {'n': 0}. Best: trial 0 with 1.0."),
        ("I", "Trial 1: 0.5 with {'n': 1}. Best: trial 1 with 0.5."),
        ("W", f"Trial 2 failed with {{'n': 2}}: {WHY}"),
        ("I", "Trial 3 was pruned at step 7."),
        ("I", "Trial 4: 0.75 with {'n': 4}. Best: trial 1 with 0.5."),
    ]
    assert told(capsys, direction="maximize")[-1][1].endswith("Best: trial 0 with 1.0.")


def test_the_best_is_one_that_keeps_limits_and_that_was_there_before(capsys):
    def limited(trial):
        trial.set_constraint("c", 1.0 - trial.number)
        return trial.suggest_float("x", 0, 0) + trial.number

    study = optuna.create_study()
    study.add_trial(optuna.create_trial(value=0.5))
    study.optimize(limited, n_trials=1)
    assert capsys.readouterr().err.endswith("Best: trial 0 with 0.5.\n")
    other = optuna.create_study(directions=["minimize"] * 2)
    other.optimize(lambda trial: (trial.suggest_int("n", 1, 1), 2.0), n_trials=1)
    assert capsys.readouterr().err.endswith("Trial 0: [1.0, 2.0] with {'n': 1}.\n")


@pytest.mark.parametrize(("level", "count"), [("WARNING", 1), ("ERROR", 0)])
def test_less_is_told_where_it_is_asked_for(capsys, level, count):
    optuna.logging.set_verbosity(getattr(optuna.logging, level))
    assert [one for one, _ in told(capsys)] == ["W"] * count


def test_lines_go_where_they_are_sent(capsys):
    root, heard = logging.getLogger(), StringIO()
    handler = logging.StreamHandler(heard)
    root.addHandler(handler)
    optuna.logging.disable_default_handler()
    optuna.logging.enable_propagation()
    assert told(capsys) == []
    assert heard.getvalue().count("\n") == 6
    optuna.logging.disable_propagation()
    for _ in range(2):
        optuna.logging.enable_default_handler()
    assert len(told(capsys)) == 6
    assert heard.getvalue().count("\n") == 6
    root.removeHandler(handler)
