"""What properties draw from: columns of any sort, tables of every library, rows with predictions."""

import datetime as dt
import warnings

import numpy as np
from hypothesis import strategies as st

from fitwright.core.rows import Rows
from tests.core import kinds

NAMES = ("a", "b", "c", "size", "id")
WORDS = st.text(max_size=8)
NUMBERS = st.floats(allow_nan=True, allow_infinity=False, width=32)
SORTS = {
    "numbers": NUMBERS,
    "gaps": st.none() | NUMBERS,
    "whole": st.integers(-(2**40), 2**40),
    "few": st.sampled_from(["x", "y", "z", "", None]),
    "words": WORDS,
    "booleans": st.booleans() | st.none(),
    "digits": st.integers(-99, 99).map(str) | st.sampled_from(["?", "NA"]),
    "days": st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    "dates": st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(str) | st.just("soon"),
    "empty": st.none(),
}
ODD = {
    **SORTS,
    "infinite": st.sampled_from([1.0, float("inf"), float("-inf")]),
    "lists": st.lists(st.integers(0, 3), max_size=2),
    "dicts": st.dictionaries(st.sampled_from("ab"), st.integers(0, 3), max_size=2),
    "moments": st.datetimes(),
    "spans": st.timedeltas(dt.timedelta(0), dt.timedelta(9)),
    "bytes": st.binary(max_size=4),
}


@st.composite
def columns(draw, sorts=SORTS, names=NAMES, least=1):
    """Name to values, of one length."""
    count = draw(st.integers(least, 12))
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=len(names), unique=True))
    found = {}
    for name in chosen:
        sort = draw(st.sampled_from(sorted(sorts)))
        found[name] = draw(st.lists(sorts[sort], min_size=count, max_size=count))
    return found


def laid(make, given):
    """The columns as a table, whatever its library says while it is made."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return make(given)


LIBRARIES = st.sampled_from(
    [kinds.pandas, kinds.pandas_objects, kinds.polars, kinds.arrow, kinds.dicts, kinds.lists]
)


@st.composite
def judged(draw, fewest=1, most=4, weighed=False, candidates=0):
    """Rows of so many classes (1 is numbers), and predictions (rows, outputs), or a stack of these."""
    outputs, seed = draw(st.integers(fewest, most)), draw(st.integers(0, 10_000))
    count = draw(st.integers(2 * outputs + 4, 40))
    rng = np.random.default_rng(seed)
    w = rng.integers(1, 4, count).astype(float) if weighed else None
    shape = (max(1, candidates), count, outputs)
    if outputs == 1:
        y = rng.lognormal(size=count)
        p = y[None, :, None] * rng.lognormal(0, 0.5, shape)
    else:
        y = np.concatenate([np.arange(outputs), rng.integers(0, outputs, count - outputs)])
        p = rng.dirichlet(np.ones(outputs), shape[:2]) + 0.4 * np.eye(outputs)[y]
        p = p / p.sum(axis=2, keepdims=True)
    return Rows(y, w), p if candidates else p[0]


def copied(rows):
    """The rows as often as their weight says, without weights; and where they come from."""
    at = np.repeat(np.arange(len(rows)), rows.weights.astype(int))
    return Rows(rows.answers[at]), at
