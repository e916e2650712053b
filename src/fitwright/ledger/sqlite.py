"""A ledger in one file, that outlives a kill and a power cut."""

import sqlite3
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from fitwright.core.errors import Damaged, Unsupported
from fitwright.core.events import Event
from fitwright.core.lock import FileLock
from fitwright.ledger._codec import decode, encode
from fitwright.ledger.ledger import Ledger

VERSION = 1
"""Raised when older releases could not read what this one writes."""
MARK = 0x46575254
"""By this SQLite's file tells whose it is."""
_SCHEMA = f"""
pragma application_id = {MARK};
pragma user_version = {VERSION};
create table event (number integer primary key, kind text not null, body text not null, sum integer);
"""
_BROKEN = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def _sum(kind: str, body: str) -> int:
    """SQLite does not notice a changed byte in a text; this does (CRC-32)."""
    return zlib.crc32(f"{kind} {body}".encode())


class SQLite(Ledger):
    """Keeps events in `ledger.sqlite`; a thread of its own writes, so that nobody waits for the disk.

    What was appended while the disk was busy goes there in one commit, in order and never a part of an
    `append`: a kill can lose the last moments, and leaves no gap.  `flush`, `since` and `close` wait until
    all is on the disk.  One process writes; others may read at the same time, with `reading`.

    Parameters
    ----------
    folder : where the file lies, or the file itself; the folder has to be there.
    reading : only read, and let another write.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from fitwright.core.events import Warned
    >>> folder = mkdtemp()
    >>> ledger = SQLite(folder)
    >>> ledger.append([Warned("a"), Warned("b")])
    >>> ledger.flush()
    >>> reader = SQLite(folder, reading=True)
    >>> reader.since(1)
    [(2, Warned(text='b'))]
    >>> reader.close()
    >>> ledger.close()
    """

    def __init__(self, folder: str | Path, reading: bool = False):
        given = Path(folder)
        self.path, self.reading = given if given.is_file() else given / "ledger.sqlite", reading
        self._lock = FileLock(self.path.with_name("ledger.lock"))
        self._open: sqlite3.Connection | None = None
        self._waiting: list[tuple[str, str, int]] = []
        self._guard = Lock()
        self._writer: ThreadPoolExecutor | None = None
        self._commit: Future[None] | None = None

    def append(self, events: list[Event]) -> None:
        """All of them or none, in order; they are on the disk a moment later.

        Raises
        ------
        Unsupported
            The folder cannot be written to, another run writes here, or the disk was full at an earlier
            `append`; its events wait, and go with those of the next one.
        SettingError
            An event holds what cannot be written down.
        """
        if self.reading:
            raise Unsupported(f"{self.path}: this ledger was opened for reading.")
        rows = [(kind, body, _sum(kind, body)) for kind, body in map(encode, events)]
        with self._db():
            failed = self._commit is not None and self._commit.done() and self._commit.exception()
            with self._guard:
                self._waiting += rows
            if self._writer is None:
                self._writer = ThreadPoolExecutor(1, "ledger")
            past, self._commit = self._commit, self._writer.submit(self._write)
        if failed and past is not None:
            past.result()

    def flush(self) -> None:
        """Wait until all that was appended is on the disk.

        Raises
        ------
        Unsupported
            It cannot be written; it waits for the next `append` or `flush`.
        """
        if self._commit is not None:
            done, self._commit = self._commit, None
            done.result()
        if self._waiting:
            self._write()

    def since(self, cursor: int) -> list[tuple[int, Event]]:
        """Events numbered above `cursor`, with their numbers, in order.

        Raises
        ------
        Damaged
            The file is no ledger, its bytes have changed, or it holds what this release does not know.
        """
        self.flush()
        with self._db() as db:
            query = "select number, kind, body, sum from event where number > ? order by number"
            rows = db.execute(query, (cursor,)).fetchall()
        return [(place, self._decode(place, row)) for place, row in enumerate(rows, start=cursor + 1)]

    def close(self) -> None:
        try:
            self.flush()
        finally:
            if self._writer is not None:
                self._writer.shutdown()
                self._writer = None
            self._waiting.clear()
            self._let_go()

    def _let_go(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None
        self._lock.release()

    def _write(self) -> None:
        """All that waits, in one commit; where that fails it waits on."""
        with self._guard:
            rows = list(self._waiting)
        if rows:
            with self._db() as db, db:
                db.execute("begin immediate")
                db.executemany("insert into event (kind, body, sum) values (?, ?, ?)", rows)
            with self._guard:
                del self._waiting[: len(rows)]

    def _decode(self, place: int, row: tuple[int, str, str, int]) -> Event:
        """The event, where it stands in its place with the bytes that were written."""
        number, kind, body, checksum = row
        try:
            if number != place or checksum != _sum(kind, body):
                raise Damaged("expected the bytes as they were written; some have changed.")
            return decode(kind, body)
        except Damaged as error:
            raise Damaged(f"{self.path}, event {number}: {error}") from error

    @contextmanager
    def _db(self) -> Iterator[sqlite3.Connection]:
        """The connection, opened on first use; SQLite's errors come out as ours."""
        try:
            yield self._connection()
        except sqlite3.Error as error:
            if (getattr(error, "sqlite_errorname", None) or "").startswith(_BROKEN):
                raise Damaged(f"{self.path}: expected a ledger; {error}.") from error
            raise Unsupported(f"{self.path}: the ledger cannot be used here; {error}.") from error

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = self._for_reading() if self.reading else self._for_writing()
            try:
                self._prepare(self._open)
            except (sqlite3.Error, Damaged, Unsupported):
                self._let_go()
                raise
        return self._open

    def _for_reading(self) -> sqlite3.Connection:
        if not self.path.exists():
            raise Damaged(f"{self.path}: expected a ledger; there is none.")
        return sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)

    def _for_writing(self) -> sqlite3.Connection:
        try:
            free = self._lock.take(wait=False)
        except OSError as error:
            raise Unsupported(f"{self.path}: the folder cannot be written to; {error.strerror}.") from error
        if free is None:
            raise Unsupported(f"{self.path}: another run writes here; wait for it, or choose another folder.")
        return sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)

    def _prepare(self, db: sqlite3.Connection) -> None:
        """Make it a ledger where it is new; is it one that this release knows?"""
        if not self.reading:
            db.execute("pragma journal_mode = wal")
            db.execute("pragma synchronous = full")
            if not db.execute("select count(*) from sqlite_master").fetchone()[0]:
                db.executescript(f"begin;{_SCHEMA}commit;")
        mark = db.execute("pragma application_id").fetchone()[0]
        version = db.execute("pragma user_version").fetchone()[0]
        if mark != MARK:
            raise Damaged(f"{self.path}: expected a ledger; this is another kind of database.")
        if version > VERSION:
            raise Unsupported(f"{self.path}: expected format {VERSION}, got {version}: upgrade fitwright.")
