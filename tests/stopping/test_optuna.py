"""Optuna's pruners inside our runs: what they end there they end here, at the same step."""

import numpy as np
import pytest

from fitwright import Float, tune
from fitwright import optuna as ours
from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Closed, Opened, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import STEP, Result, Step
from fitwright.space import Choice
from fitwright.stopping.optuna import OptunaPruner
from fitwright.suggest import OPEN

optuna = pytest.importorskip("optuna")
pruners = optuna.pruners


class Last(pruners.BasePruner):  # type: ignore[name-defined, misc]  # Optuna may be missing
    """Ends what is last of all that are complete, once there are three; counts how often it was asked."""

    asked = 0

    def prune(self, study, trial):
        type(self).asked += 1
        others = study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.COMPLETE,))
        told = [
            t.intermediate_values[trial.last_step] for t in others if trial.last_step in t.intermediate_values
        ]
        worst = max if study.direction == optuna.study.StudyDirection.MINIMIZE else min
        now = trial.intermediate_values[trial.last_step]
        return len(told) >= 3 and worst([now, *told]) == now


KINDS = {
    "median": lambda: pruners.MedianPruner(n_startup_trials=3, n_warmup_steps=2, interval_steps=2),
    "percentile": lambda: pruners.PercentilePruner(25.0, n_startup_trials=3, n_min_trials=2),
    "halving": lambda: pruners.SuccessiveHalvingPruner(reduction_factor=2),
    "bootstrap": lambda: pruners.SuccessiveHalvingPruner(
        min_resource=2, reduction_factor=2, bootstrap_count=3
    ),
    "hyperband": pruners.HyperbandPruner,
    "patient": lambda: pruners.PatientPruner(pruners.MedianPruner(n_startup_trials=2), patience=1),
    "threshold": lambda: pruners.ThresholdPruner(upper=1.1, lower=-0.3, n_warmup_steps=1),
    "wilcoxon": lambda: pruners.WilcoxonPruner(p_threshold=0.2),
    "nop": pruners.NopPruner,
    "own": Last,
}
CURVES = np.random.default_rng(7).normal(size=(24, 1)) / 2 + 1 / np.arange(1, 10)
CURVES += np.random.default_rng(8).normal(size=CURVES.shape) / 5


def course(study, pruned, curves=CURVES):
    """(trial, reports) until each ended, as ask-and-tell goes through them."""
    told = []
    for curve in curves:
        trial, count = study.ask(), 0
        for count, value in enumerate(curve, 1):
            trial.report(value, count)
            if trial.should_prune():
                study.tell(trial, state=pruned)
                break
        else:
            study.tell(trial, curve[-1])
        told.append(count)
    return told


@pytest.fixture(scope="module", autouse=True)
def quiet():
    known = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    yield
    optuna.logging.set_verbosity(known)


@pytest.mark.filterwarnings("ignore::optuna.exceptions.ExperimentalWarning")
@pytest.mark.parametrize("direction", ["minimize", "maximize"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_ends_what_it_ends_in_a_study_of_its_own(kind, direction):
    there = optuna.create_study(study_name="mirror", direction=direction, pruner=KINDS[kind]())
    expected = course(there, optuna.trial.TrialState.PRUNED)
    here = ours.create_study(direction=direction, pruner=KINDS[kind](), sampler=ours.samplers.RandomSampler())
    assert course(here, ours.trial.TrialState.PRUNED) == expected
    assert (min(expected) < 9) == (kind != "nop")


@pytest.mark.filterwarnings("ignore::optuna.exceptions.ExperimentalWarning")
@pytest.mark.parametrize("kind", ["halving", "hyperband", "own"])
def test_a_run_that_goes_on_ends_what_it_would_have(kind, tmp_path):
    whole = ours.create_study(pruner=KINDS[kind]())
    expected = course(whole, ours.trial.TrialState.PRUNED)
    given = {"study_name": "mine", "storage": tmp_path / "study.db", "pruner": KINDS[kind]()}
    first = course(ours.create_study(**given), ours.trial.TrialState.PRUNED, CURVES[:13])
    given["pruner"] = KINDS[kind]()
    then = course(ours.create_study(**given, load_if_exists=True), ours.trial.TrialState.PRUNED, CURVES[13:])
    assert first + then == expected


def test_nothing_is_asked_twice_of_a_study_that_is_optimised_again():
    def objective(trial):
        for step in range(3):
            trial.report(trial.suggest_float("x", 0, 1), step)
            trial.should_prune()
        return 0.0

    study = ours.create_study(pruner=Last())
    Last.asked = 0
    study.optimize(objective, n_trials=2)
    study.optimize(objective, n_trials=1)
    assert Last.asked == 9
    study.optimize(objective, n_trials=4, n_jobs=2)
    assert 9 < Last.asked <= 21


def test_it_sees_what_was_suggested_reported_and_noted():
    seen = []

    class Looks(pruners.BasePruner):
        def prune(self, study, trial):
            seen[:] = [study.trials[0].value, study.trials[0].params, trial.params, trial.user_attrs]
            return trial.number == 1

    events = [Opened({"higher_is_better": True})]
    for number, loss in enumerate((-1.0, -3.0)):
        found = {"x": (Float(0, 1), number / 2), "kind": (Choice(("a", "b")), "b"), "odd": (Float(0, 1), 7.0)}
        result = Result(loss, {STEP: 4.0}, found=found, notes={"size": number})
        events += [Asked(number, {}), Started(number, Step()), Stepped(number, Step(), result)]
        events += [Stepped(0, Step(0, 1), Result(-2.0)), Closed(0, "done")] if not number else []
    history = History(OPEN, events)
    assert OptunaPruner(Looks()).judge(history[1], history) == "stop"
    assert seen == [2.0, {"x": 0.0, "kind": "b"}, {"x": 0.5, "kind": "b"}, {"size": 1}]


def test_functions_that_yield_are_judged_too():
    def loss(config):
        for epoch in range(9):
            yield config["x"] + 1 / (1 + epoch)

    rule = OptunaPruner(pruners.MedianPruner(n_startup_trials=3))
    study = tune(loss, {"x": Float(0, 1)}, stopping=rule, max_trials=30)
    assert 5 < len(study.history.in_state("stopped")) < 25
    assert tune(loss, {"x": Float(0, 1)}, stopping="optuna", max_trials=8).best_value < 1


def test_what_it_cannot_judge_is_said():
    with pytest.raises(SettingError, match="MedianPruner\\(\\); got 3"):
        OptunaPruner(3)
    with pytest.raises(SettingError, match="got <class"):
        OptunaPruner(pruners.NopPruner)

    def two(config):
        for epoch in range(3):
            yield {"a": config["x"], "b": epoch}

    aims = {"a": "minimize", "b": "minimize"}
    with pytest.raises(SettingError, match="one loss without limits"):
        tune(two, {"x": Float(0, 1)}, direction=aims, stopping=OptunaPruner(), max_trials=3)
