"""Events are values: equal when their fields are, and never changed."""

from dataclasses import FrozenInstanceError
from typing import get_args

import pytest

from fitwright.core import events
from fitwright.core.events import Closed, Event, Stepped
from fitwright.core.trial import Result, Step


def test_an_event_cannot_be_changed():
    event = Closed(0, "done")
    with pytest.raises(FrozenInstanceError):
        event.state = "failed"  # type: ignore[misc]  # the refusal is what is tested
    assert Stepped(0, Step(), Result(1.0)) == Stepped(0, Step(), Result(1.0))


def test_every_event_is_one_of_the_union_that_listeners_hear():
    written = {
        kind
        for kind in vars(events).values()
        if isinstance(kind, type) and kind.__module__ == events.__name__
    }
    assert written == set(get_args(Event))
