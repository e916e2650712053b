"""What every ledger has to do: number events from 1, give them back as they were, keep all or none."""

import contextlib
import inspect
import math
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fitwright.checks._expect import expect, made, title
from fitwright.checks._play import scripted, spaces
from fitwright.core.errors import FitwrightError
from fitwright.core.events import (
    Asked,
    Closed,
    Event,
    Grown,
    Opened,
    Refitted,
    Started,
    Stepped,
    Undone,
    Warned,
    Weighed,
)
from fitwright.core.history import History
from fitwright.core.trial import Ref, Result, Step, Steps
from fitwright.ledger import Ledger
from fitwright.space import Choice, Float, Int

Maker = Callable[[], Ledger]


def check_a_new_ledger_is_empty(member: Any) -> None:
    """Nothing has happened."""
    with _ledger(member) as make:
        found = make().since(0)
        expect(found == [], f"Expected no events; got {found}.")


def check_events_are_numbered_from_1_without_a_gap(member: Any) -> None:
    """However they are appended."""
    with _ledger(member) as make:
        ledger = make()
        for sizes in (1, 3, 0, 2):
            ledger.append([Warned(f"{sizes}") for _ in range(sizes)])
        numbers = [number for number, _ in ledger.since(0)]
        expect(numbers == [1, 2, 3, 4, 5, 6], f"Expected numbers 1 to 6; got {numbers}.")


def check_since_gives_what_came_later(member: Any) -> None:
    """Events above the cursor, in order; none at the end and beyond."""
    with _ledger(member) as make:
        ledger, events = make(), [Warned(str(number)) for number in range(1, 6)]
        ledger.append(list(events))
        for cursor in range(8):
            expected = [(n, event) for n, event in enumerate(events, start=1) if n > cursor]
            found = ledger.since(cursor)
            expect(found == expected, f"Expected {expected} since {cursor}; got {found}.")


def check_every_event_comes_back_as_it_was(member: Any) -> None:
    """Types and values of all fields: numbers that are not finite, tuples, domains, text of any kind."""
    with _ledger(member) as make:
        ledger, events = make(), _events()
        ledger.append(list(events))
        for (_, found), expected in zip(ledger.since(0), events, strict=True):
            expect(repr(found) == repr(expected), f"Expected {expected!r} back; got {found!r}.")


def check_a_history_comes_back_from_it(member: Any) -> None:
    """The fold of what comes out is the fold of what went in."""
    cut = Steps(3, (0.5, 1.0))
    events = scripted(spaces()["tree"], 25, cut)
    with _ledger(member) as make:
        ledger = make()
        for event in events:
            ledger.append([event])
        again = History(cut, [event for _, event in ledger.since(0)])
        expect(
            list(again) == list(History(cut, events)), "Expected the same trials from the ledger's events."
        )


def check_what_was_appended_stays_as_it_was(member: Any) -> None:
    """Neither the caller's list nor the list that `since` gave is the ledger's own."""
    with _ledger(member) as make:
        ledger, given = make(), list[Event]([Warned("a")])
        ledger.append(given)
        given.append(Warned("b"))
        ledger.since(0).clear()
        found = ledger.since(0)
        expect(found == [(1, Warned("a"))], f"Expected what was appended, and no more; got {found}.")


def check_all_events_are_kept_or_none(member: Any) -> None:
    """Where one of them cannot be written down, the others are not either."""
    with _ledger(member) as make:
        ledger = make()
        ledger.append([Warned("before")])
        try:
            ledger.append([Warned("good"), Asked(0, {"x": object()}), Warned("good")])
        except FitwrightError:
            found = ledger.since(0)
            expect(found == [(1, Warned("before"))], f"Expected none of them to be kept; got {found}.")
        ledger.append([Warned("after")])
        expect(ledger.since(0)[-1][1] == Warned("after"), "Expected to go on after what could not be kept.")


def check_closing_twice_does_no_harm(member: Any) -> None:
    """Also before anything was written."""
    with _ledger(member) as make:
        make().close()
        ledger = make()
        ledger.append([Warned("a")])
        ledger.close()
        ledger.close()


def check_it_outlives_its_object_where_it_has_a_folder(member: Any) -> None:
    """A ledger that lies in a folder holds what it held when it is opened again, and counts on."""
    if _lasts(member):
        with _ledger(member) as make:
            first, events = make(), _events()
            first.append(list(events))
            first.close()
            again = make()
            again.append([Warned("later")])
            found = again.since(0)
            numbers = [number for number, _ in found]
            expect(numbers == list(range(1, len(events) + 2)), f"Expected to count on; got {numbers}.")
            kept = repr([event for _, event in found[:-1]]) == repr(events)
            expect(kept, f"Expected {title(member)} to hold what it held before it was closed.")


@contextlib.contextmanager
def _ledger(member: Any) -> Iterator[Maker]:
    """Opens a ledger of this class, each time the same where it lasts; all are closed in the end."""
    opened: list[Ledger] = []
    with tempfile.TemporaryDirectory() as folder:

        def make() -> Ledger:
            opened.append(made(member, folder=Path(folder)))
            expect(isinstance(opened[-1], Ledger), f"Expected a Ledger; got {opened[-1]!r}.")
            return opened[-1]

        try:
            yield make
        finally:
            for ledger in opened:
                ledger.close()


def _lasts(member: Any) -> bool:
    return "folder" in inspect.signature(member).parameters


def _events() -> list[Event]:
    """One of each, with all that can stand in them."""
    ref = Ref("state", "ab" * 32, 10**12)
    result = Result(
        loss=0.1 + 0.2,
        values={
            "tiny": 5e-324,
            "huge": 1.7e308,
            "none": math.nan,
            "over": math.inf,
            "under": -math.inf,
            "zero": -0.0,
        },
        seconds=1 / 3,
        refs={"unseen": ref, "state": ref},
        found={"x": (Float(0.5, 2.0, log=True), 1.0), "n": (Int(1, 9), 3), "w": (Choice(("a", "b")), "b")},
        clock=((0.1 + 0.2, 1), (1.0, 311), (math.inf, 1)),
        gradient={"x": -0.1, "tiny": 5e-324},
    )
    config: dict[str, Any] = {
        "model": "förest ✓\n\t\"'", "depth": 3, "rate": 1e-7, "on": True, "off": None, "whole": 2.0,
        "chain": ["one", "two"], "big": 2**60, "empty": "", "nested": {"a": [1, {"b": []}]},
    }  # fmt: skip
    return [
        Opened({"metric": "rmse", "seed": 7, "share": 0.3, "notes": ["a", "b"], "folds": 5, "timed": False}),
        Asked(0, config, "tpe"),
        Asked(1, {}),
        Started(0, Step(2, 1), attempt=1, decision=12, seen=3),
        Stepped(0, Step(2, 1), result, at=12.25),
        Stepped(1, Step(), Result(math.inf)),
        Closed(0, "failed", "memory", "It took more than it may.\nlast line", at=1e9),
        Closed(1, "paused"),
        Closed(
            1, "failed", "exception", "odd", result=Result(math.inf, found=result.found, notes={"a": [1]})
        ),
        Refitted(0, result, at=2.5),
        Weighed({"score": 0.93, "trials": [1, 0], "weights": [0.75, 0.25], "curve": [[0.1, 0.5]]}),
        Warned("12 rows without a target are left out – say so: ✓"),
        Undone(3),
        Grown({"domains": {"x": {"kind": "int", "low": 1, "high": 9}}}, {0: {"x": 3, "y": None}}),
    ]
