"""tune minimises any function, and says what it cannot do."""

import math

import pytest

from fitwright import Choice, Float, Int, Space, TrialPruned, tune
from fitwright.core.errors import NothingFinished, SettingError, SpaceError, UnknownName, Unsupported
from fitwright.core.events import Asked, Stepped
from fitwright.ledger.memory import Memory
from fitwright.ledger.sqlite import SQLite


def bowl(config):
    return (config["x"] - 2) ** 2


SPACE = Space(x=Float(-5, 5))


def test_the_best_is_found_and_the_study_is_the_same_each_time():
    first, second = (tune(bowl, SPACE, max_trials=60, random_state=3) for _ in range(2))
    assert abs(first.best.config["x"] - 2) < 0.5
    assert [t.config for t in first] == [t.config for t in second]
    assert [t.config for t in tune(bowl, SPACE, max_trials=60, random_state=4)] != [t.config for t in first]


def test_several_jobs_give_the_same_study():
    given = {"max_trials": 20, "random_state": 3, "lag": 4}
    one = tune(bowl, SPACE, **given)
    two = tune(lambda config: (config["x"] - 2) ** 2, SPACE, n_jobs=2, **given)
    assert [(t.config, t.loss) for t in one] == [(t.config, t.loss) for t in two]
    assert [t.config for t in tune(bowl, SPACE, max_trials=20, random_state=3, n_jobs=2)] == [
        t.config for t in two
    ]


def test_configs_of_the_users_come_first():
    study = tune(bowl, {"x": Float(-5, 5), "n": Int(1, 3, default=2)}, max_trials=3, first=[{"x": 2.0}])
    assert next(iter(study)).config == {"x": 2.0, "n": 2}
    assert study.best.loss == 0


def test_a_failing_trial_is_an_outcome():
    def picky(config):
        if config["kind"] == "bad":
            raise RuntimeError("no such kind")
        return 1.0

    study = tune(picky, Space(kind=Choice(["bad", "good"])), max_trials=2)
    assert {t.state for t in study} == {"failed", "done"}
    with pytest.raises(NothingFinished, match="no such kind"):
        _ = tune(picky, Space(kind=Choice(["bad"])), max_trials=1).best


@pytest.mark.parametrize("answer", [None, "low", True, [1.0]])
def test_an_objective_that_returns_no_number_fails_its_trial(answer):
    study = tune(lambda config: answer, SPACE, max_trials=1)
    assert next(iter(study)).state == "failed"


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({}, SettingError, "max_trials or time_limit"),
        ({"max_trials": 0}, SettingError, "max_trials"),
        ({"max_trials": 1, "search": "randon"}, UnknownName, "random"),
        ({"max_trials": 1, "executor": "serial", "trial_time_limit": 1}, SettingError, "processes"),
        ({"max_trials": 1, "first": [{"y": 1}]}, SpaceError, "y"),
    ],
)
def test_what_cannot_be_done_is_said_first(given, error, words):
    with pytest.raises(error, match=words):
        tune(bowl, SPACE, **given)


def test_an_empty_space_is_said():
    with pytest.raises(SpaceError, match="empty"):
        tune(bowl, Space(), max_trials=1)


def test_a_limit_holds_for_one_trial_and_the_study_goes_on():
    def slow(config):
        if config["n"] == 1:
            while True:
                pass
        return float(config["n"])

    study = tune(slow, Space(n=Int(1, 3)), max_trials=3, search="grid", trial_time_limit=0.5)
    assert [t.fault for t in study if t.config["n"] == 1] == ["time"]
    assert study.best.config["n"] == 2


def test_a_study_on_disk_goes_on(tmp_path):
    tune(bowl, SPACE, max_trials=4, run_dir=tmp_path)
    assert len(tune(bowl, SPACE, max_trials=6, run_dir=tmp_path)) == 6


def test_maximising_gives_values_in_the_functions_own_sign():
    study = tune(lambda config: -bowl(config), SPACE, direction="maximize", max_trials=60)
    assert abs(study.best_params["x"] - 2) < 0.5
    assert study.best_value == -bowl(study.best_params)
    assert study.trials["value"].max() == study.best_value
    with pytest.raises(SettingError, match="maximize"):
        tune(bowl, SPACE, direction="max", max_trials=1)


def test_trials_are_a_frame_with_a_column_for_every_name():
    def picky(config):
        if config["kind"] == 0:
            raise RuntimeError("no such kind")
        return 1.0

    space = Space(kind=Choice([0, "a", None]), x=Float(0, 1))
    frame = tune(picky, space, max_trials=12).trials
    assert frame["number"].to_list() == list(range(12))
    assert set(frame["params_kind"].to_list()) == {"0", "a", None}
    assert frame["params_x"].dtype.is_float()
    assert set(frame.filter(frame["state"] == "failed")["params_kind"]) == {"0"}


def test_a_study_says_what_it_came_to():
    study = tune(bowl, SPACE, max_trials=5)
    assert repr(study).startswith(f"Study(5 trials, best {study.best_value:.6g} with {{'x': ")
    assert "5 trials, best" in study._repr_html_()
    failed = tune(lambda config: math.nan, SPACE, max_trials=2)
    assert repr(failed) == "Study(2 trials, none finished)"
    assert "2 trials, none finished" in failed._repr_html_()


def test_lists_and_distributions_make_a_space():
    from scipy.stats import loguniform

    study = tune(lambda c: c["rate"], {"rate": loguniform(1e-3, 1), "n": [1, 2, 3]}, max_trials=20)
    assert study.best_value < 0.05


def test_an_objective_that_suggests_needs_no_space():
    def objective(trial):
        kind = trial.suggest_categorical("kind", ["line", "bowl"])
        x = trial.suggest_float("x", -5, 5)
        return abs(x) + 5 if kind == "line" else (x - trial.suggest_float("at", -1, 1)) ** 2

    study = tune(objective, max_trials=40, random_state=1)
    assert study.best_value < 0.5
    assert study.best_params.keys() == {"kind", "x", "at"}
    for trial in study:
        assert set(trial.config) == {"kind", "x", "at"} - (
            {"at"} if trial.config["kind"] == "line" else set()
        )
    again = tune(objective, max_trials=40, random_state=1, n_jobs=2)
    other = tune(objective, max_trials=40, random_state=1, lag=4)
    assert [t.config for t in again] == [t.config for t in other]


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_reports_let_a_rule_end_a_trial(n_jobs):
    def train(config):
        for epoch in range(9):
            yield config["x"] ** 2 + 1 / (1 + epoch)

    study = tune(train, {"x": Float(-5, 5)}, stopping="median", max_trials=30, n_jobs=n_jobs)
    states = [trial.state for trial in study]
    assert states.count("stopped") > 5
    assert states.count("done") > 5
    assert {len(t.results) for t in study if t.state == "done"} == {9}
    assert study.best.state == "done"


def test_optunas_way_of_pruning():
    from fitwright import TrialPruned

    def objective(trial):
        x = trial.suggest_float("x", -5, 5)
        for epoch in range(9):
            trial.report(-(x**2) - 1 / (1 + epoch), epoch)
            if trial.should_prune():
                raise TrialPruned
        return -(x**2)

    study = tune(objective, direction="maximize", stopping="median", max_trials=30)
    states = [trial.state for trial in study]
    assert states.count("stopped") > 5
    assert "failed" not in states
    assert study.best_value == -(study.best_params["x"] ** 2)
    assert {len(t.results) for t in study if t.state == "done"} == {10}


def test_a_target_and_patience_end_a_study():
    reached = tune(bowl, SPACE, target=0.5, max_trials=200)
    assert reached.best_value <= 0.5
    assert len(reached) < 100
    assert (
        tune(lambda c: -bowl(c), SPACE, direction="maximize", target=-0.5, max_trials=200).best_value >= -0.5
    )
    waited = tune(bowl, SPACE, patience=7, max_trials=200)
    assert waited.best.number + 7 <= len(waited) - 1 <= waited.best.number + 7 + 4
    with pytest.raises(SettingError, match="patience"):
        tune(bowl, SPACE, patience=0, max_trials=2)


def events_of(folder):
    record = SQLite(folder, reading=True)
    events = [event for _, event in record.since(0)]
    record.close()
    return events


def cut(source, folder, count):
    """A study as if its driver had been killed after so many events, a result's verdict included."""
    folder.mkdir()
    events, kept = events_of(source), SQLite(folder)
    kept.append(events[: count + isinstance(events[count - 1], Asked | Stepped)])
    kept.close()
    return folder


@pytest.mark.parametrize("search", ["random", "tpe"])
def test_a_study_that_was_cut_ends_bit_for_bit_as_the_whole_one(tmp_path, search):
    given = {"max_trials": 30, "search": search, "random_state": 3}
    whole = tune(bowl, SPACE, run_dir=tmp_path / "whole", **given)
    for count in (1, 2, 30, 61, 85):
        folder = cut(tmp_path / "whole", tmp_path / str(count), count)
        again = tune(bowl, SPACE, run_dir=folder, **given)
        assert [(t.config, t.loss, t.state) for t in again] == [(t.config, t.loss, t.state) for t in whole]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"search": "grid"}, "search was auto and is grid"),
        ({"random_state": 4}, "random_state was 0 and is 4"),
        ({"space": Space(x=Float(-4, 6))}, "x went from -5 to 5 and goes from -4 to 6"),
        ({"space": Space(y=Float(-5, 5))}, "x is gone"),
        ({"space": SPACE.with_({"y": Float(0, 1)})}, "default for the new 'y'"),
        ({"direction": "maximize"}, "direction was minimize"),
    ],
)
def test_a_study_goes_on_only_with_what_it_began_with(tmp_path, given, words):
    tune(bowl, SPACE, max_trials=2, run_dir=tmp_path)
    space = given.pop("space", SPACE)
    with pytest.raises(SettingError, match=words):
        tune(bowl, space, max_trials=3, run_dir=tmp_path, **given)
    assert len(tune(bowl, SPACE, max_trials=3, run_dir=tmp_path)) == 3


def test_two_studies_do_not_share_a_folder(tmp_path):
    def nested(config):
        with pytest.raises(Unsupported, match="another run"):
            tune(bowl, SPACE, max_trials=1, run_dir=tmp_path)
        return 0.0

    assert tune(nested, SPACE, max_trials=1, run_dir=tmp_path).best.loss == 0.0


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_trial_that_prunes_itself_is_stopped_not_failed(n_jobs):
    def objective(trial):
        x = trial.suggest_float("x", -1, 1)
        trial.set_user_attr("sign", int(x > 0))
        trial.report(x, 0)
        if x < 0:
            raise TrialPruned("below zero")
        return x

    study = tune(objective, max_trials=12, n_jobs=n_jobs)
    assert {trial.state for trial in study} == {"done", "stopped"}
    assert {trial.why for trial in study if trial.state == "stopped"} == {"below zero"}
    assert study.best_value >= 0
    assert all(trial.notes == {"sign": int(trial.config["x"] > 0)} for trial in study)


def test_notes_and_pruned_trials_are_kept(tmp_path):
    def objective(trial):
        trial.set_user_attr("path", ["a", 1, None])
        if trial.suggest_int("n", 1, 9) % 2:
            raise TrialPruned
        return 1.0

    first = tune(objective, max_trials=6, run_dir=tmp_path)
    again = tune(objective, max_trials=9, run_dir=tmp_path)
    assert [(t.state, t.notes) for t in again][:6] == [(t.state, t.notes) for t in first]
    assert {"path": ["a", 1, None]} in [trial.notes for trial in again]


def test_a_ledger_of_the_users_own_is_gone_on_with():
    ledger = Memory()
    tune(bowl, SPACE, max_trials=4, run_dir=ledger)
    assert len(tune(bowl, SPACE, max_trials=7, run_dir=ledger)) == 7


WIDE = SPACE.with_({"x": Float(-9, 9), "y": Float(-1, 1, default=0.0), "kind": Choice([None, "odd"])})


def wide_bowl(config):
    return bowl(config) + (config.get("y", 0.0) - 0.5) ** 2 + (config.get("kind") == "odd")


def outcomes(study):
    return [(t.number, t.config, t.loss, t.state) for t in study]


@pytest.mark.parametrize("search", ["tpe", "random", "evolution"])
def test_a_study_goes_on_in_a_larger_space(tmp_path, search):
    given = {"search": search, "random_state": 2}
    small = tune(wide_bowl, SPACE, max_trials=12, run_dir=tmp_path, **given)
    heard = []
    large = tune(wide_bowl, WIDE, max_trials=30, run_dir=tmp_path, callbacks=[heard.append], **given)
    assert type(heard[0]).__name__ == "Grown"
    assert [t.config for t in large][:12] == [{**t.config, "y": 0.0, "kind": None} for t in small]
    assert [t.loss for t in large][:12] == [t.loss for t in small]
    assert all(set(t.config) == {"x", "y", "kind"} for t in large)
    assert len({t.config["y"] for t in large}) > 5
    assert large.trials["params_y"].null_count() == 0
    assert large.space == WIDE
    with pytest.raises(SpaceError, match=r"y is gone.*warm_start"):
        tune(wide_bowl, SPACE, max_trials=31, run_dir=tmp_path, **given)
    memory = tune(wide_bowl, SPACE, max_trials=12, **given)
    assert outcomes(tune(wide_bowl, WIDE, max_trials=30, run_dir=memory, **given)) == outcomes(large)
    assert len(memory) == 12


def test_a_grown_study_that_was_cut_ends_bit_for_bit_as_the_whole_one(tmp_path):
    given = {"search": "tpe", "random_state": 3, "first": [{"x": 1.5}], "lag": 4}
    tune(wide_bowl, SPACE, max_trials=10, run_dir=tmp_path / "whole", **given)
    before = len(events_of(tmp_path / "whole"))
    grown = {**given, "max_trials": 24}
    whole = outcomes(tune(wide_bowl, WIDE, run_dir=tmp_path / "whole", **grown))
    for count in (before - 3, before, before + 1, before + 2, before + 20, before + 41):
        folder = cut(tmp_path / "whole", tmp_path / str(count), count)
        if count >= before:
            assert outcomes(tune(wide_bowl, WIDE, run_dir=folder, **grown)) == whole
        else:  # it was killed, then grew
            assert len(tune(wide_bowl, WIDE, run_dir=folder, **grown)) == 24
    parts = cut(tmp_path / "whole", tmp_path / "parts", before)
    for trials, jobs in ((11, 1), (17, 1), (24, 2)):
        last = tune(wide_bowl, WIDE, run_dir=parts, n_jobs=jobs, **(given | {"max_trials": trials}))
    assert outcomes(last) == whole


def test_a_study_may_grow_more_than_once_and_by_branches(tmp_path):
    def loss(config):
        return {"flat": config.get("flat.x", 9.0), "deep": config.get("deep.z", 0.5) - 1}[config["kind"]]

    spaces = [
        Space.one_of("kind", {"flat": Space(x=Float(1, 2))}),
        Space.one_of("kind", {"flat": Space(x=Float(0.5, 2)), "deep": Space(z=Float(0, 1))}),
        Space.one_of(
            "kind", {"flat": Space(x=Float(0, 2), y=Int(1, 3, default=1)), "deep": Space(z=Float(0, 1))}
        ),
    ]
    for turn, space in enumerate(spaces):
        study = tune(loss, space, search="tpe", max_trials=8 * (turn + 1), run_dir=tmp_path, random_state=1)
    assert {t.config["kind"] for t in list(study)[:8]} == {"flat"}
    assert all(t.config["flat.y"] == 1 for t in list(study)[:8])
    assert {t.config["kind"] for t in list(study)[8:]} == {"flat", "deep"}
    assert study.best.config["kind"] == "deep"


def test_a_study_that_goes_on_in_memory_was_told_the_same():
    study = tune(bowl, SPACE, max_trials=3)
    assert len(tune(bowl, SPACE, max_trials=5, run_dir=study)) == 5
    with pytest.raises(SettingError, match="search was auto and is tpe"):
        tune(bowl, SPACE, search="tpe", max_trials=5, run_dir=study)


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_trial_that_raises_keeps_what_it_had_found_and_noted(tmp_path, n_jobs):
    def objective(trial):
        x = trial.suggest_float("x", -1, 1)
        trial.set_user_attr("seen", "start")
        if x > 0:
            trial.report(x, 0)
            trial.set_user_attr("seen", "later")
        n = trial.suggest_int("n", 1, 9)
        if n % 3 == 0:
            raise TrialPruned("threes")
        if n % 2:
            raise RuntimeError("odd")
        return None if n == 4 else x

    given = {"search": "tpe", "n_jobs": n_jobs, "run_dir": tmp_path}
    study = tune(objective, max_trials=24, **given)
    assert {"done", "failed", "stopped"} == {trial.state for trial in study}
    for trial in study:
        assert set(trial.config) == {"x", "n"}
        assert trial.notes == {"seen": "later" if trial.config["x"] > 0 else "start"}
    assert {trial.config["n"] % 3 for trial in study if trial.state == "stopped"} == {0}
    again = tune(objective, max_trials=24, **given)
    assert [(t.config, t.notes, t.why) for t in again] == [(t.config, t.notes, t.why) for t in study]
