"""The suite for ledgers finds what is wrong with a ledger."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from fitwright.core.errors import SettingError
from fitwright.core.events import Warned
from fitwright.ledger.memory import Memory
from tests.checks._wrong import refused


class From0(Memory):
    def since(self, cursor):
        return [(number - 1, event) for number, event in super().since(cursor)]


class All(Memory):
    def since(self, cursor):
        return super().since(0)


class Plain(Memory):
    """Forgets what kind of event it was."""

    def since(self, cursor):
        return [(n, Warned(repr(event))) for n, event in super().since(cursor)]


class Lending(Memory):
    def append(self, events):
        if self._events:
            super().append(events)
        else:
            self._events = events


class Half(Memory):
    """Keeps what came before the event that it cannot write down."""

    def append(self, events):
        for event in events:
            try:
                json.dumps(asdict(event), default=None)
            except TypeError as error:
                raise SettingError(str(error)) from error
            super().append([event])


class Lapsing(Memory):
    """Has a folder and leaves nothing in it."""

    def __init__(self, folder: Path):
        super().__init__()


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (From0, "check_events_are_numbered_from_1_without_a_gap", "numbers 1 to 6; got"),
        (All, "check_since_gives_what_came_later", "since 1; got"),
        (Plain, "check_every_event_comes_back_as_it_was", "Expected Opened"),
        (Lending, "check_what_was_appended_stays_as_it_was", "what was appended, and no more"),
        (Half, "check_all_events_are_kept_or_none", "none of them to be kept"),
        (Lapsing, "check_it_outlives_its_object_where_it_has_a_folder", "to count on|to hold"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_ledger_that_misbehaves_is_told(member, check, sentence):
    refused("ledger", check, member, sentence)
