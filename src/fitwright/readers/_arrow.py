"""Does an Arrow file hold what it says?  Asked before a library believes the sizes that stand in it.

A damaged size makes the library ask for more memory than there is, which ends the process.  The format is
that of Arrow's columnar specification (IPC, version 5); its metadata are FlatBuffers.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"ARROW1"
BLOCK, NODE, BUFFER = 24, 16, 16
"""Bytes of the three structures that are read: where a batch lies, a column's lengths, where bytes lie."""
RATIO = 40_000
"""No codec of Arrow's makes more of a byte: Zstandard repeats blocks of 128 KiB in 4 bytes."""
PLAIN = -1
"""Instead of a size, before bytes that were left as they are."""
Bytes = bytes | memoryview


def complaint(data: bytes) -> str | None:
    """What does not hold in an Arrow file, or None where all is well."""
    try:
        footer, end = _footer(data)
        flat, view = _columns(footer), memoryview(data)
        for number in (2, 3):  # dictionaries, then batches of rows
            for offset, head, body in footer.structs(number, "<qi4xq", BLOCK):
                if not (8 <= offset <= end and head > 8 and body >= 0 and offset + head + body <= end):
                    return "a batch lies outside of the file"
                _check(view[offset : offset + head], view[offset + head : offset + head + body], flat)
    except (struct.error, ValueError) as error:
        return str(error)
    return None


@dataclass(frozen=True)
class _Table:
    """A table of a FlatBuffer: where it begins."""

    data: Bytes
    at: int

    def place(self, field: int) -> int:
        """Where a field stands; 0 where it is left out."""
        vtable = self.at - _number("<i", self.data, self.at)
        slot = 4 + 2 * field
        if slot >= _number("<H", self.data, vtable):
            return 0
        offset = _number("<H", self.data, vtable + slot)
        return self.at + offset if offset else 0

    def number(self, field: int, kind: str) -> int:
        """A number, 0 where it is left out."""
        place = self.place(field)
        return _number(kind, self.data, place) if place else 0

    def table(self, field: int) -> "_Table | None":
        """An inner table."""
        place = self.place(field)
        return _Table(self.data, place + _number("<I", self.data, place)) if place else None

    def vector(self, field: int, size: int) -> tuple[int, int]:
        """Where the entries of a vector begin, and how many there are of this many bytes."""
        place = self.place(field)
        if not place:
            return 0, 0
        start = place + _number("<I", self.data, place)
        count = _number("<I", self.data, start)
        if start + 4 + count * size > len(self.data):
            raise ValueError("a list is longer than the file")
        return start + 4, count

    def structs(self, field: int, kind: str, size: int) -> Iterator[tuple[int, ...]]:
        """The entries of a vector of structures."""
        start, count = self.vector(field, size)
        return (struct.unpack_from(kind, self.data, start + i * size) for i in range(count))

    def tables(self, field: int) -> "Iterator[_Table]":
        """The entries of a vector of tables."""
        start, count = self.vector(field, 4)
        places = (start + 4 * i for i in range(count))
        return (_Table(self.data, place + _number("<I", self.data, place)) for place in places)


def _number(kind: str, data: Bytes, at: int) -> int:
    if at < 0:
        raise ValueError("a place lies before the file")
    found: int = struct.unpack_from(kind, data, at)[0]
    return found


def _root(data: Bytes) -> _Table:
    return _Table(data, _number("<I", data, 0))


def _footer(data: bytes) -> tuple[_Table, int]:
    """The table at the file's end, and where it begins."""
    if not (data.startswith(MAGIC) and data.endswith(MAGIC)) or len(data) < 24:
        raise ValueError("it does not begin and end as one")
    size = _number("<i", data, len(data) - 10)
    begin = len(data) - 10 - size
    if size < 4 or begin < 8:
        raise ValueError("its footer is longer than the file")
    return _root(data[begin : begin + size]), begin


def _columns(footer: _Table) -> int | None:
    """How many columns there are, where none of them is made of others."""
    schema = footer.table(1)
    if schema is None:
        raise ValueError("it has no schema")
    inner = [field.vector(5, 4)[1] for field in schema.tables(1)]
    return None if any(inner) else len(inner)


def _check(head: Bytes, body: Bytes, columns: int | None) -> None:
    """`ValueError` where the sizes of a batch do not agree with each other or with its bytes."""
    start = 8 if head[:4] == b"\xff\xff\xff\xff" else 4
    message = _root(head[start:])
    batch, kind = message.table(2), message.number(1, "<B")
    if batch is not None and kind == 2:  # a dictionary: its values are a batch of one column
        batch, columns = batch.table(1), None
    if batch is None or kind not in (2, 3):
        raise ValueError("a batch is none")
    if message.number(3, "<q") > len(body):
        raise ValueError("a batch is longer than its place")
    rows, most = batch.number(0, "<q"), _largest(batch, body)
    nodes = list(batch.structs(1, "<qq", NODE))
    if columns is not None and (len(nodes) != columns or any(length != rows for length, _ in nodes)):
        raise ValueError("columns differ in length")
    for length, missing in nodes:
        if not 0 <= missing <= length or (length > 8 * most and missing < length):
            raise ValueError("a column is longer than its bytes")


def _largest(batch: _Table, body: Bytes) -> int:
    """Bytes of the largest column of a batch, once its buffers are found to be what they say."""
    packed, largest = batch.table(3) is not None, 0
    for offset, length in batch.structs(2, "<qq", BUFFER):
        if offset < 0 or length < 0 or offset + length > len(body):
            raise ValueError("a column lies outside of its batch")
        size = length
        if packed and length:
            size = _number("<q", body[offset : offset + length], 0)
            if size < PLAIN or size > RATIO * length:
                raise ValueError("a column unpacks to more than it can")
        largest = max(largest, size if size != PLAIN else length)
    return largest
