"""Columns that name their rows."""

from tests.audit._acts import found, noise


def test_keys_and_nearly_unique_categories():
    keys = [f"K{i:05d}" for i in range(300)]
    plates = [f"P{i // 1 if i < 200 else i % 200}" for i in range(300)]
    key, near = found("identifier", {**noise(), "customer": keys, "plate": plates})
    assert (key.severity, key.columns) == ("info", ("customer",))
    assert (near.severity, near.columns) == ("warning", ("plate",))
    assert "200 different entries in 300 rows" in near.seen


def test_others_are_not():
    assert not found("identifier", noise())
