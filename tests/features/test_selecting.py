"""What selections that look at the target share: signal stays, noise goes, the rest is left alone."""

import numpy as np
import pytest

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features import catalog
from tests.features.tables import BINARY, MULTICLASS, REGRESSION, codes

SUPERVISED = ["select_coefficients", "select_fdr", "select_importance", "select_mutual_information"]


def noisy(rows=400, seed=0):
    """Two columns of signal among ten of noise, and a category; y for each task."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(rows, 12))
    signal = values[:, 3] + values[:, 7] + 0.3 * rng.normal(size=rows)
    table = Table.of(Numbers(tuple(f"x{i}" for i in range(12)), np.asfortranarray(values)), codes(rows))
    return table, {
        REGRESSION: signal, BINARY: (signal > 0).astype(int), MULTICLASS: np.digitize(signal, [-0.7, 0.7])
    }  # fmt: skip


@pytest.mark.parametrize("task", [REGRESSION, BINARY, MULTICLASS], ids=["numbers", "two", "three"])
@pytest.mark.parametrize("name", SUPERVISED)
def test_signal_stays_and_most_noise_goes(name, task):
    table, answers = noisy()
    step = catalog.make(name).fit(table, Rows(y=answers[task]), task, 0)
    left = step.transform(table)
    assert {"x3", "x7"} <= set(left.having("number"))
    assert len(left.having("number")) <= 8
    assert left.having("category") == table.having("category")


@pytest.mark.parametrize("name", SUPERVISED)
def test_rows_of_weight_0_are_not_looked_at(name):
    table, answers = noisy()
    one, other = noisy(seed=5)
    both = Table(tuple(a.above(b) for a, b in zip(table.blocks, one.blocks, strict=True)), table.roles)
    y = np.concatenate([answers[REGRESSION], other[REGRESSION][::-1]])
    rows = Rows(y=y, weights=np.repeat([1.0, 0.0], 400))
    alone = catalog.make(name).fit(table, Rows(y=answers[REGRESSION], weights=np.ones(400)), REGRESSION, 0)
    assert catalog.make(name).fit(both, rows, REGRESSION, 0).gone_ == alone.gone_


@pytest.mark.parametrize("name", SUPERVISED)
def test_where_nothing_tells_anything_something_stays(name):
    rng = np.random.default_rng(3)
    table = Table.of(Numbers(("a", "b"), rng.normal(size=(50, 2))))
    left = catalog.make(name).fit(table, Rows(y=rng.normal(size=50)), REGRESSION, 0).transform(table)
    assert left.having("number")
