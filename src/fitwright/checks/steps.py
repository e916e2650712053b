"""What every step has to do: learn on some rows, then change any rows the same way, one by one.

The suite goes on in `_steps_keeping.py`: what a step has to leave as it was.
"""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from fitwright.checks._apart import ask_apart, digest
from fitwright.checks._expect import expect, title
from fitwright.checks._tables import (
    BASIC,
    FORMS,
    Case,
    case,
    cases,
    content,
    table_of,
    with_strangers,
    without_values,
)
from fitwright.core.blocks import Codes
from fitwright.core.rows import Floats
from fitwright.core.table import INPUTS, Table
from fitwright.features import STAGES, Step
from fitwright.packing import pack, unpack
from fitwright.views import Laid

LEAK = 0.35
"""No column made from pure chance is as strongly correlated with the answer: eight standard deviations."""


def check_stage_is_known(member: type[Step]) -> None:
    """Chains are put together by stages."""
    expect(member.stage in STAGES, f"Expected a stage among {', '.join(STAGES)}; got {member.stage!r}.")


def check_space_speaks_of_settings(member: type[Step]) -> None:
    """What is searched are fields of the class, and their defaults lie where is searched."""
    for kind in BASIC:
        for name, domain in member.space(case(kind).task).walk():
            expect(name in member.settings(), f"Expected names of fields in the space; {name!r} is none.")
            default = getattr(member(), name)
            expect(domain.holds(default), f"Expected the default of {name} in {domain}; it is {default!r}.")


def check_sampled_configs_work(member: type[Step]) -> None:
    """Wherever the search goes the step does its work, and its config comes back from JSON as it was."""
    for number, given in enumerate(cases(BASIC, ("mixed",))):
        for seed in range(3):
            config = member.space(given.task).sample(np.random.default_rng(10 * number + seed))
            expect(
                json.loads(json.dumps(config)) == config, f"Expected a config of plain values; got {config}."
            )
            _transform(_fit(member, given, **config), given.table)


def check_blocks_of_rows_equal_the_whole(member: type[Step]) -> None:
    """What becomes of a row does not depend on the rows beside it."""
    for step, given, other in _fitted(member):
        for table in (given.table, other):
            whole = _transform(step, table)
            for start, end in ((0, 1), (1, 1), (1, 20), (20, len(table))):
                some = np.arange(start, end)
                part = _transform(step, table.at(some))
                same = content(part) == content(whole.at(some))
                expect(
                    same,
                    f"Expected rows {start} to {end} to become what they are in the whole ({given.name}).",
                )


def check_state_comes_back_bit_for_bit(member: type[Step]) -> None:
    """A state that went through bytes transforms exactly like the step it was taken from."""
    for step, given, other in _fitted(member):
        loaded = member.from_state(unpack(pack(step.state())))
        for table in (given.table, other):
            same = content(_transform(loaded, table)) == content(_transform(step, table))
            expect(
                same, f"Expected the loaded {title(member)} to transform like the fitted one ({given.name})."
            )


def check_loads_without_heavy_libraries(member: type[Step]) -> None:
    """In a fresh interpreter a state transforms with NumPy and SciPy alone, bit for bit as here."""
    triples = list(_fitted(member))
    jobs = [(step.state(), other) for step, _, other in triples]
    digests, libraries = ask_apart(member, "transform", jobs)
    expect(not libraries, f"Expected {title(member)} to load without {', '.join(libraries)}.")
    for (step, given, other), there in zip(triples, digests, strict=True):
        same = digest(_transform(step, other)) == there
        expect(same, f"Expected the same bits in another process ({given.name}).")


def check_same_seed_same_table(member: type[Step]) -> None:
    """Bit for bit, for every task."""
    for given in cases(BASIC, ("mixed",)):
        one, other = (member().fit_transform(given.table, given.rows, given.task, 7) for _ in range(2))
        expect(content(one) == content(other), f"Expected one result from one seed ({given.name}).")


def check_second_fit_forgets_the_first(member: type[Step]) -> None:
    """A step that is fitted again is what a fresh one would be."""
    for given in cases(("binary",), FORMS):
        first = case("binary", "mixed", 50, seed=4)
        used = _fit(member, first).fit(given.table, given.rows, given.task, 0)
        same = content(_transform(used, given.table)) == content(_transform(_fit(member, given), given.table))
        expect(same, f"Expected a second fit to forget the first ({given.name}).")


def check_both_ways_make_the_same_columns(member: type[Step]) -> None:
    """The rows learned from get the columns that later rows get, of the same type and role."""
    for given in cases(BASIC, FORMS):
        step = member()
        learned = step.fit_transform(given.table, given.rows, given.task, 0)
        later = _transform(step, given.table)
        expect(
            list(learned.roles.items()) == list(later.roles.items()),
            f"Expected fit_transform and transform to make the same columns ({given.name}); "
            f"got {dict(learned.roles)} and {dict(later.roles)}.",
        )


def check_no_rows_keep_all_columns(member: type[Step]) -> None:
    """No rows in, no rows out, and the columns are there."""
    for step, given, _ in _fitted(member):
        none = _transform(step, given.table.at(np.zeros(0, np.intp)))
        expect(none.roles == _transform(step, given.table).roles, f"Expected all columns ({given.name}).")


def check_few_rows_are_enough(member: type[Step]) -> None:
    """One row can be learned from."""
    for form in FORMS:
        whole = case("regression", form)
        for count in (1, 2, 3):
            few = whole.at(np.arange(count))
            step = member()
            made = step.fit_transform(few.table, few.rows, few.task, 0)
            expect(len(made) == count, f"Expected {count} rows; got {len(made)} ({few.name}).")
            _transform(step, whole.table)


def check_unseen_levels_and_empty_columns_are_borne(member: type[Step]) -> None:
    """Levels that the schema does not know, and columns with nothing in them, at predict or at once."""
    for form in FORMS:
        given = case("binary", form)
        step, empty = _fit(member, given), without_values(given.table)
        _transform(step, with_strangers(given.table))
        _transform(step, empty)
        _transform(_fit(member, given.showing(empty)), given.table)


def check_works_on_mapped_tables(member: type[Step]) -> None:
    """A table that lies in files, and cannot be written to, gives the same result."""
    for given in cases(("binary",), FORMS):
        with tempfile.TemporaryDirectory() as folder:
            laid = Laid.write(Path(folder), given.table, given.rows)
            mapped = Case(given.name, given.task, laid.table, laid.rows)
            there = content(_transform(_fit(member, mapped), mapped.table))
        here = content(_transform(_fit(member, given), given.table))
        expect(here == there, f"Expected the same from a mapped table ({given.name}).")


def check_weights_may_be_0(member: type[Step]) -> None:
    """Rows with weights, some of them 0, are learned from."""
    for given in cases(BASIC, FORMS):
        weights = np.where(np.arange(len(given)) % 3 == 0, 0.0, 2.5)
        weighed = given.asked(given.rows.weighted(weights))
        made = member().fit_transform(weighed.table, weighed.rows, weighed.task, 0)
        _readable(made, len(given), given.name)


def check_reweigh_changes_weights_alone(member: type[Step]) -> None:
    """`reweigh` gives the same rows with weights from 0 on."""
    for given in cases(BASIC, ("mixed",)):
        rows = member().reweigh(given.table, given.rows, given.task, 0)
        expect(
            rows.y is given.rows.y or np.array_equal(rows.answers, given.rows.answers), "Expected the same y."
        )
        right = rows.weights is None or (len(rows.weights) == len(given) and (rows.weights >= 0).all())
        expect(right, f"Expected weights from 0, one for each row ({given.name}).")


def check_answers_do_not_leak(member: type[Step]) -> None:
    """Where the answers are pure chance, no column of the rows learned from is correlated with them.

    A step that shows a row its own answer (a mean of the target with the row itself in it) makes a model
    believe in what is not there.
    """
    for kind in BASIC:
        whole, rng = case(kind, "mixed", 500), np.random.default_rng(1)
        users = rng.integers(0, 200, (500, 1)).astype(np.int32)
        rare = Codes(("user",), users, (tuple(f"user {number}" for number in range(200)),))
        chance = whole.at(rng.permutation(500)).showing(whole.table.replace((), rare))
        made = member().fit_transform(chance.table, chance.rows, chance.task, 0)
        new = [name for name in made.having("number", "boolean") if name not in chance.table.names]
        same_name = [
            name for name in chance.table.having("category") if name in made.having("number", "boolean")
        ]
        for name in [*new, *same_name]:
            found = _correlation(made.numbers([name])[:, 0], chance.rows.answers.astype(np.float64))
            expect(
                found < LEAK,
                f"Expected {name!r} to know nothing of answers that are pure chance ({chance.name}); "
                f"it is correlated with them by {found:.2f}.",
            )


def _correlation(column: Floats, y: Floats) -> float:
    """Its size, missing values as 0."""
    filled = np.where(np.isfinite(column), column, 0.0)
    if filled.std() < 1e-12 or y.std() < 1e-12:
        return 0.0
    return abs(float(np.corrcoef(filled, y)[0, 1]))


def _fit(member: type[Step], given: Case, **settings: Any) -> Step:
    return member(**settings).fit(given.table, given.rows, given.task, 0)


def _fitted(member: type[Step]) -> Iterator[tuple[Step, Case, Table]]:
    """For a table of each form: a step that learned from it, and another table of the same columns."""
    for given in cases(("binary",), FORMS):
        yield _fit(member, given), given, table_of(given.name.split(", ")[1], 31, seed=9)[0]


def _transform(step: Step, table: Table) -> Table:
    """What the step makes of the table, once it is found to be one."""
    made = step.transform(table)
    _readable(made, len(table), title(type(step)))
    return made


def _readable(made: Table, count: int, where: str) -> None:
    """As many rows, every column with a role, every block as long as the table."""
    given: object = made
    expect(
        isinstance(given, Table) and len(given) == count, f"Expected {count} rows ({where}); got {given!r}."
    )
    lost = set(made.names) - {name for block in made.blocks for name in block.names}
    expect(not lost, f"Expected every column in a block ({where}); {sorted(lost)} are in none.")
    odd = [name for name, role in made.roles.items() if role not in INPUTS]
    expect(not odd, f"Expected roles of inputs ({where}); {odd} have others.")
