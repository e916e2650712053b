"""What was put is read back, or is said to be damaged."""

import os

import pytest

from fitwright.core.errors import Damaged, SettingError
from fitwright.core.trial import Ref
from fitwright.store.folder import Folder


@pytest.fixture
def store(tmp_path):
    return Folder(tmp_path / "store", sync=False)


def test_bytes_come_back_under_their_ref(store):
    ref = store.put("state", b"abc")
    assert (ref.name, ref.size) == ("state", 3)
    assert store.has(ref)
    assert store.get(ref).read_bytes() == b"abc"


def test_equal_bytes_are_kept_once_and_others_beside_them(store):
    assert store.put("state", b"abc") == store.put("state", b"abc")
    store.put("state", b"abd")
    store.put("unseen", b"abc")
    assert len(list(store.home.iterdir())) == 3
    assert store.names() == ["state", "unseen"]


def test_what_is_dropped_is_gone_and_may_be_dropped_again(store):
    ref = store.put("state", b"abc")
    store.drop(ref)
    store.drop(ref)
    assert not store.has(ref)
    assert store.names() == []
    with pytest.raises(Damaged, match="not there"):
        store.get(ref)


def test_a_changed_byte_is_damaged_even_after_a_good_look(store):
    ref = store.put("state", b"abc")
    path = store.get(ref)
    path.write_bytes(b"abd")
    os.utime(path, ns=(0, 0))
    with pytest.raises(Damaged, match="changed"):
        store.get(ref)


def test_putting_again_mends_what_was_damaged(tmp_path):
    ref = Folder(tmp_path).put("state", b"abc")
    (tmp_path / f"state-{ref.sha256}").write_bytes(b"xyz")
    other = Folder(tmp_path)
    other.put("state", b"abc")
    assert other.get(ref).read_bytes() == b"abc"


def test_a_truncated_file_is_not_had(store):
    ref = store.put("state", b"abc")
    store.get(ref).write_bytes(b"ab")
    assert not store.has(ref)


def test_a_failed_write_leaves_nothing_behind(store, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="No space"):
        store.put("state", b"abc")
    assert list(store.home.iterdir()) == []


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a b"])
def test_names_that_could_leave_the_folder_are_refused(store, name):
    with pytest.raises(SettingError, match="letters"):
        store.put(name, b"")


def test_nothing_was_put_yet(store):
    assert store.names() == []
    assert not store.has(Ref("state", "0" * 64, 3))


def test_it_travels_to_another_process(store):
    import cloudpickle

    ref = store.put("state", b"abc")
    assert cloudpickle.loads(cloudpickle.dumps(store)).get(ref).read_bytes() == b"abc"


def test_what_killed_writers_left_goes_with_what_is_not_kept(store):
    stays, goes = store.put("state", b"abc"), store.put("state", b"abd")
    left = store.home / ".aside-123-4-state"
    left.write_bytes(b"half")
    store.keep([stays])
    assert store.refs() == [stays]
    assert not store.has(goes)
    assert not left.exists()
