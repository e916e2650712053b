"""Bad input, in every library: it works, or one typed error says what was expected, what came, what to do."""

import contextlib
import warnings

import numpy as np
import pytest

from fitwright.core.errors import DataError
from fitwright.core.schema import Schema
from tests.core import kinds

LIBRARIES = {"numpy": kinds.numpy, **{name: kinds.NAMED[name] for name in ("pandas", "polars", "arrow")}}
GOOD = [float(i) for i in range(8)]
INFINITE, NAN = float("inf"), float("nan")

WORKS = {
    "all missing": [None] * 8,
    "all NaN": [NAN] * 8,
    "one row with a value": [None] * 7 + [1.0],
    "constant": ["x"] * 8,
    "blank text": ["", " ", "\t", "", "", "", "", ""],
    "markers of missing values": ["NA", "?", "null", "n/a", "<NA>", "NaN", "", "-"],
    "huge and tiny": [1e308, -1e308, 1e-308, 0.0, -0.0, 1.0, 2.0, 3.0],
    "whole numbers beyond floats": [2**62 + i for i in range(8)],
    "long text": ["word " * 2000 + str(i) for i in range(8)],
    "text of all the world": ["naïve", "日本", "🙂", "a\nb", "a,b", '"', "\\", "ß"],
    "numbers among words": ["1", "x", "2", "y", "3", "z", "4", "?"],
    "words among numbers": ["1", "2", "3", "4", "5", "6", "7", "oops"],
    "booleans and missing": [True, False, None, True, None, False, True, True],
    "dates that cannot be": ["2024-02-30", "2024-13-01", "0000-00-00", "2024-01-01"] * 2,
    "far dates": ["0001-01-01", "9999-12-31", "1900-01-01", "2024-01-01"] * 2,
}
FAILS = {
    "infinity": ([*GOOD[1:], INFINITE], "column '.*' holds infinity in 1 rows"),
    "minus infinity": ([*GOOD[1:], -INFINITE], "holds infinity in 1 rows"),
    "both infinities": ([*GOOD[2:], INFINITE, -INFINITE], "holds infinity in 2 rows"),
    "infinity in words": (["1", "2", "3", "4", "5", "6", "7", "inf"], "holds infinity"),
    "lists": ([[1, 2]] * 8, "Unnest it or leave the column out"),
    "dicts": ([{"a": 1}] * 8, "Unnest it or leave the column out"),
}
every_library = pytest.mark.parametrize("make", LIBRARIES.values(), ids=LIBRARIES)


def table(make, values):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a library says of such values while they are laid out
        return make({"good": GOOD, "bad": values})


@every_library
@pytest.mark.parametrize("values", WORKS.values(), ids=WORKS)
def test_works(make, values):
    X = table(make, values)
    schema = Schema.learn(X)
    assert len(schema.inputs) >= 1
    assert len(schema.read(X)) == 8
    assert np.isfinite(schema.read(X).numbers([schema.names[0]])).all()


@every_library
@pytest.mark.parametrize(("values", "message"), FAILS.values(), ids=FAILS)
def test_fails_with_one_sentence(make, values, message):
    with pytest.raises(DataError, match=message) as caught:
        Schema.learn(table(make, values))
    assert "Expected" in str(caught.value)


@every_library
@pytest.mark.parametrize("later", [*WORKS.values(), *[values for values, _ in FAILS.values()]])
@pytest.mark.parametrize(
    "before", [GOOD, ["a", "b"] * 4, ["yes", "no"] * 4, ["2024-01-31", "2024-02-01"] * 4]
)
def test_another_column_at_predict_time_works_or_is_one_sentence(make, before, later):
    if later and isinstance(later[0], list | dict) and make is kinds.numpy:
        pytest.skip("an array of lists has another shape")
    schema, X = Schema.learn(table(make, before)), table(make, later)
    with contextlib.suppress(DataError):
        assert len(schema.read(X)) == 8
