"""Trials in Optuna's words."""

import math
from datetime import UTC, datetime, timedelta

from fitwright import TrialPruned, tune
from fitwright.core.events import Asked, Closed, Opened, Started, Stepped
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.frozen import TrialState, frozen


def of(*events, goals=None, steps=None):
    history = History(steps, [Opened({"began": 1_000_000.0}), *events])
    return list(frozen(history, goals or Goals(), events))


def trial(number, *results, state="done", at=10.0):
    yield Asked(number, {"x": number})
    for result in results:
        step = Step(0, results.index(result))
        yield Started(number, step)
        yield Stepped(number, step, result, at + step.fidelity)
    if state != "running":
        yield Closed(number, state, at=at + len(results))


def test_states_and_values():
    several = [Result(2.0), Result(1.5)]
    told = of(
        *trial(0, Result(1.0)),
        *trial(1, *several, state="stopped"),
        *trial(2, state="failed"),
        *trial(3, Result(3.0), state="running"),
    )
    assert [one.state for one in told] == [
        TrialState.COMPLETE, TrialState.PRUNED, TrialState.FAIL, TrialState.RUNNING,
    ]  # fmt: skip
    assert [one.value for one in told] == [1.0, 1.5, None, None]
    assert [one.state.is_finished() for one in told] == [True, True, True, False]
    assert told[1].intermediate_values == {0: 2.0, 1: 1.5}
    assert told[1].last_step == 1
    assert told[0].intermediate_values == {}


def test_times_follow_from_the_seconds_of_the_run():
    [one] = of(*trial(0, Result(1.0, seconds=4.0), at=10.0))
    assert one.duration == timedelta(seconds=5)
    assert one.datetime_start == datetime.fromtimestamp(1_000_006.0, UTC).astimezone().replace(tzinfo=None)
    [still] = of(*trial(0, Result(1.0), state="running"))
    assert (still.datetime_complete, still.duration) == (None, None)


def test_folds_are_averaged_on_their_way():
    events = [
        Asked(0, {}), Stepped(0, Step(0, 0), Result(4.0)), Stepped(0, Step(0, 1), Result(2.0)),
        Stepped(0, Step(1, 0), Result(6.0)), Closed(0, "done"),
    ]  # fmt: skip
    [one] = of(*events, steps=Steps(2, (0.5, 1.0)))
    assert one.intermediate_values == {0: 4.0, 1: 2.0, 2: 4.0}


def test_several_losses_and_limits():
    goals = Goals.read({"error": "minimize", "auc": "maximize"}, {"bytes": "<= 10"})
    whole = Result(1.0, {"error": 1.0, "auc": 0.9, "bytes": 20.0})
    good, missing = of(*trial(0, whole), *trial(1, Result(1.0, {"bytes": 1.0})), goals=goals)
    assert (good.values, good.constraints) == ([1.0, 0.9], {"bytes": 1.0})
    assert (missing.state, missing.values) == (TrialState.FAIL, None)


def test_an_objective_in_optunas_style_tells_its_steps_and_notes():
    def objective(trial):
        x = trial.suggest_float("x", -1, 1)
        trial.set_user_attr("square", x * x)
        for epoch in (10, 20):
            trial.report(-x, epoch)
            if trial.number == 1:
                raise TrialPruned
        return -2 * x

    study = tune(objective, direction="maximize", max_trials=2)
    whole, pruned = frozen(study.history, study.goals, study.events)
    x = whole.params["x"]
    assert whole.intermediate_values == {10: -x, 20: -x}
    assert whole.value == -2 * x
    assert whole.user_attrs == {"square": x * x}
    assert (pruned.state, pruned.last_step) == (TrialState.PRUNED, 10)
    assert math.isclose(pruned.value, -pruned.params["x"])
