"""A model file comes back as it was written, or is said to be damaged."""

import hashlib
import io
import json
import zipfile

import numpy as np
import pytest

from fitwright.core.errors import Damaged, SettingError, Unsupported
from fitwright.packing import read_file, read_manifest, write_file

PARTS: dict[str, dict] = {
    "whole": {"task": "binary", "labels": np.array(["no", "yes"]), "none": [None, 1.5, float("inf")]},
    "chain-0": {"steps": [["standard", {"mean_": np.arange(3.0)}]]},
    "plain": {"a": 1},
}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "model.fw"
    write_file(path, {"card": {"score": 0.5, "classes": ["no", "yes"]}}, PARTS)
    return path


def test_manifest_and_parts_come_back(path):
    manifest, parts = read_file(path)
    assert manifest["card"] == {"score": 0.5, "classes": ["no", "yes"]}
    assert list(parts) == list(PARTS)
    assert parts["whole"]["labels"].tolist() == ["no", "yes"]
    assert parts["whole"]["none"] == [None, 1.5, float("inf")]
    assert parts["chain-0"]["steps"][0][1]["mean_"].tolist() == [0, 1, 2]
    assert read_manifest(path) == manifest


def test_the_same_contents_give_the_same_bytes(path, tmp_path):
    again = tmp_path / "again.fw"
    write_file(again, {"card": {"score": 0.5, "classes": ["no", "yes"]}}, PARTS)
    assert again.read_bytes() == path.read_bytes()


def test_it_is_a_stored_zip_that_any_tool_opens(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert "plain.safetensors" not in archive.namelist()
        assert json.loads(archive.read("plain.json")) == {"a": 1}
        listed = json.loads(archive.read("manifest.json"))["members"]
        for name in set(archive.namelist()) - {"manifest.json"}:
            data = archive.read(name)
            assert listed[name] == {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def test_a_change_of_a_byte_anywhere_is_damaged(path):
    good = path.read_bytes()
    for at in range(0, len(good), 5):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        with pytest.raises(Damaged, match=r"model\.fw"):
            read_file(path)


def test_missing_or_added_bytes_are_damaged(path):
    good = path.read_bytes()
    for bad in (b"", b"PK", good[:-1], good[1:], good[: len(good) // 2], good + b"\0", b"\0" + good):
        path.write_bytes(bad)
        with pytest.raises(Damaged):
            read_file(path)
    with pytest.raises(Damaged, match="No such file"):
        read_file(path.with_name("other.fw"))
    with pytest.raises(Damaged):
        read_file(path.parent)


def test_a_file_that_is_there_stays_until_the_new_one_is_whole(path):
    good = path.read_bytes()
    with pytest.raises(SettingError):
        write_file(path, {}, {"bad": {"x": object()}})
    with pytest.raises(SettingError, match="format"):
        write_file(path, {"format": 3}, {})
    assert path.read_bytes() == good
    assert [entry.name for entry in path.parent.iterdir()] == ["model.fw"]


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".x", "manifest"])
def test_names_that_could_lead_elsewhere_are_not_written(tmp_path, name):
    with pytest.raises(SettingError, match="names of letters"):
        write_file(tmp_path / "m", {}, {name: {}})


def forge(path, members, version=1, listed=None, **entry):
    """A file with a right seal, as somebody who means harm would write it."""
    described = {n: {"size": len(d), "sha256": hashlib.sha256(d).hexdigest()} for n, d in members}
    manifest = {"format": version, "members": described if listed is None else listed}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", entry.get("compression", 0)) as archive:
        archive.writestr("manifest.json", json.dumps(manifest), zipfile.ZIP_STORED)
        for name, data in members:
            archive.writestr(name, data)
        archive.comment = b"seal sha256 " + b"0" * 64
    data = file.getvalue()
    digest, at = hashlib.sha256(), 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist()[1:]:
            start = info.header_offset + 30 + len(info.filename.encode()) + len(info.extra)
            digest.update(data[at:start])
            at = start + info.compress_size
    digest.update(data[at:-64])
    path.write_bytes(data[:-64] + digest.hexdigest().encode())


def test_a_forged_file_within_the_rules_is_read(tmp_path):
    forge(tmp_path / "m", [("a.json", b'{"x": 1}')])
    assert read_file(tmp_path / "m")[1] == {"a": {"x": 1}}


@pytest.mark.parametrize("name", ["../a.json", "/a.json", "a/b.json", "a.txt", "a.py", ".json"])
def test_forged_names_are_refused(tmp_path, name):
    forge(tmp_path / "m", [(name, b"{}")])
    with pytest.raises(Damaged, match="plain names"):
        read_file(tmp_path / "m")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_forged_twins_lists_and_trees_are_refused(tmp_path):
    path = tmp_path / "m"
    forge(path, [("a.json", b"{}"), ("a.json", b"{}")])
    with pytest.raises(Damaged, match="each once"):
        read_file(path)
    forge(path, [("a.json", b"{}")], listed={})
    with pytest.raises(Damaged, match="lists"):
        read_file(path)
    forge(path, [("a.json", b"{}")], listed={"a.json": 3})
    with pytest.raises(Damaged, match="sha256"):
        read_file(path)
    forge(path, [("a.safetensors", b"")])
    with pytest.raises(Damaged, match="tree"):
        read_file(path)
    for tree in (b"[" * 100_000, b"[]", b"{", b'{"x": {"@array": "x"}}', b'{"x": {"@float": []}}', b"\xff"):
        forge(path, [("a.json", tree)])
        with pytest.raises(Damaged):
            read_file(path)


def test_compressed_members_are_refused(tmp_path):
    forge(tmp_path / "m", [("a.json", b" " * 10_000 + b"{}")], compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(Damaged, match="compressed"):
        read_file(tmp_path / "m")


def test_a_later_format_says_upgrade(tmp_path):
    forge(tmp_path / "m", [], version=2)
    with pytest.raises(Unsupported, match="upgrade"):
        read_file(tmp_path / "m")


def test_random_damage_never_gives_another_error(path):
    good, rng = path.read_bytes(), np.random.default_rng(0)
    for _ in range(200):
        bad = bytearray(good)
        for at in rng.integers(len(bad), size=rng.integers(1, 9)):
            bad[at] = rng.integers(256)
        bad = bad[: rng.integers(len(bad) // 2, len(bad) + 1)]
        path.write_bytes(bytes(bad) + b"x")
        with pytest.raises(Damaged):
            read_file(path)
