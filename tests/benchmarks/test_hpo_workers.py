"""More workers, more trainings in the same simulated seconds; those under way are known to who is asked."""

import pytest

from benchmarks import _hpo
from benchmarks._training import Terms, search
from benchmarks._virtual import others
from benchmarks.hpo_workers import HPOWorkers
from benchmarks.scenario import Options
from tests.benchmarks.test_hpo_fidelity import Cutting, Lines


class Asked(Cutting):
    """Knows how many of its configs are under way."""

    def __init__(self):
        super().__init__()
        self.under_way = []

    def ask(self):
        self.under_way.append(self.asked - len(self.told))
        return super().ask()

    def goes_on(self, number, amount, loss):
        return True


@pytest.mark.parametrize("rule", ["never", "halving"])
def test_workers_train_side_by_side(rule):
    one, four = (
        search(Lines(), (f"random+{rule}", 0, ""), [], Terms(seconds=10.0, workers=workers))
        for workers in (1, 4)
    )
    assert one.now == four.now == 200.0
    assert four.spent == pytest.approx(4 * one.spent, abs=4)


def test_the_next_config_is_asked_for_as_soon_as_a_worker_is_idle():
    rival = Asked()
    clock = others(Lines(), rival, 3, lambda clock: clock.now >= 80)
    assert rival.under_way[:4] == [0, 1, 2, 2]
    assert [now for _, now, _ in clock.whole] == [40.0, 40.0, 40.0, 80.0]


def test_an_id_says_how_many_workers(monkeypatch):
    monkeypatch.setattr(_hpo, "_listed", lambda options, family: [str(number) for number in range(8)])
    only = ("published", "tpe+never", "4", "8")
    ids = [job.id for job in HPOWorkers().jobs(Options(only=only, seeds=2))]
    assert ids[:2] == ["lcbench-1/reference", "lcbench-1/tpe+never/s0-1/w4"]
    assert ids[-1] == "lcbench-7/tpe+never/s0-1/w8"
    assert sum("reference" in key for key in ids) == 4
