"""Columns that alone tell the target."""

import numpy as np
import pytest

from tests.audit._acts import columns_of, found, labels, noise


def test_noise_is_no_leak():
    assert not found("leak_column", noise(), labels())


@pytest.mark.parametrize("kind", ["words", "numbers", "codes of a class", "with a little noise"])
def test_a_copy_of_the_class_in_any_form_is_critical(kind):
    y = labels()
    yes, rng = y == "yes", np.random.default_rng(2)
    made = {
        "words": np.where(yes, "closed", "open").tolist(),
        "numbers": np.where(yes, 17.0, 3.0),
        "codes of a class": [
            f"r{2 * code + (not hit)}" for code, hit in zip(rng.integers(0, 4, 300), yes, strict=True)
        ],
        "with a little noise": yes + rng.normal(0, 0.2, 300),
    }
    [finding] = found("leak_column", {**noise(), "status": made[kind]}, y)
    assert (finding.severity, finding.columns) == ("critical", ("status",))
    assert "AUC" in finding.seen
    assert "roles={'status': 'ignored'}" in finding.advice


def test_a_number_on_another_scale_is_critical():
    y = np.random.default_rng(5).lognormal(size=300)
    [finding] = found("leak_column", {**noise(), "level": np.log(y).round(2)}, y)
    assert finding.columns == ("level",)
    assert "variance" in finding.seen


def test_a_column_far_above_all_the_others_is_held_against_them():
    y = labels(1000)
    flipped = np.where(np.random.default_rng(3).random(1000) < 0.05, y[::-1], y)
    [finding] = found("leak_column", {**noise(1000), "status": flipped.tolist()}, y)
    assert finding.columns == ("status",)
    assert "all the others together reach" in finding.seen


def test_a_good_column_among_good_ones_is_none():
    rng = np.random.default_rng(0)
    y = rng.normal(size=1000)
    columns = {f"x{i}": y + rng.normal(0, 0.45, 1000) for i in range(4)}
    assert not found("leak_column", columns, y)


def test_a_key_that_follows_the_target_is_told_though_it_is_left_out():
    y = np.sort(labels())
    [finding] = found("leak_column", {"row_id": np.arange(300), **noise()}, y)
    assert (finding.severity, finding.columns) == ("warning", ("row_id",))
    assert "left out" in finding.seen


def test_several_classes():
    y = np.random.default_rng(0).choice(["a", "b", "c"], 400)
    assert columns_of(found("leak_column", {**noise(400), "copy": np.char.upper(y).tolist()}, y)) == ["copy"]
