"""Names of levels as numbers: what is written alike lies near, new levels too, and nothing else changes."""

import itertools
import string

import numpy as np
import pytest

from fitwright.core.blocks import MISSING, UNSEEN, Codes
from fitwright.core.rows import Rows
from fitwright.core.schema import Schema
from fitwright.core.table import Table
from fitwright.features.category_tfidf import CategoryTfidf
from fitwright.packing import pack, unpack
from tests.features.tables import REGRESSION

WHERE = [f"{place} district" for place in ("north", "south", "east", "west", "middle", "upper", "lower")]
WHAT = ("bus driver", "school nurse", "police officer", "librarian", "road engineer", "fire chief")
JOBS = tuple(f"{what} {where}" for what, where in itertools.product(WHAT, WHERE))


def table_of(codes, levels=JOBS):
    return Table.of(Codes(("job",), np.array(codes, np.int32)[:, None], (tuple(levels),)))


def fitted(table, **given):
    return CategoryTfidf(**given).fit(table, Rows(), REGRESSION, 0)


def spellings(step, table):
    made = step.transform(table)
    return made.numbers([name for name in made.names if name not in table.names])


def test_levels_that_share_words_lie_near_each_other():
    every = table_of(np.arange(len(JOBS)))
    near = spellings(fitted(every), every)
    near = near @ near.T
    what, where = np.divmod(np.arange(len(JOBS)), len(WHERE))
    same = (what[:, None] == what) & (where[:, None] != where)
    other = (what[:, None] != what) & (where[:, None] != where)
    assert near[same].min() > near[other].max()


def test_the_category_stays_and_rows_of_a_level_get_the_same():
    rng = np.random.default_rng(0)
    table = table_of(rng.integers(MISSING, len(JOBS), 300))
    made = fitted(table).transform(table)
    assert made.having("category") == ("job",)
    np.testing.assert_array_equal(made.codes(), table.codes())
    values, codes = made.numbers(), table.codes()[:, 0]
    assert all(len(np.unique(values[codes == code], axis=0)) == 1 for code in np.unique(codes))
    assert not values[codes == MISSING].any()


def test_a_level_that_no_row_had_is_placed_by_its_name():
    learn = np.array([i for i in range(len(JOBS)) if i != 8])  # all but "school nurse south district"
    step, every = fitted(table_of(learn)), table_of(np.arange(len(JOBS)))
    near = spellings(step, every)
    nearest = np.argsort(-(near @ near[8]))[:8]
    assert 8 in nearest
    assert all(
        i // len(WHERE) == 1 or i % len(WHERE) == 1 for i in nearest
    )  # a school nurse, or in the south


def test_a_level_that_the_schema_does_not_know_is_placed_by_its_name_too():
    jobs = [job for job in JOBS if job != JOBS[8]]
    schema = Schema.learn({"job": jobs * 3}, roles={"job": "category"})
    step = fitted(schema.read({"job": jobs * 3}))
    step = CategoryTfidf.from_state(unpack(pack(step.state())))
    later = spellings(step, schema.read({"job": [JOBS[8], None, "xyz qqq", jobs[0], JOBS[8]]}))
    known = spellings(step, schema.read({"job": jobs}))
    assert later[0] @ known[8] > 2 * later[0] @ known[30] > 0
    np.testing.assert_array_equal(later[0], later[4])
    np.testing.assert_array_equal(later[3], known[0])
    assert not later[1:3].any()


def test_a_new_level_means_the_same_whatever_rows_stand_beside_it():
    schema = Schema.learn({"job": list(JOBS)}, roles={"job": "category"})
    step = fitted(schema.read({"job": list(JOBS)}))
    whole = schema.read({"job": ["nurse", JOBS[3], "tram driver", "nurse of the north"]})
    placed = spellings(step, whole)
    for row in range(4):
        np.testing.assert_array_equal(spellings(step, whole.at(np.array([row])))[0], placed[row])
    np.testing.assert_array_equal(spellings(step, schema.read({"job": ["tram driver"]}))[0], placed[2])


def test_codes_without_a_name_are_0():
    step = fitted(table_of(np.arange(len(JOBS))))
    assert not spellings(step, table_of([UNSEEN, 99])).any()


@pytest.mark.parametrize(
    "levels",
    [
        tuple(f"E{i}.{i % 7}" for i in range(60)),
        JOBS[:30],
        (),
    ],
    ids=["codes", "few", "none"],
)
def test_codes_and_few_levels_are_left_alone(levels):
    table = table_of(np.arange(len(levels)), levels)
    assert not CategoryTfidf.wanted(table)
    assert fitted(table).transform(table).names == ("job",)


def test_codes_are_read_on_request():
    levels = tuple(f"{chapter}{i:02}" for chapter in "ABC" for i in range(20))
    table = table_of(np.arange(60), levels)
    near = spellings(fitted(table, worded=0.0), table)
    near = near @ near.T
    assert near[:20, :20].mean() > 5 * near[:20, 20:].mean()


def test_levels_that_share_nothing_get_no_numbers():
    levels = tuple(f"{sign * 2} {sign * 3}" for sign in string.ascii_lowercase + string.digits)
    table = table_of(np.arange(36), levels)
    assert CategoryTfidf.wanted(table)
    assert fitted(table).transform(table).names == ("job",)


def test_many_levels_are_learned_from_in_part_and_placed_all(monkeypatch):
    table = table_of([*np.arange(len(JOBS)), *np.arange(35)])
    whole = spellings(fitted(table, dimensions=4), table)
    monkeypatch.setattr("fitwright.features.category_tfidf.MOST_LEVELS", 35)
    step = fitted(table, dimensions=4)
    assert spellings(step, table).shape == whole.shape
    assert spellings(step, table).any(1).all()
