"""Events come back numbered from one."""

from fitwright.core.events import Asked, Event, Warned
from fitwright.ledger.memory import Memory


def test_events_are_numbered_from_one_and_read_from_a_cursor():
    ledger = Memory()
    ledger.append([Warned("a"), Asked(0, {"x": 1})])
    ledger.append([Warned("b")])
    assert ledger.since(0) == [(1, Warned("a")), (2, Asked(0, {"x": 1})), (3, Warned("b"))]
    assert ledger.since(2) == [(3, Warned("b"))]
    assert ledger.since(3) == []


def test_the_list_that_was_given_may_change():
    ledger = Memory()
    given: list[Event] = [Warned("a")]
    ledger.append(given)
    given.clear()
    assert len(ledger.since(0)) == 1
