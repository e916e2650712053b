"""A lasso chooses: of twins one, and fewer where it is stronger."""

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.select_coefficients import SelectCoefficients
from tests.features.tables import BINARY, REGRESSION


def left(values, y, task=REGRESSION, **given):
    table = Table.of(Numbers(tuple(f"x{i}" for i in range(values.shape[1])), np.asfortranarray(values)))
    return SelectCoefficients(**given).fit(table, Rows(y=y), task, 0).transform(table).names


def test_the_stronger_the_fewer():
    values = np.random.default_rng(0).normal(size=(300, 20))
    y = values @ np.linspace(0, 1, 20)
    counts = [len(left(values, y, strength=s)) for s in (0.01, 0.3, 1.0, 2.0)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] >= 18
    assert counts[-1] <= 8


def test_constants_and_answers_that_do_not_vary_are_borne():
    values = np.column_stack([np.ones(40), np.arange(40.0)])
    assert left(values, np.arange(40) % 2, BINARY)
    assert left(values, np.zeros(40)) == ("x0", "x1")
