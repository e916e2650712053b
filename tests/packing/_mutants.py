"""Model files with changed bytes, and what becomes of those who open them; run as a program of its own.

    python -m tests.packing._mutants FILE SORT FIRST COUNT

opens COUNT mutants of FILE, from number FIRST on, and prints one JSON object: how often which error came, and
what came that is no error of ours.  SORT is "bytes" (the file is changed anywhere) or "sealed" (a member is
changed, and every hash is made right again: the work of somebody who means harm).
"""

import hashlib
import io
import json
import re
import sys
import tempfile
import traceback
import warnings
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from fitwright import load
from fitwright.core.errors import FitwrightError
from fitwright.packing import _file

Rng = np.random.Generator
ODD = (
    b"0",
    b"-1",
    b"null",
    b"true",
    b'""',
    b"[]",
    b"{}",
    b"1e308",
    b"2147483648",
    b"0.5",
    b'"nan"',
    b"99999999",
)
TOKEN = re.compile(rb'-?\d+(?:\.\d+)?(?:e-?\d+)?|"[^"]*"|true|false|null')


def changed(data: bytes, rng: Rng) -> bytes:
    """Some bytes flipped, cut out, repeated, or the end cut off."""
    at, length = int(rng.integers(len(data) or 1)), int(rng.integers(1, 40))
    match int(rng.integers(5)):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + data[at + length :]
        case 2:
            return data[:at] + data[at : at + length] + data[at:]
        case 3:
            return data[:at] + rng.bytes(length) + data[at + length :]
        case _:
            out = bytearray(data)
            for place in rng.integers(len(data) or 1, size=int(rng.integers(1, 9))) if data else ():
                out[place] ^= 1 << int(rng.integers(8))
            return bytes(out)


def reworded(data: bytes, rng: Rng) -> bytes:
    """JSON with one or two of its words replaced by odd ones, or by each other."""
    for _ in range(int(rng.integers(1, 3))):
        found = list(TOKEN.finditer(data))
        if not found:
            return data
        one, other = found[int(rng.integers(len(found)))], found[int(rng.integers(len(found)))]
        word = ODD[int(rng.integers(len(ODD)))] if rng.random() < 0.6 else other.group()
        data = data[: one.start()] + word + data[one.end() :]
    return data


def revalued(data: bytes, rng: Rng) -> bytes:
    """Arrays with a few odd numbers in them; the header stays, mostly."""
    if rng.random() < 0.2:
        return changed(data, rng)
    begin = 8 + int.from_bytes(data[:8], "little")
    out = bytearray(data)
    for _ in range(int(rng.integers(1, 6))):
        if len(out) <= begin + 8:
            break
        at = begin + 4 * int(rng.integers((len(out) - begin) // 4))
        odd = (b"\xff" * 8, b"\0" * 8, b"\xff\xff\xff\x7f\0\0\0\0", rng.bytes(8), b"\0\0\xc0\x7f" * 2)
        out[at : at + 4] = odd[int(rng.integers(len(odd)))][:4]
    return bytes(out)


def sealed(data: bytes, rng: Rng) -> bytes:
    """The file with one member changed, and its hashes and seal made right again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = list(members)[int(rng.integers(len(members)))]
    change = changed if rng.random() < 0.1 else reworded if name.endswith(".json") else revalued
    members[name] = change(members[name], rng)
    manifest = members.pop("manifest.json")
    try:
        told = json.loads(manifest)
        told["members"] = {
            one: {"size": len(d), "sha256": hashlib.sha256(d).hexdigest()} for one, d in members.items()
        }
        manifest = json.dumps(told).encode()
    except (ValueError, TypeError):
        pass  # a broken manifest goes out as it is
    file = io.BytesIO()
    _file._write_zip(file, {"manifest.json": manifest, **members})
    return file.getvalue()


def outcome(path: Path, X: Any) -> str:
    """Open and ask: "fine", the name of one of our errors, or the trace of any other."""
    try:
        load(path).predict(X)
    except FitwrightError as error:
        return type(error).__name__
    except BaseException:  # noqa: BLE001  # what else came is what is looked for
        return traceback.format_exc()[-1500:]
    return "fine"


def main(file: str, sort: str, first: int, count: int) -> None:
    """Print what came of the mutants."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (6 * 2**30, 6 * 2**30))
    warnings.simplefilter("ignore")
    data, X = Path(file).read_bytes(), json.loads(Path(file).with_suffix(".json").read_text("utf-8"))["X"]
    seen: Counter[str] = Counter()
    strange = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mutant.fw"
        for number in range(first, first + count):
            rng = np.random.default_rng([number, sort == "sealed"])
            path.write_bytes(changed(data, rng) if sort == "bytes" else sealed(data, rng))
            came = outcome(path, X)
            seen[came if "\n" not in came else "untyped"] += 1
            if "\n" in came:
                strange.append(f"{number}: {came}")
    sys.stdout.write(json.dumps({"seen": seen, "strange": strange}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
