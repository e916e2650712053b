"""A model file: one stored zip of a manifest, trees as JSON and arrays as safetensors.

Every byte is covered: members by their hash in the manifest; the manifest and all that lies between the
members by a seal, a hash at the very end of the file.  A seal shows damage; it is no signature.
"""

import hashlib
import os
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from fitwright.core.disk import replacing
from fitwright.core.errors import Damaged, SettingError, Unsupported
from fitwright.core.fitted import State
from fitwright.packing._blob import read_arrays, write_arrays
from fitwright.packing._tree import lift, lower

FORMAT = 1
"""Raised when older releases could not read what this one writes."""
MEMBERS, MANIFEST_BYTES, TREE_BYTES, TREES_BYTES, ALL_BYTES = 20_000, 2**26, 2**27, 2**29, 2**36
"""The most that is read: members, and bytes of the manifest, of one tree, of all trees, of everything.

As Python's own objects JSON takes up to twenty times as much; arrays take what they take in the file.
"""
_MANIFEST, _TREE, _ARRAYS = "manifest.json", ".json", ".safetensors"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_MEMBER = re.compile(rf"{_NAME.pattern}(\.json|\.safetensors)")
_SEAL = b"seal sha256 "
_SEAL_BYTES = len(_SEAL) + 64
_LOCAL_HEADER = 30
_YEAR_ZERO = (1980, 1, 1, 0, 0, 0)
"""The same contents give the same bytes, whenever they are written."""
_Span = tuple[int, int]


def write_file(path: str | Path, manifest: Mapping[str, Any], parts: Mapping[str, State]) -> None:
    """Write a model file; the file that was there stays until the new one is whole.

    Parameters
    ----------
    path : where; the folder has to be there.
    manifest : plain values about the whole; "format" and "members" are added.
    parts : states by name (letters, digits, "_", ".", "-"), each as `pack` takes them.

    Raises
    ------
    SettingError
        A name or a value cannot be written.
    OSError
        The disk is full, or the folder is missing or read-only; what was there is as it was.
    """
    path = Path(path)
    if taken := {"format", "members"} & manifest.keys():
        raise SettingError(f"Expected a manifest without {', '.join(sorted(taken))}: these are written here.")
    members = dict(_members(parts))
    described = {
        name: {"size": len(d), "sha256": hashlib.sha256(d).hexdigest()} for name, d in members.items()
    }
    whole, arrays = lift({"format": FORMAT, **manifest, "members": described})
    if arrays:
        raise SettingError(f"Expected plain values in a manifest; got an array at {next(iter(arrays))}.")
    with replacing(path) as file:
        _write_zip(file, {_MANIFEST: whole.encode(), **members})


def read_file(path: str | Path) -> tuple[dict[str, Any], dict[str, State]]:
    """The manifest and the parts of a model file; no byte of it is run as code.

    Raises
    ------
    Damaged
        The file is missing, is no model file, or a byte of it has changed.
    Unsupported
        A later release wrote it.
    """
    with _opened(path) as file:
        spans = _spans(file)
        manifest = _manifest(file, spans)
        names = [name.removesuffix(_TREE) for name in spans if name.endswith(_TREE)]
        if (size := sum(spans[name + _TREE][1] - spans[name + _TREE][0] for name in names)) > TREES_BYTES:
            raise Damaged(f"Expected at most {TREES_BYTES} bytes of trees; got {size}.")
        if strange := spans.keys() - {name + end for name in names for end in (_TREE, _ARRAYS)}:
            raise Damaged(f"Expected a tree for every member of arrays; {min(strange)!r} has none.")
        return manifest, {name: _part(file, name, spans, manifest["members"]) for name in names}


def read_manifest(path: str | Path) -> dict[str, Any]:
    """The manifest alone, its seal checked, the members not read."""
    with _opened(path) as file:
        return _manifest(file, _spans(file))


def _members(parts: Mapping[str, State]) -> Iterator[tuple[str, bytes]]:
    for name, state in parts.items():
        if not _NAME.fullmatch(name) or name + _TREE == _MANIFEST:
            raise SettingError(
                f"Expected names of letters, digits, '_', '.' and '-' for parts; got {name!r}."
            )
        tree, arrays = lift(state)
        if len(tree) > TREE_BYTES:
            raise SettingError(
                f"Expected at most {TREE_BYTES} bytes of text in a part; {name!r} has {len(tree)}: turn long "
                "lists into arrays in state()."
            )
        yield name + _TREE, tree.encode()
        if arrays:
            yield name + _ARRAYS, write_arrays(arrays)


def _write_zip(file: BinaryIO, members: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, _YEAR_ZERO), data)
        archive.comment = _SEAL + b"0" * 64
    spans = _spans(file)
    del spans[_MANIFEST]
    seal = _seal(file, spans)
    file.seek(-64, os.SEEK_END)
    file.write(seal.encode())


@contextmanager
def _opened(path: str | Path) -> Iterator[BinaryIO]:
    """The file; whatever its bytes make the readers say, it comes out as Damaged."""
    try:
        with Path(path).open("rb") as file:
            yield file
    except (Damaged, Unsupported) as error:
        raise type(error)(f"{path}: {error}") from error
    except OSError as error:
        raise Damaged(f"{path}: expected a model file; {error.strerror or error}.") from error
    except (
        zipfile.BadZipFile,
        struct.error,
        ValueError,
        NotImplementedError,
        LookupError,
        OverflowError,
    ) as error:
        raise Damaged(f"{path}: expected a model file; {error}.") from error


def _spans(file: BinaryIO) -> dict[str, _Span]:
    """Where the bytes of each member begin and end."""
    if (size := file.seek(0, os.SEEK_END)) > ALL_BYTES:
        raise Damaged(f"Expected at most {ALL_BYTES} bytes; got {size}.")
    found: dict[str, _Span] = {}
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if len(entries) > MEMBERS:
            raise Damaged(f"Expected at most {MEMBERS} members; got {len(entries)}.")
        for entry in entries:
            _check_entry(entry, found)
            file.seek(entry.header_offset + _LOCAL_HEADER - 4)
            name_bytes, extra_bytes = struct.unpack("<HH", file.read(4))
            start = entry.header_offset + _LOCAL_HEADER + name_bytes + extra_bytes
            found[entry.filename] = start, start + entry.file_size
    ends = [0, *(end for _, end in found.values()), size]
    if any(start < end for (start, _), end in zip(found.values(), ends, strict=False)) or ends[-2] > size:
        raise Damaged("Expected members one after the other.")
    return found


def _check_entry(entry: zipfile.ZipInfo, found: Mapping[str, _Span]) -> None:
    name = entry.filename
    plain = entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & 1
    if not _MEMBER.fullmatch(name) or name in found:
        raise Damaged(f"Expected members by plain names, each once; got {name!r}.")
    if not plain or entry.file_size != entry.compress_size:
        raise Damaged(f"Expected members as they are, neither compressed nor encrypted; {name!r} is not.")


def _manifest(file: BinaryIO, spans: dict[str, _Span]) -> dict[str, Any]:
    """The manifest, taken out of `spans`, after the seal and the list of members were checked."""
    if _MANIFEST not in spans:
        raise Damaged("Expected a manifest; there is none.")
    start, end = spans.pop(_MANIFEST)
    if end - start > MANIFEST_BYTES:
        raise Damaged(f"Expected a manifest of at most {MANIFEST_BYTES} bytes; got {end - start}.")
    file.seek(-_SEAL_BYTES, os.SEEK_END)
    if file.read() != _SEAL + _seal(file, spans).encode():
        raise Damaged("Expected the bytes as they were written; some have changed.")
    file.seek(start)
    manifest = lower(file.read(end - start), {})
    if not isinstance(version := manifest.get("format"), int) or version < 1:
        raise Damaged(f"Expected a format by number; got {version!r}.")
    if version > FORMAT:
        raise Unsupported(f"Expected format {FORMAT}; got {version}: upgrade fitwright to read it.")
    if not isinstance(listed := manifest.get("members"), dict) or listed.keys() != spans.keys():
        raise Damaged("Expected the members that the manifest lists; others are there.")
    return manifest


def _part(file: BinaryIO, name: str, spans: Mapping[str, _Span], described: Mapping[str, Any]) -> State:
    """One state, its hashes checked."""
    start, end = spans[name + _TREE]
    if end - start > TREE_BYTES:
        raise Damaged(f"Expected a tree of at most {TREE_BYTES} bytes; {name!r} has {end - start}.")
    tree = _member(file, (start, end), described[name + _TREE])
    if (at := name + _ARRAYS) not in spans:
        return lower(tree, {})
    return lower(tree, read_arrays(_member(file, spans[at], described[at])))


def _member(file: BinaryIO, span: _Span, described: Any) -> bytes:
    start, end = span
    if not isinstance(described, dict):
        raise Damaged(f"Expected size and sha256 of a member; got {described!r}.")
    file.seek(start)
    data = file.read(end - start)
    right = described.get("size") == len(data) and described.get("sha256") == hashlib.sha256(data).hexdigest()
    if not right:
        raise Damaged("Expected the bytes as they were written; some have changed.")
    return data


def _seal(file: BinaryIO, members: Mapping[str, _Span]) -> str:
    """The hash of all that lies outside of these spans, less the seal itself."""
    digest, at = hashlib.sha256(), 0
    size = file.seek(0, os.SEEK_END)
    for start, end in [*members.values(), (size - 64, size)]:
        file.seek(at)
        digest.update(file.read(start - at))
        at = end
    return digest.hexdigest()
