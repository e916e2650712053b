"""Texts to numbered pieces, words or runs of characters, without a Python loop over them.

A piece is known by a 64-bit number made of its bytes, so that a vocabulary is a sorted array and looking up
is a search in it.  That two pieces of a text share a number has odds of about 1 in 10 to the 9.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from fitwright.core.blocks import Texts
from fitwright.core.rows import Index
from fitwright.core.table import Table

Bytes = NDArray[np.uint8]
Marks = NDArray[np.uint64]
Units = Literal["words", "characters"]
RUNS = (3, 4)
"""Bytes in a run of characters, unless told otherwise."""
BASE = np.uint64(0x9E3779B97F4A7C15)


def texts_of(table: Table, name: str) -> Texts:
    """The column's texts at the table's rows."""
    (block,) = (block for block in table.blocks if name in block.names)
    if not isinstance(block, Texts):
        raise TypeError(f"Expected a text column; {name!r} lies in {type(block).__name__}.")
    return block if table.index is None else block.take(table.index)


def pieces(texts: Texts, units: Units, runs: tuple[int, ...] = RUNS) -> tuple[Marks, Index]:
    """(pieces,) the number of each piece, in the order of the text, and the row it stands in.

    `runs` are the numbers of bytes that a run of characters has.
    """
    text = _lower(texts)
    ends = np.flatnonzero(text == 0)  # (rows,)
    if units == "words":
        marks, begins = _words(text)
    else:
        found = [_runs(text, length) for length in runs]
        marks, begins = (np.concatenate(each) for each in zip(*found, strict=True))
    return marks, np.searchsorted(ends, begins)


def _lower(texts: Texts) -> Bytes:
    """All rows in small letters, a 0 after each row and nowhere else."""
    lengths = np.diff(texts.starts)
    row = np.repeat(np.arange(len(texts)), lengths)
    text = np.zeros(len(texts.data) + len(texts), np.uint8)
    text[np.arange(len(texts.data)) + row] = np.where(texts.data == 0, ord(" "), texts.data)
    if (text < 128).all():
        return np.where((text >= ord("A")) & (text <= ord("Z")), text + np.uint8(32), text)
    small = text.tobytes().decode("utf-8", "replace").lower().encode("utf-8")
    return np.frombuffer(small, np.uint8)


def _words(text: Bytes) -> tuple[Marks, Index]:
    """The number of each run of letters and digits, and where it begins."""
    inside = _in_words(text)
    begins = np.flatnonzero(inside & ~np.append(False, inside[:-1])[: len(inside)])
    if not len(begins):
        return np.zeros(0, np.uint64), begins
    at = np.flatnonzero(inside)
    first = np.searchsorted(at, begins)  # (words,) place of the first byte among the bytes inside words
    offset = np.arange(len(at)) - np.repeat(first, np.diff(np.append(first, len(at))))
    power = np.cumprod(np.full(int(offset.max()) + 1, BASE))
    return _stir(np.add.reduceat(_spread(text)[at] * power[offset], first)), begins


def _in_words(text: Bytes) -> NDArray[np.bool_]:
    """ASCII letters and digits, and what lies beyond ASCII but for common punctuation."""
    kinds = np.zeros(256, bool)
    kinds[[*range(ord("0"), ord("9") + 1), *range(ord("a"), ord("z") + 1), *range(128, 256)]] = True
    inside = kinds[text]
    if len(text) > 2 and (text >= 128).any():
        one, two = text[:-1], text[1:]
        pair = (one == 0xC2) & (two < 0xC0)  # no-break space, «, », °, …
        triple = np.isin(one[:-1], (0xE2, 0xE3)) & np.isin(two[:-1], (0x80, 0x81))  # dashes, quotes, 、, 。
        for shift in range(2):
            inside[np.flatnonzero(pair) + shift] = False
        for shift in range(3):
            inside[np.flatnonzero(triple) + shift] = False
    return inside


def _runs(text: Bytes, length: int) -> tuple[Marks, Index]:
    """The number of each `length` bytes in a row of the table, and where they begin."""
    count = max(len(text) - length + 1, 0)
    marks, whole = np.full(count, np.uint64(length)), np.ones(count, bool)
    spread = _spread(text)
    for place in range(length):
        marks = marks * BASE + spread[place : place + count]
        whole &= text[place : place + count] != 0
    begins = np.flatnonzero(whole)
    return _stir(marks[begins]), begins


def _spread(text: Bytes) -> Marks:
    """(bytes,) a large number for each byte."""
    return _stir(np.arange(1, 257, dtype=np.uint64) * BASE)[text]


def _stir(marks: Marks) -> Marks:
    """So that numbers that were close are far apart (the finaliser of splitmix64)."""
    marks = (marks ^ (marks >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    marks = (marks ^ (marks >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return marks ^ (marks >> np.uint64(31))
