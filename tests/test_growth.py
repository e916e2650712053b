"""Score by rows learned from: parts of a fold, smallest first, the whole last."""

import pytest

from fitwright import growth
from fitwright.assemble import weigh
from fitwright.core.budget import Budget
from fitwright.core.events import Asked, Closed, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Step
from fitwright.core.work import Key, Work
from fitwright.ensemble.best import Best
from fitwright.execution.serial import Serial
from fitwright.growth import SHARES, grow
from tests.posed import objective, planned, posed


@pytest.fixture
def plan():
    return planned(posed())


@pytest.fixture
def evaluate(tmp_path, plan):
    return objective(posed(), plan, tmp_path)


@pytest.fixture
def assembly(evaluate, plan):
    history, step = History(evaluate.steps), Step(0, 0)
    result = evaluate(Work(Key(0, step), plan.first[0]))
    history.add(Asked(0, plan.first[0]), Started(0, step), Stepped(0, step, result), Closed(0, "done"))
    return weigh(history, evaluate, Best())


def test_points_rise_in_rows_and_end_with_the_whole_fold(evaluate, assembly, plan, tmp_path, monkeypatch):
    monkeypatch.setattr(growth, "FEWEST", 100)
    kept = sorted((tmp_path / "store").rglob("state*"))
    points = grow(assembly, evaluate, plan.space, Serial(), Budget(), None)
    whole = assembly.trials[0].best_by_fold[0]
    assert [rows for rows, _, _ in points] == [round(share * 80) for share in SHARES] + [80]
    assert points[-1] == [80, -whole.loss, whole.values["error"]]
    assert points[-1][1] > points[0][1]
    assert kept == sorted((tmp_path / "store").rglob("state*"))


def test_small_tables_are_not_cut_up(evaluate, assembly, plan):
    assert grow(assembly, evaluate, plan.space, Serial(), Budget(), None) == []


def test_a_spent_budget_leaves_the_whole_alone(evaluate, assembly, plan, monkeypatch):
    monkeypatch.setattr(growth, "FEWEST", 100)
    budget = Budget(0.01)
    while budget.left:
        pass
    assert len(grow(assembly, evaluate, plan.space, Serial(), budget, None)) == 1
