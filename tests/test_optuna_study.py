"""A study of ours as one of Optuna's, read back with Optuna."""

import sys

import pytest

from fitwright import Choice, Float, Int, Space, tune
from fitwright.core.errors import MissingExtra

optuna = pytest.importorskip("optuna")
SPACE = Space(
    kind=Choice(["flat", "deep"]),
    depth=Int(1, 9, step=2),
    rate=Float(1e-4, 1, log=True),
    shape=Choice([[], [1]]),
).when({"kind": "deep"}, "depth")


def loss(config):
    if config["rate"] > 0.5:
        raise RuntimeError("too fast")
    for epoch in range(4):
        yield config["rate"] + config.get("depth", 5) / (1 + epoch)


@pytest.fixture(scope="module")
def study():
    return tune(loss, SPACE, direction="maximize", stopping="median", max_trials=24, random_state=1)


def states(trials):
    return {
        state: sum(trial.state.name == state for trial in trials) for state in ("COMPLETE", "PRUNED", "FAIL")
    }


def check_is_the_same(study, there):
    assert there.direction == optuna.study.StudyDirection.MAXIMIZE
    assert there.best_value == study.best_value
    assert there.best_trial.number == study.best.number
    assert there.best_params["rate"] == study.best_params["rate"]
    ours = [trial.state for trial in study]
    assert states(there.trials) == {
        "COMPLETE": ours.count("done"), "PRUNED": ours.count("stopped"), "FAIL": ours.count("failed"),
    }  # fmt: skip
    assert min(states(there.trials).values()) > 0
    for trial, other in zip(study, there.trials, strict=True):
        assert other.params.keys() == trial.config.keys()
        assert other.params.get("depth") == trial.config.get("depth")
        assert other.params["shape"] == repr(trial.config["shape"])
        assert list(other.intermediate_values.values()) == [-r.loss for r in trial.results.values()]
        assert other.datetime_start <= other.datetime_complete
        assert other.user_attrs.get("why", "") == trial.why
        for name, word in other.distributions.items():
            assert type(word).__name__.startswith({"depth": "Int", "rate": "Float"}.get(name, "Categorical"))


def test_in_memory(study):
    check_is_the_same(study, study.to_optuna())


@pytest.mark.slow
def test_in_a_file_that_the_dashboard_opens(study, tmp_path):
    pytest.importorskip("sqlalchemy")
    address = f"sqlite:///{tmp_path}/study.db"
    study.to_optuna(address, "ours")
    again = optuna.load_study(study_name="ours", storage=address)
    check_is_the_same(study, again)
    again.optimize(lambda trial: trial.suggest_float("rate", 1e-4, 1, log=True), n_trials=2)
    assert len(again.trials) == 26


def test_several_losses_and_limits():
    def two(config):
        return {"error": config["x"] ** 2, "ms": (config["x"] - 2) ** 2, "bytes": config["x"]}

    study = tune(
        two,
        {"x": Float(-1, 3)},
        direction={"error": "minimize", "ms": "minimize"},
        constraints={"bytes": "<= 1"},
        max_trials=30,
    )
    there = study.to_optuna()
    assert {trial.number for trial in there.best_trials} == {trial.number for trial in study.front}


def test_a_limit_is_called_as_one_likes():
    aims, given = {"loss": "minimize"}, {"space": {"x": Float(0, 2)}, "max_trials": 3}
    study = tune(
        lambda c: {"loss": c["x"], "infeasible": 1 - c["x"]},
        direction=aims, constraints={"infeasible": "<= 0"}, **given,
    )  # fmt: skip
    told = [trial.system_attrs["constraints"] for trial in study.to_optuna().trials]
    assert told == [[max(0.0, 1 - trial.config["x"])] for trial in study]


def test_what_the_space_does_not_have_stands_beside():
    study = tune(lambda c: c["n"], Space(n=Int(0, 10, step=5)), first=[{"n": 3}], max_trials=2)
    [first, *_] = study.to_optuna().trials
    assert (first.params, first.user_attrs["params_n"]) == ({}, "3")


def test_without_optuna_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(MissingExtra, match="pip install optuna"):
        tune(lambda c: c["x"], {"x": Float(0, 1)}, max_trials=1).to_optuna()
