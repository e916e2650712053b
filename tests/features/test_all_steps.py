"""Every step on tables that are worse than those of the conformance suite, alone and in chains."""

import itertools

import numpy as np
import pytest

from fitwright.core.blocks import Codes, Numbers
from fitwright.features import catalog
from tests.features.tables import BINARY, KINDS, MULTICLASS, REGRESSION, asked, mixed, same

NAMES = [name for name in catalog.names() if not catalog.missing(name)]
ROWS = 60


def joined(transform, table, cuts):
    """Is the whole what its blocks of rows are, one after the other?"""
    whole = transform(table)
    return all(
        same(whole.at(np.arange(a, b)), transform(table.at(np.arange(a, b))))
        for a, b in itertools.pairwise(cuts)
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_blocks_of_rows_joined_equal_the_whole(name, kind):
    table = KINDS[kind](ROWS)
    step = catalog.make(name).fit(table, asked(BINARY, ROWS), BINARY, 0)
    assert joined(step.transform, table, [0, 1, 1, 20, ROWS])
    assert joined(step.transform, KINDS[kind](31, seed=5), [0, 30, 31, 31])


@pytest.mark.parametrize("rows", [1, 2, 3])
@pytest.mark.parametrize("name", NAMES)
def test_very_few_rows_are_enough_to_learn_from(name, rows):
    for make in KINDS.values():
        table, step = make(rows), catalog.make(name)
        assert len(step.fit_transform(table, asked(REGRESSION, rows), REGRESSION, 0)) == rows
        assert len(step.transform(make(9, seed=1))) == 9


@pytest.mark.parametrize("name", NAMES)
def test_columns_come_one_after_the_other_in_memory(name):
    table = mixed(ROWS)
    step = catalog.make(name).fit(table, asked(BINARY, ROWS), BINARY, 0)
    for block in step.transform(table).blocks:
        if isinstance(block, Numbers | Codes):
            assert block.values.flags.f_contiguous


@pytest.mark.parametrize("seed", range(8))
def test_any_chain_of_steps_fits_and_transforms_row_by_row(seed):
    rng = np.random.default_rng(seed)
    task = (BINARY, MULTICLASS, REGRESSION)[seed % 3]
    chain = [catalog.make(name) for name in rng.permutation(NAMES)]
    table, rows = mixed(ROWS, seed), asked(task, ROWS, seed)
    for step in chain:
        table = step.fit_transform(table, rows, task, seed)

    def transform(other):
        for step in chain:
            other = step.transform(other)
        return other

    other = mixed(40, seed + 100)
    assert dict(transform(other).roles) == dict(table.roles)
    assert joined(transform, other, [0, 1, 39, 40])
    assert not transform(other).having("category", "text")
