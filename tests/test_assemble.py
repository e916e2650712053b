"""Members are weighed on rows they have not seen, and become bags of pipelines."""

import numpy as np
import pytest

from fitwright.assemble import CANDIDATES, Weeder, fitted_bags, weigh
from fitwright.core.budget import Budget
from fitwright.core.errors import NothingFinished
from fitwright.core.events import Asked, Closed, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Ref, Result, Step
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
