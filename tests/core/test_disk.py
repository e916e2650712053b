"""A file is there whole or not at all."""

import pytest

from fitwright.core.disk import replacing


@pytest.mark.parametrize("sync", [True, False])
def test_the_new_file_takes_the_place_of_the_old(tmp_path, sync):
    path = tmp_path / "note"
    path.write_bytes(b"old")
    with replacing(path, sync) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_after_an_error_nothing_has_happened(tmp_path):
    path = tmp_path / "note"
    path.write_bytes(b"old")

    def cut_off():
        with replacing(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
