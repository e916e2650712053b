"""Trainings on a clock that is not real: what is spent, what is cut, and what counts as found."""

import numpy as np
import pytest

from benchmarks._curves import Course
from benchmarks._rivals import Rival
from benchmarks._training import Terms, by_seconds, by_training, search
from benchmarks._virtual import Clock, others, reached_by
from fitwright.space import Float, Space


class Lines:
    """Four parts of ten seconds; the loss falls towards x."""

    space = Space(x=Float(0, 1))
    parts = (1.0, 2.0, 3.0, 4.0)

    def course(self, config):
        left = np.array([3.0, 2.0, 1.0, 0.0])
        return Course(config["x"] + left, np.array([10.0, 20.0, 30.0, 40.0]))


class Cutting(Rival):
    """Ends every second training after its first part."""

    def __init__(self):
        self.told = []
        self.asked = 0

    def ask(self):
        self.asked += 1
        return {"x": 1 / self.asked}

    def tell(self, *losses, number=-1):
        self.told.append((number, *losses))

    def goes_on(self, number, amount, loss):
        return number % 2 == 0


class Rungs(Cutting):
    """Asks for half a training, then for the same one whole."""

    def ask(self):
        self.asked += 1
        return {"x": float((self.asked + 1) // 2)}

    def until(self, number):
        return 2.0 if number % 2 == 0 else 4.0

    def goes_on(self, number, amount, loss):
        return True


def test_a_training_that_is_cut_costs_what_it_took():
    rival = Cutting()
    clock = others(Lines(), rival, 1, lambda clock: clock.spent >= 10)
    assert rival.told == [(0, 1.0), (2, pytest.approx(1 / 3))]
    assert clock.whole == [(4.0, 40.0, 1.0), (9.0, 90.0, pytest.approx(1 / 3))]
    assert (clock.spent, clock.now, clock.begun) == (10.0, 100.0, 4)


def test_one_that_is_asked_for_again_goes_on_from_where_it_was():
    rival = Rungs()
    clock = others(Lines(), rival, 1, lambda clock: clock.spent >= 8)
    assert clock.whole == [(4.0, 40.0, 1.0), (8.0, 80.0, 2.0)]
    assert rival.told == [(0, 3.0), (1, 1.0), (2, 4.0), (3, 2.0)]


@pytest.mark.parametrize("rule", ["never", "median", "halving", "hyperband"])
def test_ours_spend_what_there_is(rule):
    clock = search(Lines(), (f"random+{rule}", 0, ""), [], Terms(seconds=40.0))
    assert clock.spent == 80.0
    assert clock.now == 800.0
    assert (clock.begun == 20) == (rule == "never")
    assert clock.begun >= 20


def test_a_search_begins_with_the_configs_it_is_given():
    clock = search(Lines(), ("tpe+median", 0, ""), [{"x": 0.25}], Terms(seconds=40.0))
    assert clock.whole[0] == (4.0, 40.0, 0.25)


def test_double_the_budget_is_told_at_half_the_cost():
    once, twice = (
        search(Lines(), (name, 0, ""), [], Terms(seconds=40.0)) for name in ("random", "random_x2")
    )
    assert [loss for *_, loss in twice.whole[:20]] == [loss for *_, loss in once.whole]
    assert twice.whole[1][:2] == once.whole[0][:2]


def test_enough_is_training_and_seconds_or_three_times_the_training():
    terms = Terms(seconds=1.0)
    assert terms.enough(Clock(now=20.0, spent=80.0), 1, 4.0)
    assert not terms.enough(Clock(now=19.0, spent=80.0), 1, 4.0)
    assert not terms.enough(Clock(now=20.0, spent=79.0), 1, 4.0)
    assert terms.enough(Clock(now=1.0, spent=240.0), 1, 4.0)
    assert Terms(seconds=1.0, workers=1).enough(Clock(now=20.0), 1, 4.0)


def test_before_the_first_whole_training_there_is_the_median():
    run = {"whole": [[4, 40, 0.5], [8, 50, 0.25]]}
    assert reached_by(run, [3, 4, 8], 0, 1.0) == [1.0, 0.5, 0.25]
    assert reached_by(run, [39, 49, 50], 1, 1.0) == [1.0, 0.5, 0.25]


def test_tables_by_training_and_by_seconds():
    plain = {"task": "a", "status": "ok", "half": "chosen"}
    whole = [[20.0, 1.0, 0.6], [60.0, 2.0, 0.1]]
    records = [
        {**plain, "searcher": "reference", "best": 0.1, "median": 1.1, "seconds": 0.1},
        {**plain, "searcher": "tpe+median", "runs": {"0": {"whole": whole, "unit": 4.0}}},
    ]
    [row] = by_training(records)
    assert [row[f"{at} trainings"] for at in (5, 10, 20)] == pytest.approx([0.5, 0.5, 0.0])
    [row] = by_seconds(records)
    assert [row[f"{at} trainings"] for at in (5, 10, 20)] == pytest.approx([1.0, 0.5, 0.0])
