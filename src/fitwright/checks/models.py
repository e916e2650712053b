"""What every model has to do: say what it is, learn from what it says it takes, and answer in shape.

The suite goes on in `_models_fitting.py` (what a fit has to bear) and `_models_loading.py` (states).
"""

import itertools
import json
import tempfile
from pathlib import Path

import numpy as np

from fitwright import tasks
from fitwright.checks._expect import expect, title, watched
from fitwright.checks._modelling import (
    BRISK,
    all_fitted,
    cases_of,
    expect_alike,
    fit,
    fitted,
    forms_of,
    predict,
)
from fitwright.checks._tables import Case, case, content, holed, with_strangers, without_values
from fitwright.models import Cost, Model, Takes
from fitwright.views import Laid

SHAPES = ((10, 1), (100, 5), (1_000, 20), (10_000, 100), (1_000_000, 1_000))


def check_kinds_are_known_tasks(member: type[Model]) -> None:
    """`kinds` names tasks, never "all"."""
    known = tasks.catalog.names()
    strange = [kind for kind in member.kinds if kind not in known]
    given: object = member.kinds
    expect(isinstance(given, tuple) and given, f"Expected kinds as a tuple; got {member.kinds!r}.")
    expect(not strange, f"Expected kinds among {', '.join(known)} in {title(member)}; got {strange}.")


def check_says_what_it_takes(member: type[Model]) -> None:
    """`takes` is a Takes."""
    expect(
        isinstance(member.takes, Takes),
        f"Expected {title(member)}.takes as Takes(...); got {member.takes!r}.",
    )


def check_needs_are_libraries_and_extras(member: type[Model]) -> None:
    """`needs` maps a library to the extra that brings it."""
    right = all(isinstance(word, str) for pair in member.needs.items() for word in pair)
    expect(right, f"Expected needs as library to extra in {title(member)}; got {member.needs!r}.")


def check_space_speaks_of_settings(member: type[Model]) -> None:
    """What is searched are fields of the class, and their defaults lie where is searched."""
    for task in _tasks(member):
        for name, domain in member.space(task).walk():
            expect(name in member.settings(), f"Expected names of fields in the space; {name!r} is none.")
            default = getattr(member(), name)
            expect(domain.holds(default), f"Expected the default of {name} in {domain}; it is {default!r}.")
            expect(domain.holds(domain.middle()), f"Expected the first value of {name} in {domain}.")


def check_configs_are_plain(member: type[Model]) -> None:
    """A sampled config comes back from JSON as it was: so it is kept and replayed."""
    for task in _tasks(member):
        for seed in range(5):
            config = member.space(task).sample(np.random.default_rng(seed))
            again = json.loads(json.dumps(config))
            expect(again == config, f"Expected a config of plain values; {config} comes back as {again}.")


def check_sampled_configs_fit(member: type[Model]) -> None:
    """Wherever the search goes there is a model."""
    for number, kind in enumerate(member.kinds):
        given = case(kind, forms_of(member)[-1], 40)
        for seed in range(5 * number, 5 * number + 5):
            config = member.space(given.task).sample(np.random.default_rng(seed))
            predict(fit(member, given, **config), given)


def check_starts_are_settings(member: type[Model]) -> None:
    """Settings worth trying first can be tried: they are fields, and lie in their domains."""
    for task in _tasks(member):
        domains = member.space(task).domains
        for start in member.starts(task):
            member(**start)
            for name, value in start.items():
                held = name not in domains or domains[name].holds(value)
                expect(held, f"Expected the start {name}={value!r} in {domains.get(name)}.")


def check_cost_is_above_0_and_finite(member: type[Model]) -> None:
    """The estimate is a number of seconds and of bytes, for any shape."""
    for task in _tasks(member):
        for shape in SHAPES:
            cost = member().cost(task, shape)
            expect(isinstance(cost, Cost), f"Expected a Cost; got {cost!r}.")
            right = 0 < cost.seconds < np.inf and 0 <= cost.bytes < np.inf
            expect(right, f"Expected finite seconds above 0, and bytes, for {shape}; got {cost}.")


def check_cost_rises_with_the_rows(member: type[Model]) -> None:
    """More rows never take less."""
    for task in _tasks(member):
        for columns in (1, 10, 300):
            costs = [
                member().cost(task, (rows, columns)) for rows in (10, 100, 1_000, 10_000, 100_000, 1_000_000)
            ]
            for fewer, more in itertools.pairwise(costs):
                rises = fewer.seconds <= more.seconds and fewer.bytes <= more.bytes
                expect(
                    rises, f"Expected a cost that rises with rows ({columns} columns); {fewer} then {more}."
                )


def check_predicts_in_shape(member: type[Model]) -> None:
    """(rows, outputs), finite, and shares of 1 where classes are asked for."""
    for given, model in all_fitted(member):
        predict(model, given)


def check_predicts_no_rows(member: type[Model]) -> None:
    """No rows in, no rows out."""
    for given, model in all_fitted(member):
        predict(model, given.at(np.zeros(0, np.intp)))


def check_row_by_row_equals_the_whole(member: type[Model]) -> None:
    """What a row is answered does not depend on the rows beside it."""
    for given, model in all_fitted(member):
        whole = predict(model, given)
        singly = np.concatenate([predict(model, given.at(np.array([row]))) for row in range(12)])
        expect_alike(
            singly, whole[:12], 1e-9, f"Expected one row to be answered as in a batch ({given.name})"
        )


def check_order_of_rows_does_not_matter_when_predicting(member: type[Model]) -> None:
    """Permuted rows get permuted answers."""
    order = np.random.default_rng(0).permutation(60)
    for given, model in all_fitted(member):
        permuted, whole = predict(model, given.at(order)), predict(model, given)
        expect_alike(
            permuted, whole[order], 1e-9, f"Expected permuted rows to get permuted answers ({given.name})"
        )


def check_predicting_changes_nothing(member: type[Model]) -> None:
    """The second answer is the first, also where somebody wrote into the first."""
    for given, model in all_fitted(member):
        first = predict(model, given)
        kept = first.copy()
        first[:] = -1
        expect(np.array_equal(predict(model, given), kept), f"Expected the same answer twice ({given.name}).")


def check_predicts_unseen_levels(member: type[Model]) -> None:
    """Categories that the schema does not know, or that are missing, are answered."""
    if "categories" in forms_of(member):
        for kind in member.kinds:
            given, model = fitted(member, kind, "categories")
            predict(model, given.showing(with_strangers(given.table)))
            predict(model, given.showing(without_values(given.table)))


def check_predicts_new_gaps(member: type[Model]) -> None:
    """Numbers that are missing at predict only are answered, where the model takes missing values."""
    if member.takes.missing:
        for kind in member.kinds:
            given, model = fitted(member, kind, "numbers")
            predict(model, given.showing(holed(given.table)))
            predict(model, given.showing(without_values(given.table)))


def check_leaves_its_input_alone(member: type[Model]) -> None:
    """Neither fit nor predict writes into the table or the rows."""
    for given in cases_of(member):
        before = content(given.table), _rows_of(given)
        model = fit(member, given.asked(given.rows.weighted(np.ones(len(given)))))
        predict(model, given)
        after = content(given.table), _rows_of(given)
        expect(before == after, f"Expected an input that is left alone; it changed ({given.name}).")


def check_works_on_mapped_tables(member: type[Model]) -> None:
    """A table that lies in files, and cannot be written to, is as good as one in memory."""
    for given, model in all_fitted(member):
        with tempfile.TemporaryDirectory() as folder:
            laid = Laid.write(Path(folder), given.table, given.rows)
            mapped = Case(given.name, given.task, laid.table, laid.rows)
            predict(fit(member, mapped), mapped)
            p = predict(model, mapped)
        expect_alike(p, predict(model, given), 1e-9, f"Expected the same from a mapped table ({given.name})")


def check_works_on_chosen_rows(member: type[Model]) -> None:
    """A view on some rows is learned from and answered like a table of these rows."""
    chosen = np.arange(0, 60, 2)
    for given, model in all_fitted(member):
        predict(fit(member, given.at(chosen)), given.at(chosen))
        view = predict(model, given.at(chosen))
        expect_alike(
            view, predict(model, given)[chosen], 1e-9, f"Expected a view to be answered ({given.name})"
        )


def check_is_quiet(member: type[Model]) -> None:
    """It prints nothing, warns of nothing, and leaves no file behind; also where a class or all rows lack."""
    for given in cases_of(member):
        answers = given.rows.answers
        fewer = given.at(np.flatnonzero(answers != answers.max())) if given.task.classifies else given
        with watched() as found:
            predict(fit(member, given), given)
            predict(fit(member, fewer), given.at(np.zeros(0, np.intp)))
        expect(not found, f"Expected silence from {title(member)} ({given.name}); {'; '.join(found)}.")


def check_global_random_numbers_are_untouched(member: type[Model]) -> None:
    """Randomness comes from the seed; NumPy's global generator stays as it is."""
    given = case(member.kinds[0])
    before = _global_state()
    predict(member().fit(given.table, given.rows, given.task, 1, BRISK), given)
    expect(
        before == _global_state(),
        f"Expected {title(member)} to draw from its seed; it drew from numpy.random.",
    )


def _tasks(member: type[Model]) -> list[tasks.Task]:
    return [case(kind).task for kind in member.kinds]


def _global_state() -> str:
    """Of the generator that everybody shares."""
    return repr(np.random.get_state(legacy=False))  # noqa: NPY002  # it is looked at, not drawn from


def _rows_of(given: Case) -> bytes:
    return given.rows.answers.tobytes()
