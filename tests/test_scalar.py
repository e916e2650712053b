"""Several losses and limits as one loss: every searcher and every rule works with them."""

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from fitwright import Choice, Float, Int, Space, TrialPruned, search, stopping, tune
from fitwright.core.events import Asked, Closed, Opened, Started, Stepped
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Result, Step
from fitwright.ledger.sqlite import SQLite
from fitwright.scalar import Scalar, lattice

SPACE = Space(x=Float(-2, 4), kind=Choice(["a", "b"]))
AIMS = {"near": "minimize", "far": "minimize"}


def pair(config):
    """The front is x from 0 to 2 of kind a."""
    wrong = config["kind"] == "b"
    return {"near": config["x"] ** 2 + wrong, "far": (config["x"] - 2) ** 2 + wrong}


def told(history):
    return [(t.config, t.results, t.state) for t in history]


def history_of(losses, goals, state="done"):
    """Trials of one step with these measures, the first being the loss."""
    events = [Opened(goals.header())]
    for number, (first, *others) in enumerate(losses):
        values = dict(zip(goals.measures[1:], others, strict=True))
        events += [
            Asked(number, {"x": number}, "random"),
            Started(number, Step()),
            Stepped(number, Step(), Result(first, values)),
            Closed(number, state),
        ]
    return History(events=events)


def seen(losses, goals, number=0):
    return [trial.loss for trial in Scalar(goals).view(history_of(losses, goals), number)]


def test_weights_are_drawn_evenly_from_seed_and_number():
    scalar = Scalar(Goals.read(["minimize"] * 2), seed=1)
    turns = [scalar._turn(number) for number in range(22)]
    assert Counter(turns[:11]) == Counter(turns[11:]) == Counter(range(11))
    assert turns == [Scalar(scalar.goals, seed=1)._turn(number) for number in range(22)]
    assert turns != [Scalar(scalar.goals, seed=2)._turn(number) for number in range(22)]
    for losses in (2, 3, 4, 5):
        weights = lattice(losses)
        assert np.allclose(weights.sum(axis=1), 1)
        assert len(np.unique(weights, axis=0)) == len(weights)
        assert {tuple(row) for row in np.eye(losses)} <= {tuple(row) for row in weights}


def test_what_nobody_beats_is_ahead_for_some_weights_and_what_is_beaten_for_none():
    goals = Goals.read(["minimize", "minimize"])
    losses = [(0.0, 1.0), (0.3, 0.3), (1.0, 0.0), (0.4, 0.4), (1.0, 1.0)]
    ahead = {int(np.argmin(seen(losses, goals, number))) for number in range(11)}
    assert ahead == {0, 1, 2}


def test_the_scale_of_a_loss_does_not_matter():
    goals = Goals.read(["minimize", "minimize"])
    losses = np.random.default_rng(0).random((9, 2))
    for number in range(3):
        assert np.allclose(seen(losses, goals, number), seen(losses * [1, 1e6] + [5, -3], goals, number))


def test_one_loss_is_left_as_it_is_and_what_breaks_a_limit_comes_behind():
    goals = Goals.read({"loss": "minimize"}, {"ms": "<= 2"})
    found = seen([(3.0, 1.0), (1.0, 9.0), (0.0, 3.0), (5.0, 2.0), (2.0, math.inf)], goals)
    assert found[0] == 3.0
    assert found[3] == 5.0
    assert 5.0 < found[2] < found[1] < found[4] < math.inf


def test_as_long_as_none_is_feasible_limits_alone_count():
    goals = Goals.read({"loss": "minimize"}, {"ms": "<= 2"})
    found = seen([(0.0, 9.0), (7.0, 3.0)], goals)
    assert found[1] < found[0]


def test_only_losses_differ_and_the_history_is_left_alone():
    goals = Goals.read(["minimize", "minimize"])
    history = history_of([(1.0, 2.0), (2.0, 1.0)], goals)
    before = told(history)
    view = Scalar(goals).view(history, 0)
    assert told(history) == before
    assert view.header == history.header
    assert [(t.number, t.config, t.state, t.origin) for t in view] == [
        (t.number, t.config, t.state, t.origin) for t in history
    ]
    assert view[0].config is history[0].config
    assert view.results == history.results
    history.add(Asked(2, {"x": 2}))
    assert len(Scalar(goals).view(history, 2)) == 3


@pytest.mark.parametrize("limits", [None, {"far": "<= 2"}])
def test_a_report_makes_nothing_anew_but_its_own_trial_and_a_look_is_as_a_fresh_one(limits):
    goals = Goals.read(AIMS, limits)
    history, scalar = history_of([(at, 9 - at) for at in range(6)], goals), Scalar(goals)
    history.add(Asked(6, {"x": 6}, "random"), Started(6, Step()))
    before = scalar.view(history, 6)
    for epoch in range(3):
        history.add(Stepped(6, Step(0, epoch), Result(1.0 + epoch, {"far": 3.0 - epoch})))
        now = scalar.view(history, 6)
        assert told(now) == told(Scalar(goals).view(history, 6))
        assert all(now[number] is before[number] for number in range(6)) or limits
        assert len(now[6].results) == epoch + 1
    history.add(Closed(6, "done"))
    assert told(scalar.view(history, 6)) == told(Scalar(goals).view(history, 6))


def test_derivatives_are_kept_with_the_loss_they_belong_to():
    goals = Goals.read({"loss": "minimize"}, {"ms": "<= 2"})
    history = history_of([(3.0, 1.0), (1.0, 9.0)], goals)
    told = [replace(t, results={Step(): replace(t.results[Step()], gradient={"x": 1.0})}) for t in history]
    view = Scalar(goals).view(history.with_trials(told), 0)
    assert [trial.gradient for trial in view] == [{"x": 1.0}, {}]


def test_trials_without_a_result_and_failed_ones_are_borne():
    goals = Goals.read(["minimize", "minimize"], {"value_1": "<= 3"})
    events = [Asked(0, {}), Asked(1, {}), Started(1, Step()), Closed(1, "failed", "exception", "no")]
    view = Scalar(goals).view(History(events=events), 2)
    assert [trial.state for trial in view] == ["running", "failed"]


# "gradient" refuses several losses: what stands for them has no derivative
@pytest.mark.parametrize("name", [name for name in search.catalog.names() if name != "gradient"])
def test_every_searcher_works_with_several_losses_and_limits(name):
    if missing := search.catalog.missing(name):  # an extra, which `make test` and CI install
        pytest.skip(f"{name} needs {', '.join(missing)}")
    found = tune(
        pair, SPACE, search=name, max_trials=12, direction=AIMS, constraints={"far": "<= 5"}, random_state=1
    )
    assert len(found) == 12
    assert found.front
    assert all(found.values(trial)["far"] <= 5 for trial in found.front)
    assert len({str(trial.config) for trial in found}) == 12


@pytest.mark.parametrize("name", ["tpe", "evolution"])
def test_a_front_is_found_that_covers_more_than_a_random_one(name):
    reference = [10.0, 10.0]
    space = Space(x=Float(-20, 40), y=Float(-20, 40))

    def objective(config):
        aside = abs(config["y"] - 1)
        return config["x"] ** 2 + aside, (config["x"] - 2) ** 2 + aside

    def covered(word, seed):
        given = {"direction": ["minimize", "minimize"], "max_trials": 60, "random_state": seed}
        return tune(objective, space, search=word, **given).hypervolume(reference)

    ours, drawn = ([covered(word, seed) for seed in range(3)] for word in (name, "random"))
    assert np.mean(ours) > 1.2 * np.mean(drawn)


# "optuna" refuses several losses: its pruners judge one value, there too
@pytest.mark.parametrize("name", [name for name in stopping.catalog.names() if name != "optuna"])
def test_every_rule_works_with_several_losses(name):
    def train(config):
        for epoch in range(9):
            yield {loss: value + 1 / (1 + epoch) for loss, value in pair(config).items()}

    given = {"stopping": name, "max_trials": 24, "direction": AIMS, "random_state": 1}
    found = tune(train, SPACE, search="random", **given)
    states = Counter(trial.state for trial in found)
    assert states["done"]
    if name not in ("never", "patience", "race", "wilcoxon"):
        assert states["stopped"] > 3
    assert [t.config["x"] for t in found.front]


def test_a_rule_keeps_both_ends_of_the_front():
    """By the first loss alone all that is good in the second would be stopped."""

    def train(config):
        for _ in range(4):
            yield pair(config)

    found = tune(train, SPACE, stopping="median", max_trials=60, direction=AIMS, random_state=0)
    ends = [trial.config["x"] for trial in found if trial.state == "done"]
    assert min(ends) < 0.5
    assert max(ends) > 1.5


def test_complexity_is_a_second_loss_for_evolution():
    space = Space(steps=Int(1, 40), x=Float(0, 1))

    def objective(config):
        return {"loss": 0.5, "complexity": config["steps"]}

    aims = {"loss": "minimize", "complexity": "minimize"}
    found = tune(objective, space, search="evolution", direction=aims, max_trials=120)
    assert np.median([trial.config["steps"] for trial in found][-40:]) < 10


def test_an_objective_that_suggests_reports_all_losses():
    def objective(trial):
        x = trial.suggest_float("x", -2, 4)
        for epoch in range(3):
            trial.report((x**2 + 1 / (1 + epoch), (x - 2) ** 2), epoch)
            if trial.should_prune():
                raise TrialPruned
        return x**2, (x - 2) ** 2

    found = tune(objective, direction=["minimize", "minimize"], stopping="median", max_trials=20)
    assert {trial.state for trial in found} == {"done", "stopped"}
    assert found.front


def test_several_jobs_give_the_same_study():
    given = {"search": "tpe", "max_trials": 16, "direction": AIMS, "constraints": {"near": "<= 4"}, "lag": 4}
    one, two = (
        tune(lambda c: {"near": c["x"] ** 2, "far": (c["x"] - 2) ** 2}, SPACE, n_jobs=jobs, **given)
        for jobs in (1, 2)
    )
    assert [(t.config, t.loss) for t in one] == [(t.config, t.loss) for t in two]


@pytest.mark.parametrize("stopping", ["never", "hyperband"])
def test_a_study_that_was_cut_ends_bit_for_bit_as_the_whole_one(tmp_path, stopping):
    def train(config):
        for epoch in range(3):
            yield {loss: value + 1 / (1 + epoch) for loss, value in pair(config).items()}

    given = {"search": "tpe", "stopping": stopping, "max_trials": 20, "random_state": 3}
    aims = {"direction": AIMS, "constraints": {"far": "<= 9"}}
    whole = tune(train, SPACE, run_dir=tmp_path / "whole", **aims, **given)
    record = SQLite(tmp_path / "whole", reading=True)
    events = [event for _, event in record.since(0)]
    record.close()
    for count in (2, 40, 90):
        while isinstance(events[count - 1], Stepped):
            count += 1
        folder = tmp_path / str(count)
        folder.mkdir()
        kept = SQLite(folder)
        kept.append(events[:count])
        kept.close()
        again = tune(train, SPACE, run_dir=folder, **aims, **given)
        assert [(t.config, t.loss, t.state) for t in again] == [(t.config, t.loss, t.state) for t in whole]
        assert [t.number for t in again.front] == [t.number for t in whole.front]
