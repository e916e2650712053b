"""Columns that make up the target."""

import numpy as np

from tests.audit._acts import found, noise

RNG = np.random.default_rng(4)
Y = RNG.gamma(2.0, 10.0, 300)
ONE = RNG.normal(0, 100, 300)


def test_parts_of_a_sum():
    columns = {**noise(), "casual": ONE.round(2), "registered": (Y - ONE).round(2)}
    [finding] = found("leak_formula", columns, Y)
    assert set(finding.columns) == {"casual", "registered"}
    assert "sum" in finding.seen


def test_factors_of_a_product():
    area = RNG.uniform(20, 200, 300)
    [finding] = found("leak_formula", {**noise(), "area": area, "price a metre": Y / area}, Y)
    assert set(finding.columns) == {"area", "price a metre"}
    assert "product" in finding.seen


def test_a_start_and_an_end():
    start = np.datetime64("2024-01-01", "us") + (RNG.uniform(0, 300, 300) * 8.64e10).astype("timedelta64[us]")
    end = start + (Y * 8.64e10).astype("timedelta64[us]")
    [finding] = found("leak_formula", {**noise(), "start": start, "end": end}, Y)
    assert set(finding.columns) == {"start", "end"}


def test_nearly_is_not_exactly():
    assert not found("leak_formula", {**noise(), "one": ONE, "two": Y - ONE + RNG.normal(0, 1, 300)}, Y)


def test_more_columns_than_rows_make_up_anything_and_say_nothing():
    wide = {f"x{i}": RNG.normal(size=60) for i in range(100)}
    assert not found("leak_formula", wide, Y[:60])
