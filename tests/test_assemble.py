"""Members are weighed on rows they have not seen, and become bags of pipelines."""

import numpy as np
import pytest

from fitwright.assemble import CANDIDATES, Additive, Weeder, evidence, fitted_bags, weigh
from fitwright.core.budget import Budget
from fitwright.core.errors import NothingFinished
from fitwright.core.events import Asked, Closed, Opened, Started, Stepped
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Ref, Result, Step, Trial
from fitwright.core.work import Key, Work
from fitwright.ensemble.best import Best
from fitwright.ensemble.greedy import Greedy
from tests.posed import objective, planned, posed


@pytest.fixture
def evaluate(tmp_path):
    intake = posed()
    return objective(intake, planned(intake), tmp_path)


def run(evaluate, folds_of):
    """A history in which each start has been fitted on so many folds."""
    history = History(evaluate.steps)
    for number, (config, folds) in enumerate(zip(planned(posed()).first, folds_of, strict=False)):
        history.add(Asked(number, config))
        for fold in range(folds):
            step = Step(fold, 0)
            history.add(
                Started(number, step), Stepped(number, step, evaluate(Work(Key(number, step), config)))
            )
        if folds == 3:
            history.add(Closed(number, "done"))
    return history


def test_members_are_weighed_on_rows_that_all_have_predicted(evaluate):
    assembly = weigh(run(evaluate, [3, 3]), evaluate, Greedy())
    assert assembly.folds == (0, 1, 2)
    assert sorted(assembly.index.tolist()) == list(range(120))
    assert assembly.p.shape == (120, 2)
    assert assembly.blend.weights.sum() == pytest.approx(1)


def test_an_ensemble_is_there_from_the_first_fold_on(evaluate):
    assembly = weigh(run(evaluate, [1]), evaluate, Greedy())
    assert assembly.folds == (0,)
    bags = fitted_bags(assembly, evaluate, {})
    assert [len(bag) for bag in bags] == [1]


def test_a_bag_has_the_pipelines_of_all_its_folds(evaluate):
    assembly = weigh(run(evaluate, [3, 3]), evaluate, Best())
    bag = fitted_bags(assembly, evaluate, {})[0]
    assert len(bag) == 3
    intake = posed()
    p = np.mean([pipeline.predict(intake.table) for pipeline in bag], axis=0)
    assert (p.argmax(axis=1) == intake.rows.answers).mean() > 0.85


def test_a_refitted_member_is_one_pipeline(evaluate):
    history = run(evaluate, [3])
    assembly = weigh(history, evaluate, Best())
    number = assembly.trials[0].number
    result = evaluate.refit(Work(Key(0, Step()), assembly.trials[0].config))
    assert [len(bag) for bag in fitted_bags(assembly, evaluate, {number: result})] == [1]


def test_under_a_limit_members_are_one_pipeline_each_and_keep_to_it_together(evaluate):
    history = run(evaluate, [3, 3])
    size = {t.number: np.mean([r.values["bytes"] for r in t.best_by_fold.values()]) for t in history}
    free = weigh(history, evaluate, Greedy())
    whole = 3 * sum(size[trial.number] for trial in free.trials)
    for share, single in ((1.01, False), (0.4, True), (1.01 * min(size.values()) / whole, True)):
        goals = Goals.read({"roc_auc": "maximize"}, {"bytes": f"<= {share * whole}"})
        limited = History(history.steps, [Opened(goals.header())]).with_trials(history)
        assembly = weigh(limited, evaluate, Greedy())
        assert assembly.single == single
        pipelines = [len(bag) for bag in fitted_bags(assembly, evaluate, {})]
        assert pipelines == [1 if single else 3] * len(assembly.trials)
        cost = sum(size[t.number] * n for t, n in zip(assembly.trials, pipelines, strict=True))
        assert cost <= share * whole
        assert [len(folds) for folds in evidence(assembly, evaluate, {}).folds] == pipelines


def test_a_refitted_model_that_grew_beyond_the_limit_is_not_used():
    trials = [Trial(n, {}, {Step(): Result(0.0, {"bytes": 40.0})}) for n in range(2)]
    sizes = {0: 70, 1: 50}
    refs = {
        n: {"state": Ref("state", "0", size - 5), "chain": Ref("chain", "0", 5)} for n, size in sizes.items()
    }
    refitted = {n: Result(0.0, refs=refs[n]) for n in sizes}
    for bound, kept in ((120, {0, 1}), (119, {1}), (90, {1}), (89, set())):
        limits = Additive.of(Goals.read("minimize", {"bytes": f"<= {bound}"}))
        assert set(limits.refits(trials, refitted)) == kept
    assert set(Additive.of(Goals()).refits(trials, refitted)) == {0, 1}


def test_what_breaks_a_limit_is_forgotten_first():
    weeder = Weeder(None, Goals.read({"loss": "minimize"}, {"bytes": "<= 5"}), keep=2)
    for number, (loss, size) in enumerate([(0.0, 9.0), (2.0, 1.0), (1.0, 1.0)]):
        refs = {"state": Ref(f"s{number}", "0", 1)}
        weeder(Stepped(number, Step(), Result(loss, {"bytes": size}, refs=refs)))
    assert {ref.name for ref in weeder.there} == {"s1", "s2"}


def test_nothing_finished_names_the_first_reason(evaluate):
    history = History(evaluate.steps)
    history.add(Asked(0, {"model": "linear"}), Closed(0, "failed", "memory", "It took 9 GB."))
    with pytest.raises(NothingFinished, match="9 GB"):
        weigh(history, evaluate, Greedy())


def test_states_of_the_worst_are_deleted_and_the_best_are_kept():
    dropped = []

    class Store:
        def drop(self, ref):
            dropped.append(ref.name)

    weeder = Weeder(Store(), keep=3)
    for number in range(6):
        refs = {"state": Ref(f"s{number}", "0", 1)}
        weeder(Stepped(number, Step(), Result(float(number % 4), refs=refs)))
    assert dropped == ["s3", "s2", "s5"]
    assert Weeder(Store()).keep >= CANDIDATES


def test_budget_helper_keeps_time_back():
    assert Budget(10).but(3).left <= 7
