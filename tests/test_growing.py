"""A search without a space."""

from fitwright.core.events import Asked, Closed, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step
from fitwright.growing import Growing, suggested
from fitwright.search import TPE
from fitwright.space import Float, Int


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
