"""What has been proposed is known, whatever became of the history since the last look."""

from fitwright.core.events import Asked, Closed, Started, Stepped, Undone
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.search._fresh import Seen, identity
from fitwright.space import Float


def asked(*values):
    return [Asked(number, {"x": value}) for number, value in enumerate(values)]


def known(history):
    return {identity(trial.config) for trial in history}


def test_a_history_that_grows_is_looked_at_from_where_it_was():
    seen, history = Seen(), History(events=asked(0.1, 0.2))
    assert seen.of(history) == known(history)
    history.add(Started(1, Step()), Stepped(1, Step(), Result(1.0)), Closed(1, "done"), Asked(2, {"x": 0.3}))
    assert seen.of(history) == known(history) == {identity({"x": x}) for x in (0.1, 0.2, 0.3)}


def test_a_config_that_became_another_one_is_seen_as_it_is():
    seen, history = Seen(), History(events=asked(0.1, 0.2))
    seen.of(history)
    history.add(Started(0, Step()), Stepped(0, Step(), Result(1.0, found={"x": (Float(0, 1), 0.9)})))
    assert seen.of(history) == known(history) == {identity({"x": x}) for x in (0.9, 0.2)}


def test_trials_that_were_undone_are_not_seen():
    seen, history = Seen(), History(Steps(), asked(0.1, 0.2))
    assert len(seen.of(history)) == 2
    history.add(Undone(1))
    assert seen.of(history) == known(history) == {identity({"x": 0.1})}


def test_another_history_is_looked_at_from_the_beginning():
    seen, first, other = Seen(), History(events=asked(0.1, 0.2)), History(events=asked(0.5))
    assert seen.of(first) == known(first)
    assert seen.of(other) == known(other)
    assert seen.of(first) == known(first)
