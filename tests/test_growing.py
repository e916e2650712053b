"""A search without a space, and one that goes on in a larger one."""

import itertools
import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from fitwright import TrialPruned, growing, tune
from fitwright.core.describe import describe
from fitwright.core.errors import SettingError, SpaceError
from fitwright.core.events import Asked, Closed, Grown, Opened, Started, Stepped, Undone
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Result, Step
from fitwright.growing import Growing, grown, kept, suggested
from fitwright.ledger.memory import Memory
from fitwright.scalar import Scalar
from fitwright.search import TPE, Random, _fresh, identity
from fitwright.space import Choice, Float, Int, Space
from fitwright.space.inferred import way
from fitwright.suggest import OPEN, Suggest

SPACE = Space(x=Float(0, 1))


def history(count):
    made = History()
    for number in range(count):
        found = {"x": (Float(0, 1), number / 10)} | ({"n": (Int(1, 9), 3)} if number else {})
        result = Result(float(number), found=found)
        made.add(Asked(number, {}), Started(number, Step()), Stepped(number, Step(), result))
        made.add(Closed(number, "done"))
    return made


def test_it_proposes_nothing_before_something_was_suggested():
    assert Growing("tpe", 0).ask(0, History()) == {}
    assert not len(suggested(History()))


def test_it_proposes_values_for_all_that_was_suggested():
    assert suggested(history(2)).domains == {"x": Float(0, 1), "n": Int(1, 9)}
    assert Growing("tpe", 0).ask(2, history(2)).keys() == {"x", "n"}


def test_it_asks_as_a_fresh_one_does_when_the_space_has_grown():
    used = Growing(TPE(startup=2), 3)
    for count in range(1, 14):
        assert used.ask(count, history(count)) == Growing(TPE(startup=2), 3).ask(count, history(count))
    assert used.origin({"x": 0.5}) == "tpe"


def test_what_a_failed_trial_had_suggested_belongs_to_the_space():
    made = history(1)
    last = Result(math.inf, found={"y": (Float(2, 3), 2.5)})
    made.add(Asked(1, {}), Started(1, Step()), Closed(1, "failed", "exception", "no", result=last))
    assert suggested(made).domains == {"x": Float(0, 1), "y": Float(2, 3)}


def reported(rng, number):
    """What a trial tells: in which order, and whether it comes to its end, follows from the draws."""
    kind, depth = ["svm", "tree", None][rng.integers(3)], int(rng.integers(1, 4))
    found = {"kind": (Choice(["svm", "tree", None]), kind), "x": (Float(0, number + 1), 0.5)}
    if kind == "svm":
        found["C"] = (Float(0, 1), 0.5)
    elif kind == "tree":
        found |= {"depth": (Int(1, 3), depth)} | ({"leaf": (Int(1, 99), 7)} if depth > 1 else {})
    first = dict(list(found.items())[: rng.integers(1, 3)])
    result, whole = Result(1.0, found=first), Result(rng.random(), found=found)
    ends = [[Stepped(number, Step(0, 1), whole), Closed(number, "done")]]
    ends += [[Closed(number, "failed", result=whole)], [Closed(number, "stopped", result=whole)], []]
    begins = [Asked(number, {}), Started(number, Step()), Stepped(number, Step(), result)]
    return begins, ends[rng.choice(4, p=[0.7, 0.1, 0.1, 0.1])]


@pytest.mark.parametrize("seed", range(4))
def test_a_searcher_that_was_there_knows_what_a_fresh_one_reads(seed):
    rng = np.random.default_rng(seed)
    made, used, waiting = History(), Growing("random", 0), []
    for number in range(40):
        begins, ends = reported(rng, number)
        made.add(*begins)
        waiting.append(ends)
        while len(waiting) > 3:
            made.add(*waiting.pop(rng.integers(len(waiting))))
        if number == 30:
            made.add(Undone(60))
            waiting.clear()
        fresh = Growing("random", 0)
        assert used.ask(len(made), made) == fresh.ask(len(made), made)
        ours, theirs = used._suggested, fresh._suggested
        assert list(ours.of(made).domains.items()) == list(theirs.of(made).domains.items())
        assert ours.of(made) == suggested(made)
        done = [Suggest(trial.number, trial.config, 0) for trial in made.in_state("done")]
        assert all(ours.routes.follow(trial)[1] for trial in done)


def test_a_trial_that_begins_anew_may_go_another_way():
    made, used = branching("mean", "svm"), Growing("random", 0)
    made.add(Asked(2, {}), Started(2, Step()))
    for kind in ("svm", "mean"):
        found = {"kind": (Choice(["svm", "mean"]), kind), "C": (Float(0, 1), 0.5)}
        made.add(Stepped(2, Step(), Result(1.0, found=found)))
        assert used.ask(3, made) == Growing("random", 0).ask(3, made)


@pytest.mark.parametrize("search", ["random", "tpe(startup=4)"])
def test_a_proposal_looks_at_few_trials_however_many_there_were(search, monkeypatch):
    looked = Counter()
    monkeypatch.setattr(growing, "way", lambda found: looked.update(["way"]) or way(found))
    monkeypatch.setattr(_fresh, "identity", lambda config: looked.update(["identity"]) or identity(config))
    all_of_them = History.__iter__
    monkeypatch.setattr(
        History, "__iter__", lambda self: looked.update({"trial": len(self)}) or all_of_them(self)
    )

    def objective(trial):
        x = trial.suggest_float("x", -5, 5)
        kind = trial.suggest_categorical("kind", ["a", "b"])
        return x * x + (trial.suggest_int("n", 1, 9) if kind == "a" else 0)

    assert len(tune(objective, search=search, max_trials=80)) == 80
    assert looked["trial"] <= 5 * 80
    assert looked["way"] <= 6 * 80
    assert looked["identity"] <= 6 * 80


def branching(*kinds):
    """A trial for each kind, in which "svm" alone suggests C."""
    made = History()
    for number, kind in enumerate(kinds):
        found = {"kind": (Choice(["svm", "mean"]), kind)} | (
            {"C": (Float(0, 1), 0.5)} if kind == "svm" else {}
        )
        made.add(Asked(number, {}), Started(number, Step()))
        made.add(Stepped(number, Step(), Result(float(number), found=found)), Closed(number, "done"))
    return made


def test_what_some_trials_did_without_is_open_under_a_condition():
    space = suggested(branching("mean", "svm"))
    assert space == Space(kind=Choice(["svm", "mean"]), C=Float(0, 1)).when({"kind": "svm"}, "C")
    assert "C" in suggested(branching("svm")).complete({"kind": "mean"})


@pytest.mark.parametrize("cut", range(9, 60, 10))
def test_a_study_of_a_function_that_suggests_goes_on_as_if_it_had_not_been_cut(cut, tmp_path):
    def objective(trial):
        x = trial.suggest_float("x", -5, 5)
        if trial.suggest_categorical("kind", ["a", "b"]) == "a":
            return x * x + trial.suggest_float("y", 0, 1)
        if x > 2:
            raise TrialPruned if x > 3 else ValueError
        return x * x

    def told(study):
        return [(trial.config, trial.state, trial.results.keys(), trial.loss) for trial in study]

    def strike(event):
        heard.append(event)
        if len(heard) == cut:
            raise KeyboardInterrupt

    heard, given = [], {"search": "tpe(startup=4)", "max_trials": 15}
    tune(objective, **given, run_dir=tmp_path, callbacks=[strike])
    assert told(tune(objective, **given, run_dir=tmp_path)) == told(tune(objective, **given))


@pytest.mark.parametrize("lag", [1, 4])
def test_once_something_is_known_every_proposal_is_taken(lag):
    proposed = {}

    class Noting(Random):
        def ask(self, number, history):
            proposed[number] = super().ask(number, history)
            return proposed[number]

    def objective(trial):
        rate, share = (
            trial.suggest_float("rate", 1e-6, 1, log=True),
            trial.suggest_float("share", 0, 1, step=0.1),
        )
        size, depth = trial.suggest_int("size", 1, 64, log=True), trial.suggest_int("depth", 0, 9)
        return rate + share + size + depth + len(trial.suggest_categorical("kind", ["a", "bb"]))

    study = tune(objective, search=Noting(), max_trials=20, lag=lag)
    assert sorted(proposed) == list(range(1, 20))
    assert all(study.history[number].config == config for number, config in proposed.items())


@pytest.mark.parametrize("search", ["random", "tpe", "evolution", "local", "sobol", "cmaes", "gaussian"])
def test_no_branch_is_tried_twice(search):
    def objective(trial):
        kind = trial.suggest_categorical("kind", ["svm", "tree", "mean"])
        if kind == "svm":
            return trial.suggest_float("C", 0, 1)
        return 1.0 + (trial.suggest_int("depth", 1, 4) if kind == "tree" else 0)

    study = tune(objective, search=search, max_trials=25, time_limit=600, random_state=1)
    assert len({repr(sorted(trial.config.items())) for trial in study}) == len(study) == 25
    assert study.best_value < 0.9


def test_what_a_number_opens_does_not_make_two_of_one():
    def objective(trial):
        x = trial.suggest_float("x", 0, 1, step=0.25)
        return x + (trial.suggest_float("y", 0, 1) if x > 0.5 else 0)

    study = tune(objective, search="tpe", max_trials=40, time_limit=600)
    configs = [repr(sorted(trial.config.items())) for trial in study]
    assert len(set(configs)) == len(configs) == 40
    assert sum("y" not in trial.config for trial in study) == 3


def test_a_finite_space_of_branches_ends_when_it_was_tried_out():
    def objective(trial):
        if trial.suggest_categorical("kind", ["svm", "mean"]) == "svm":
            return trial.suggest_int("n", 1, 3) + trial.suggest_float("x", 0, 1, step=0.5)
        return 0.0

    study = tune(objective, search="tpe", max_trials=99, time_limit=600)
    assert len(study) == 3 * 3 + 1
    assert set(study.space.complete({"kind": "mean"})) == {"kind"}


def told(space):
    return describe({"space": space, "random_state": 0})


def study(space=SPACE, trials=2):
    made = History(events=[Opened({"study": told(space)})])
    for number in range(trials):
        made.add(Asked(number, {"x": number / 10}))
    return made


def test_a_larger_space_gives_earlier_trials_the_defaults_of_what_is_new():
    wide = SPACE.with_({"x": Float(-1, 2), "y": Float(0, 1, default=0.5)})
    event = grown(study(), told(wide), wide)
    assert event == Grown(told(wide)["space"], {0: {"x": 0.0, "y": 0.5}, 1: {"x": 0.1, "y": 0.5}})
    made = study()
    made.add(event)
    assert made[1].config == {"x": 0.1, "y": 0.5}
    assert grown(made, told(wide), wide) is None
    with pytest.raises(SpaceError, match="y is gone"):
        grown(made, told(SPACE), SPACE)


def test_where_nothing_is_new_for_trials_their_configs_are_not_told_again():
    wide = Space(x=Float(-1, 2))
    assert grown(study(), told(wide), wide) == Grown(told(wide)["space"])
    assert grown(study(), told(SPACE), SPACE) is None
    assert grown(History(), told(SPACE), SPACE) is None
    assert grown(study(), told(None), None) is None


def test_it_is_kept_where_it_is_said_and_told_the_same(tmp_path):
    ledger = Memory()
    assert kept(ledger, told(SPACE), SPACE) == (ledger, None)
    record, _ = kept(tmp_path, told(SPACE), SPACE)
    record.append([Opened({"study": told(SPACE)})])
    record.close()
    with pytest.raises(SettingError, match=r"random_state was 0 and is 1.*another folder"):
        kept(tmp_path, {**told(SPACE), "random_state": 1}, SPACE)
    with pytest.raises(SpaceError, match=f"{tmp_path.name}: .*x went from 0 to 1 and goes from 0 to 0.5"):
        kept(tmp_path, told(Space(x=Float(0, 0.5))), Space(x=Float(0, 0.5)))
    record, event = kept(tmp_path, told(Space(x=Float(0, 2))), Space(x=Float(0, 2)))
    record.close()
    assert isinstance(event, Grown)
    with pytest.raises(SettingError, match="a study that goes on; got int"):
        kept(7, told(SPACE), SPACE)


@pytest.mark.parametrize("word", ["tpe", "local", "random"])
def test_what_a_stopped_trial_suggested_is_not_suggested_again(word):
    def loss(trial):
        kind = trial.suggest_categorical("kind", ["a", "b"])
        x = trial.suggest_float("x", -2, 2) if kind == "a" else trial.suggest_int("n", 1, 9)
        for step in range(4):
            trial.report((x - 1) ** 2 + 5 / (step + 1), step)
            if trial.should_prune():
                raise TrialPruned
        return (x - 1) ** 2

    study = tune(loss, search=word, stopping="hyperband", max_trials=15, random_state=0)
    assert study.trials["state"].to_list().count("stopped")
    names = [identity(trial.config) for trial in study]
    assert len(set(names)) == len(names) == 15


@pytest.mark.parametrize("search", ["random", "tpe", "evolution", "grid"])
def test_trials_that_know_nothing_of_each_other_come_to_different_configs(search):
    def nine(trial):
        first, second = trial.suggest_categorical("a", ["x", "y", "z"]), trial.suggest_int("b", 1, 3)
        return "xyz".index(first) + second

    for seed in range(5):
        study = tune(nine, max_trials=20, search=search, random_state=seed)
        assert sorted((t.config["a"], t.config["b"]) for t in study) == list(
            itertools.product("xyz", (1, 2, 3))
        )


def test_two_jobs_come_to_the_same_study_of_what_is_suggested():
    def nine(trial):
        return trial.suggest_int("a", 1, 3) + trial.suggest_categorical("b", [0.5, 1.5, 2.5])

    one, two = (tune(nine, max_trials=20, search="random", lag=4, n_jobs=jobs) for jobs in (1, 2))
    assert [t.config for t in one] == [t.config for t in two]
    assert len(one) == 9


def relu(x):
    return max(x, 0)


def test_options_that_are_no_plain_values_are_drawn_alike_in_every_process():
    def shaped(trial):
        kind = trial.suggest_categorical("kind", [relu, math.tanh])
        return trial.suggest_int("n", 1, 30) + kind(0.5)

    one, two = (tune(shaped, max_trials=6, search="random", lag=4, n_jobs=jobs) for jobs in (1, 2))
    assert [trial.config["n"] for trial in one] == [trial.config["n"] for trial in two]


def test_a_prior_is_heeded_before_anything_is_known():
    drawn = [
        Suggest(number, {}, seed).suggest("x", Choice(["rare", "usual"], prior=(1, 9)))
        for seed in range(100)
        for number in range(4)
    ]
    assert 20 < drawn.count("rare") < 60


def test_trials_with_wishes_take_no_turns():
    first, second = Suggest(0, {}, 0), Suggest(1, {}, 0)
    first.proposed["a"] = "x"
    pairs = set()
    for trial in (first, second):
        pairs.add((trial.suggest("a", Choice(["x", "y"])), trial.suggest("b", Int(1, 1000))))
    assert len(pairs) == 2


def test_it_takes_over_how_far_behind_its_searcher_wants_to_be():
    class Behind(Random):
        lag = 2

    assert Growing(Behind(), 0).lag == 2
    assert Growing("tpe", 0).lag is None


@pytest.mark.parametrize("seed", range(3))
def test_what_several_losses_look_like_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    used, scalar, made = Growing("random", 0), Scalar(Goals.read(["minimize"] * 2)), History(OPEN)
    for number in range(30):
        view = scalar.view(made, number)
        assert used.ask(number, view) == Growing("random", 0).ask(number, view)
        begins, ends = reported(rng, number)
        told = [*begins, *ends]
        made.add(
            *(replace(e, result=replace(e.result, values={"value_1": rng.random()})) if hasattr(e, "result")
              and e.result is not None else e for e in told)
        )  # fmt: skip
