"""Events outlive the process, whole commits or none."""

import multiprocessing
import os
import signal
import sqlite3

import pytest

from fitwright.core.errors import Damaged, SettingError, Unsupported
from fitwright.core.events import Asked, Event, Started, Stepped, Warned
from fitwright.core.trial import Ref, Result, Step
from fitwright.ledger.sqlite import SQLite

EVENTS: list[Event] = [
    Asked(0, {"model": "knn", "knn.steps": ["standard"]}, "portfolio"),
    Started(0, Step(1, 0)),
    Stepped(0, Step(1, 0), Result(float("inf"), {"seconds_fit": 0.5}, refs={"state": Ref("state", "ab", 3)})),
]


@pytest.fixture
def ledger(tmp_path):
    made = SQLite(tmp_path)
    yield made
    made.close()


def test_events_are_numbered_from_one_and_read_from_a_cursor(ledger):
    ledger.append(EVENTS)
    ledger.append([Warned("b")])
    assert ledger.since(0) == [*enumerate(EVENTS, 1), (4, Warned("b"))]
    assert ledger.since(3) == [(4, Warned("b"))]
    assert ledger.since(4) == []


def test_another_process_goes_on_where_the_file_stands(tmp_path):
    first = SQLite(str(tmp_path))
    first.append(EVENTS)
    first.close()
    second = SQLite(tmp_path)
    second.append([Warned("b")])
    assert [number for number, _ in second.since(0)] == [1, 2, 3, 4]
    second.close()
    second.close()


def test_all_events_of_an_append_or_none(ledger):
    with pytest.raises(SettingError):
        ledger.append([Warned("a"), Asked(0, {"x": object()})])
    assert ledger.since(0) == []


def test_readers_see_what_is_committed_while_one_writes(ledger, tmp_path):
    ledger.append([Warned("a")])
    ledger.flush()
    reader = SQLite(tmp_path, reading=True)
    assert len(reader.since(0)) == 1
    ledger.append([Warned("b")])
    ledger.flush()
    assert reader.since(1) == [(2, Warned("b"))]
    with pytest.raises(Unsupported, match="reading"):
        reader.append([Warned("c")])
    reader.close()


def test_a_full_disk_is_said_and_what_waited_goes_with_the_next(ledger):
    ledger.append([Warned("a")])
    ledger.flush()
    pages = ledger._open.execute("pragma page_count").fetchone()[0]
    ledger._open.execute(f"pragma max_page_count = {pages}")
    ledger.append([Warned("b" * 100_000)])
    with pytest.raises(Unsupported, match="full"):
        ledger.flush()
    with pytest.raises(Unsupported, match="full"):
        ledger.since(0)
    ledger._open.execute("pragma max_page_count = 100000")
    ledger.append([Warned("c")])
    assert [event.text[0] for _, event in ledger.since(0)] == ["a", "b", "c"]


def test_a_later_append_tells_of_a_failed_one(ledger):
    ledger.append([Warned("a")])
    ledger.flush()
    pages = ledger._open.execute("pragma page_count").fetchone()[0]
    ledger._open.execute(f"pragma max_page_count = {pages}")
    ledger.append([Warned("b" * 100_000)])
    assert ledger._commit.exception(30) is not None
    ledger._open.execute("pragma max_page_count = 100000")
    with pytest.raises(Unsupported, match="full"):
        ledger.append([Warned("c")])
    ledger.append([Warned("d")])
    assert [event.text[0] for _, event in ledger.since(0)] == ["a", "b", "c", "d"]


def test_order_is_kept_while_the_disk_is_busy(ledger):
    for number in range(300):
        ledger.append([Warned(f"{number}"), Warned(f"{number}")])
    texts = [event.text for _, event in ledger.since(0)]
    assert texts == [f"{number // 2}" for number in range(600)]


def test_a_second_writer_is_told_so(ledger, tmp_path):
    ledger.append([Warned("a")])
    with pytest.raises(Unsupported, match="another run"):
        SQLite(tmp_path).append([Warned("b")])
    ledger.close()
    other = SQLite(tmp_path)
    other.append([Warned("b")])
    other.close()
    assert len(ledger.since(0)) == 2


def test_reading_where_there_is_no_ledger(tmp_path):
    with pytest.raises(Damaged, match="there is none"):
        SQLite(tmp_path, reading=True).since(0)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(Unsupported, match="cannot be written"):
        SQLite(tmp_path / "missing").append([Warned("a")])


def test_other_files_are_not_taken_for_ledgers(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("create table event (number, kind, body)")
    db.close()
    with pytest.raises(Damaged, match="another kind"):
        SQLite(tmp_path).since(0)
    path.write_bytes(b"not a database, for sure" * 100)
    with pytest.raises(Damaged, match="not a database"):
        SQLite(tmp_path, reading=True).since(0)


def _write_forever(folder, started):
    ledger, count = SQLite(folder), 0
    while True:
        ledger.append([Warned(f"{count} a"), Warned(f"{count} b")])
        count += 1
        started.set()


def test_a_killed_writer_leaves_whole_commits_and_no_lock(tmp_path):
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    writer = context.Process(target=_write_forever, args=(tmp_path, started))
    writer.start()
    assert started.wait(30)
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join(30)
    ledger = SQLite(tmp_path)
    texts = [event.text for _, event in ledger.since(0) if isinstance(event, Warned)]
    assert texts == [f"{i // 2} {'ab'[i % 2]}" for i in range(len(texts))]
    assert len(texts) % 2 == 0
    ledger.append([Warned("on")])
    ledger.close()


@pytest.mark.parametrize(
    ("done", "error", "says"),
    [
        ("pragma user_version = 2", Unsupported, "upgrade"),
        ("insert into event (kind, body) values ('Vanished', '{}')", Damaged, "event 4"),
        (
            "update event set body = replace(body, '0.5', '0.6') where number = 3",
            Damaged,
            "event 3: expected the bytes",
        ),
        ("delete from event where number = 2", Damaged, "event 3"),
    ],
    ids=["a later format", "an unknown event", "a changed byte", "an event that is missing"],
)
def test_what_was_done_to_the_file_is_noticed(ledger, tmp_path, done, error, says):
    ledger.append(EVENTS)
    ledger.close()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as db:
        db.execute(done)
    db.close()
    with pytest.raises(error, match=says):
        SQLite(tmp_path, reading=True).since(0)
