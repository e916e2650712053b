"""What was searched becomes one predictor, whatever befell single candidates."""

from dataclasses import replace

import pytest

from fitwright.brief import Brief
from fitwright.core.budget import Budget
from fitwright.core.errors import Damaged, Unsupported
from fitwright.core.events import Asked, Closed, Opened, Started, Stepped, Weighed
from fitwright.core.history import History
from fitwright.core.trial import Step
from fitwright.core.work import Key, Work
from fitwright.deliver import Delivery, reserve
from fitwright.ledger.memory import Memory
from fitwright.settings import Settings
from tests.posed import objective, planned, posed


@pytest.fixture
def delivery(tmp_path):
    intake = posed()
    plan = planned(intake)
    evaluate = objective(intake, plan, tmp_path)
    settings = Settings.of({"max_trials": 3, "executor": "serial", "random_state": 0})
    history = History(evaluate.steps)
    for number, config in enumerate(plan.first[:2]):
        history.add(Asked(number, config))
        for fold in range(3):
            step = Step(fold)
            history.add(
                Started(number, step), Stepped(number, step, evaluate(Work(Key(number, step), config)))
            )
        history.add(Closed(number, "done"))
    return Delivery(Brief(intake, plan, settings, 0), evaluate, history, Memory(), Budget())


def test_the_ensemble_stands_in_the_ledger(delivery):
    predictor = delivery.predictor()
    [(_, event)] = delivery.record.since(0)
    assert isinstance(event, Weighed)
    assert event.card == predictor.card == delivery.history.card
    assert predictor.card["refitted"] == []


def test_a_damaged_candidate_is_left_out_with_a_warning(delivery, caplog):
    best = delivery.predictor().card["trials"][0]
    for result in delivery.history[best].results.values():
        path = delivery.evaluate.store.get(result.refs["state"])
        path.write_bytes(b"x" + path.read_bytes()[1:])
    predictor = delivery.predictor()
    assert best not in predictor.card["trials"]
    assert "left out" in caplog.text


def test_where_all_are_damaged_it_is_said(delivery):
    for trial in delivery.history:
        for result in trial.results.values():
            path = delivery.evaluate.store.get(result.refs["unseen"])
            path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises((Damaged, RuntimeError)):
        delivery.predictor()


def test_a_ledger_that_is_full_loses_no_predictor(delivery, monkeypatch, caplog):
    def full(events):
        raise Unsupported("the disk is full")

    monkeypatch.setattr(delivery.record, "append", full)
    assert delivery.predictor().card["trials"]
    assert "the disk is full" in caplog.text


def test_time_is_kept_back_for_what_follows(delivery):
    brief = delivery.brief
    timed = Brief(brief.intake, brief.plan, Settings.of({"time_limit": 100}), 0)
    assert 0 < reserve(brief) < reserve(timed) < 10


def test_what_the_clock_finds_too_slow_is_weighed_anew_under_a_tighter_limit(delivery, monkeypatch):
    limited = replace(delivery.brief.settings, constraints={"ms_per_row": "<= 1000"})
    slow = replace(delivery, brief=replace(delivery.brief, settings=limited))
    slow.history.add(Opened(slow.brief.header()))
    assert 0 < slow._beyond(slow._weighed()) < 1
    measured = iter([2.0, 3.0, 0.5])
    monkeypatch.setattr(Delivery, "_beyond", lambda self, assembly: next(measured))
    assert slow.predictor().card["tight"] == pytest.approx(0.9 / 2 * 0.9 / 3)


def test_what_stays_too_slow_is_said(delivery, monkeypatch, caplog):
    monkeypatch.setattr(Delivery, "_beyond", lambda self, assembly: 2.0)
    delivery.predictor()
    assert "takes 2 times" in caplog.text
