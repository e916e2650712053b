"""The best third goes on; who waits is called when there is room at the top."""

import pytest

from fitwright import Float, tune
from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Closed, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.stopping.halving import Halving
from fitwright.store.folder import Folder

CUT = Steps(1, (1.0, 3.0, 9.0))


def history_of(*trials):
    """Each trial as the losses at its fidelities."""
    history = History(CUT)
    for number, losses in enumerate(trials):
        steps = [Stepped(number, Step(0, f), Result(loss)) for f, loss in enumerate(losses)]
        history.add(Asked(number, {}), *steps)
    return history


def verdicts(*trials, rule=None):
    history, rule = history_of(*trials), rule or Halving()
    return [rule.judge(trial, history) for trial in history]


def test_the_best_third_of_a_rung_goes_on():
    assert verdicts([1.0], [2.0], [3.0], [4.0], [5.0], [6.0]) == ["go", "go", *["pause"] * 4]


def test_the_first_goes_on_and_waits_for_nobody():
    assert verdicts([5.0]) == ["go"]
    assert verdicts([5.0], [6.0]) == ["go", "pause"]


def test_who_waited_is_called_when_more_have_come():
    assert verdicts([1.0], [2.0], [3.0])[1] == "pause"
    assert verdicts([1.0], [2.0], [3.0], [4.0], [5.0], [6.0])[1] == "go"


def test_every_rung_has_its_own_bar():
    assert verdicts([1.0, 9.0], [2.0, 1.0], [3.0, 2.0], [4.0])[:3] == ["pause", "go", "pause"]


def test_amounts_between_two_rungs_are_not_judged():
    history = History(Steps(1, (1.0, 2.0, 3.0)))
    for number, losses in enumerate(([1.0], [2.0, 9.0])):
        steps = [Stepped(number, Step(0, f), Result(loss)) for f, loss in enumerate(losses)]
        history.add(Asked(number, {}), *steps)
    assert Halving().judge(history[1], history) == "go"


def test_folds_are_rungs_too():
    history = History(Steps(9))
    for number, loss in enumerate((1.0, 2.0, 3.0)):
        history.add(Asked(number, {}), Started(number, Step()), Stepped(number, Step(), Result(loss)))
    assert [Halving().judge(trial, history) for trial in history] == ["go", "pause", "pause"]


class Ramp:
    """A loss that nears x² as the work grows; each step says what the one below left behind."""

    steps = CUT

    def __init__(self):
        self.calls = []

    def __call__(self, work):
        self.calls.append(work.key)
        rest = 1 / CUT.fidelities[work.key.step.fidelity]
        return Result(work.config["x"] ** 2 + rest)


def test_a_run_spends_most_steps_on_the_best():
    ramp = Ramp()
    study = tune(ramp, {"x": Float(-1, 1)}, max_trials=27, stopping="halving", random_state=1)
    by_fidelity = [sum(key.step.fidelity == f for key in ramp.calls) for f in range(3)]
    assert by_fidelity[0] == 27
    assert 9 <= by_fidelity[1] <= 16
    assert by_fidelity[2] < by_fidelity[1]
    assert abs(study.best.config["x"]) < 0.2
    assert len(set(ramp.calls)) == len(ramp.calls)
    assert {trial.state for trial in study} == {"done", "paused"}


class Growth:
    """Each step goes on from what the one below it left in a store."""

    steps = CUT

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, work):
        store, epochs = Folder(self.folder), int(CUT.fidelities[work.key.step.fidelity])
        begun = 0 if work.checkpoint is None else int(store.get(work.checkpoint).read_text())
        left = store.put(f"trial-{work.key.trial}", str(epochs).encode())
        loss = work.config["x"] ** 2 + 1 / epochs
        return Result(loss, {"begun": float(begun)}, refs={"checkpoint": left})


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_trial_that_was_paused_goes_on_from_its_checkpoint(tmp_path, n_jobs):
    study = tune(
        Growth(tmp_path),
        {"x": Float(-1, 1)},
        max_trials=20,
        stopping="halving",
        random_state=1,
        n_jobs=n_jobs,
    )
    paused = {event.trial for event in study.events if isinstance(event, Closed) and event.state == "paused"}
    begun = [[result.values["begun"] for result in trial.results.values()] for trial in study]
    assert paused & {trial.number for trial in study if len(trial.results) > 1}
    assert all(one == [0, *CUT.fidelities][: len(one)] for one in begun)


def test_a_history_that_grows_is_looked_at_afresh():
    rule, history = Halving(), history_of([2.0], [1.0], [3.0])
    assert rule.judge(history[0], history) == "pause"
    history.add(Stepped(1, Step(0, 1), Result(0.5)), Closed(1, "done"))
    for number in (3, 4, 5):
        history.add(Asked(number, {}), Stepped(number, Step(), Result(9.0)))
    assert rule.judge(history[0], history) == "go"


@pytest.mark.parametrize("given", [{"factor": 1}, {"first": 0}])
def test_bad_settings_are_said(given):
    with pytest.raises(SettingError, match="Expected"):
        Halving(**given)


def test_with_wait_for_a_rung_is_compared_at_once():
    rule = Halving(wait_for=6)
    assert verdicts([1.0], [2.0], [3.0], rule=rule) == ["pause"] * 3
    assert verdicts([5.0], [2.0], [3.0], [4.0], [1.0], [6.0], rule=rule) == [
        "pause", "go", "pause", "pause", "go", "pause",
    ]  # fmt: skip
    assert verdicts([5.0], [2.0, 1.0], [3.0], [4.0], [1.0, 2.0], [6.0], rule=rule)[:2] == ["pause", "go"]
    assert verdicts([5.0], [2.0, 1.0], [3.0], [4.0], [1.0], [6.0], rule=rule)[1] == "pause"


def test_who_fails_is_waited_for_no_more():
    history, rule = history_of([2.0], [1.0], [], [3.0]), Halving(wait_for=4, factor=2)
    assert rule.judge(history[1], history) == "pause"
    history.add(Closed(2, "failed", "exception", "no"))
    assert [rule.judge(history[number], history) for number in (0, 1, 3)] == ["go", "go", "pause"]


def test_a_run_that_waits_gives_each_rung_its_share():
    ramp = Ramp()
    study = tune(ramp, {"x": Float(-1, 1)}, max_trials=27, stopping=Halving(wait_for=27), random_state=1)
    assert [sum(key.step.fidelity == f for key in ramp.calls) for f in range(3)] == [27, 9, 3]
    first = sorted(study, key=lambda trial: trial.results[Step()].loss)
    assert {trial.number for trial in first[:9]} == {t.number for t in study if len(t.results) > 1}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"wait_for": 0}, "wait_for"),
        ({"resource": "n_samples", "min_resources": 0}, "min_resources"),
        ({"resource": "n_samples", "max_resources": "all"}, "max_resources"),
        ({"min_resources": 20}, "a resource, such as 'n_samples'"),
    ],
)
def test_settings_of_resources_are_checked(given, words):
    with pytest.raises(SettingError, match=words):
        Halving(**given)


def test_only_search_cv_can_give_a_resource():
    with pytest.raises(SettingError, match="only SearchCV"):
        tune(
            lambda config: config["x"],
            {"x": Float(0, 1)},
            stopping=Halving(resource="n_samples"),
            max_trials=2,
        )
