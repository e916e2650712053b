"""Reads damaged copies of a few CSV files, one by one; the last line of output is the copy at hand."""

import faulthandler
import sys
import tempfile
from pathlib import Path

import numpy as np

from fitwright.core.errors import FitwrightError
from fitwright.core.schema import Schema
from fitwright.readers.csv import CSV

SEEDS = (
    b'name,size,day\n"Ada, L.",1.5,2024-01-31\nAlan,?,2024-02-01\n"two\nlines",3,\n',
    "größe;n;ja\n1,5;7;yes\n2.250,75;8;no\n".encode("utf-16"),
    "ort\tzahl\r\nKöln\t1\r\nZürich\t2\r\n".encode("cp1252"),
    b"\xef\xbb\xbfa|b|c\n1|x|true\n2|y|false\n\n3|z|\n",
    b"1,2,3\n4,5,6\n7,8,9\n",
    b"r,s\nrow1,1,2\nrow2,3,4\n",
)
INSERTED = (
    b'"',
    b"\n",
    b"\r",
    b",",
    b";",
    b"\x00",
    b"\xff\xfe",
    b"\x1f\x8b",
    b"\xef\xbb\xbf",
    b'""',
    b"\t" * 50,
)


def mutated(data: bytes, rng: np.random.Generator) -> bytes:
    """A few bytes changed, cut out, put in, doubled."""
    out = bytearray(data)
    for _ in range(rng.integers(1, 5)):
        at = int(rng.integers(0, len(out) + 1))
        match rng.integers(0, 5):
            case 0:
                out[at : at + 1] = bytes([int(rng.integers(0, 256))])
            case 1:
                out[at : at + int(rng.integers(1, 9))] = b""
            case 2:
                out[at:at] = INSERTED[rng.integers(0, len(INSERTED))]
            case 3:
                out[at:at] = out[: int(rng.integers(0, 40))]
            case _:
                out = out[:at]
    return bytes(out)


def look(first: int, last: int) -> None:
    """Copies from `first` to `last`: read, learned, read again, or refused with an error of ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        for number in range(first, last):
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
            faulthandler.dump_traceback_later(20, exit=True)
            rng = np.random.default_rng(number)
            path.write_bytes(mutated(SEEDS[number % len(SEEDS)], rng))
            try:
                frame = CSV().read(path)
                Schema.learn(frame).read(frame)
            except FitwrightError:
                continue
            finally:
                faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    look(int(sys.argv[1]), int(sys.argv[2]))
