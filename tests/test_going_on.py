"""A kept study goes on with what it was told at first, in whatever words, and with nothing else."""

from dataclasses import replace

import pytest

from fitwright import Float, Space, tune
from fitwright.core.errors import SettingError
from fitwright.core.trial import Steps
from fitwright.ledger.memory import Memory
from fitwright.search import TPE, Random
from fitwright.stopping import Halving
from tests.looping import Bowl

SPACE = Space(x=Float(-5, 5))


def bowl(config):
    return (config["x"] - 2) ** 2


def outcomes(study):
    return [(t.number, t.config, t.loss, t.state) for t in study]


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({"search": "tpe"}, {"search": TPE()}),
        ({"search": TPE()}, {"search": "tpe(startup=10)"}),
        ({"search": "tpe(startup=3)"}, {"search": TPE(startup=3)}),
        ({"search": TPE(startup=3, share=0.5)}, {"search": "tpe(share=0.5, startup=3)"}),
        ({"search": "random", "stopping": "halving(factor=4)"}, {"stopping": Halving(4), "search": Random()}),
        ({"scheduling": "racing(breadth=2)"}, {"scheduling": "racing( breadth = 2 )"}),
        ({"direction": "minimize"}, {"direction": ["minimize"]}),
    ],
)
def test_a_study_goes_on_bit_for_bit_with_the_same_said_in_other_words(tmp_path, then, now):
    whole = tune(bowl, SPACE, max_trials=14, **now)
    tune(bowl, SPACE, max_trials=6, run_dir=tmp_path, **then)
    assert outcomes(tune(bowl, SPACE, max_trials=14, run_dir=tmp_path, **now)) == outcomes(whole)


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        ({"search": "tpe"}, {"search": "tpe(startup=3)"}, r"search was tpe and is tpe\(startup=3\)"),
        ({"search": "tpe"}, {"search": TPE(startup=3)}, r"search was tpe and is tpe\(startup=3\)"),
        ({"search": TPE(startup=3)}, {"search": TPE()}, r"search was tpe\(startup=3\) and is tpe\."),
        ({"search": TPE()}, {"search": TPE(seed=5)}, r"search was tpe and is tpe\(seed=5\)"),
        ({"search": TPE()}, {"search": Random()}, "search was tpe and is random"),
        (
            {"stopping": "halving"},
            {"stopping": Halving(4)},
            r"stopping was halving and is halving\(factor=4\)",
        ),
    ],
)
def test_a_study_does_not_go_on_with_other_settings_and_may_be_a_warm_start(tmp_path, then, now, words):
    tune(bowl, SPACE, max_trials=6, run_dir=tmp_path / "then", **then)
    with pytest.raises(SettingError, match=f"{words}.*warm_start"):
        tune(bowl, SPACE, max_trials=9, run_dir=tmp_path / "then", **now)
    warm = tune(bowl, SPACE, max_trials=9, run_dir=tmp_path / "now", warm_start=tmp_path / "then", **now)
    assert next(iter(warm)).origin == "warm"


def several(config):
    yield bowl(config) + 1
    yield bowl(config)


def test_what_a_loss_means_does_not_change_whatever_keeps_the_study(tmp_path):
    memory, folds = Memory(), Memory()
    kept = tune(bowl, SPACE, max_trials=3, run_dir=memory)
    tune(Bowl(), {"x": Float(0, 1)}, search="random", max_trials=3, run_dir=folds)
    tune(bowl, SPACE, max_trials=3, run_dir=tmp_path)
    for place in (memory, kept, tmp_path):
        with pytest.raises(SettingError, match="direction was minimize and is maximize"):
            tune(bowl, SPACE, direction="maximize", max_trials=5, run_dir=place)
        with pytest.raises(SettingError, match=r"steps was .* and is .*open_ended"):
            tune(several, SPACE, max_trials=5, run_dir=place)
    other = Bowl()
    other.steps = Steps(2)
    with pytest.raises(SettingError, match=r'steps was .*"folds": 3.* and is .*"folds": 2'):
        tune(other, {"x": Float(0, 1)}, search="random", max_trials=5, run_dir=folds)
    assert len(tune(Bowl(), {"x": Float(0, 1)}, search="sobol", max_trials=5, run_dir=folds)) == 5
    assert len(memory.since(0)) == len(kept.events)


@pytest.mark.parametrize("given", [{"random_state": 7}, {"search": "tpe"}, {"scheduling": "racing"}])
def test_a_ledger_that_goes_on_with_another_search_holds_what_its_configs_came_to(given):
    class Telling(Bowl):
        def __call__(self, work):
            return replace(super().__call__(work), values={"x": work.config["x"]})

    whole, first = Memory(), {"search": "random", "scheduling": "inorder", "random_state": 0}
    tune(Telling(), {"x": Float(0, 1)}, max_trials=6, run_dir=whole, **first)
    for count in range(1, len(whole.since(0)), 2):
        part = Memory()
        part.append([event for _, event in whole.since(0)[:count]])
        study = tune(Telling(), {"x": Float(0, 1)}, max_trials=6, run_dir=part, **{**first, **given})
        assert [trial.state for trial in study] == ["done"] * 6
        assert all(r.values["x"] == trial.config["x"] for trial in study for r in trial.results.values())
