"""What fitting a model must bear and give: tiny, constant, weighted, hurried, twice."""

from dataclasses import replace

import numpy as np

from fitwright.checks._expect import expect, title
from fitwright.checks._modelling import (
    AMPLE,
    UNHURRIED,
    baseline_loss,
    expect_alike,
    fit,
    forms_of,
    kinds_that_classify,
    loss,
    predict,
    settled,
)
from fitwright.checks._tables import Case, case
from fitwright.core.blocks import Numbers
from fitwright.core.clock import Clock
from fitwright.core.rows import Floats, Rows
from fitwright.core.work import Means
from fitwright.models import Model
from fitwright.models.baseline import Baseline

COUNT = 240
"""Rows of an easy table: half to learn from, half to judge on."""


def check_same_seed_same_model(member: type[Model]) -> None:
    """Bit for bit."""
    given, model = settled(member)
    p = predict(model, given)
    again = predict(fit(member, given, means=UNHURRIED), given)
    expect(np.array_equal(p, again), f"Expected the same model from the same seed ({given.name}).")


def check_same_model_for_any_number_of_cores(member: type[Model]) -> None:
    """Cores make it quicker, not another."""
    given, model = settled(member)
    p = predict(model, given)
    two = predict(fit(member, given, means=Means(cores=2)), given)
    expect(np.array_equal(p, two), f"Expected the same model on 1 and 2 cores ({given.name}).")


def check_second_fit_forgets_the_first(member: type[Model]) -> None:
    """An object that is fitted again is what a fresh one would be."""
    given, model = settled(member)
    p = predict(model, given)
    used = fit(member, case(member.kinds[0], "numbers", 40, seed=1))
    used.fit(given.table, given.rows, given.task, 0, UNHURRIED)
    expect(
        np.array_equal(p, predict(used, given)), f"Expected a second fit to forget the first ({given.name})."
    )


def check_fits_two_to_five_rows(member: type[Model]) -> None:
    """Very few rows make a poor model, but a model."""
    for kind in member.kinds:
        whole = case(kind, forms_of(member)[-1])
        for count in range(2, 6):
            predict(fit(member, whole.at(np.arange(count))), whole)


def check_fits_one_column(member: type[Model]) -> None:
    """One column is a table."""
    for kind in member.kinds:
        given = case(kind)
        given = given.showing(given.table.keep(["age"]))
        predict(fit(member, given), given)


def check_fits_where_no_column_is_left(member: type[Model]) -> None:
    """Steps may take every column away (one level, one value in the rows learned from): the model answers."""
    for kind in member.kinds:
        given = case(kind)
        empty = given.table.numbers([])
        bare = given.showing(given.table.keep(["age"]).replace(["age"], _no_columns(empty)))
        predict(fit(member, bare), bare)


def check_fits_constant_columns(member: type[Model]) -> None:
    """Columns that do not vary are no obstacle, beside others and alone."""
    for kind in member.kinds:
        given = case(kind)
        values = given.table.numbers()
        values[:, :3] = 5.0
        for names in (given.table.names, given.table.names[:3]):
            constant = given.showing(given.table.replace((), _numbers(given, values)).keep(names))
            predict(fit(member, constant), constant)


def check_fits_a_constant_target(member: type[Model]) -> None:
    """Where every row has the same answer, that is the answer."""
    for kind in member.kinds:
        given = case(kind)
        if not given.task.classifies:
            constant = given.asked(Rows(np.full(len(given), 7.5)))
            p = predict(fit(member, constant), constant)
            expect_alike(
                p, np.full_like(p, 7.5), 1e-6, f"Expected 7.5, the answer of every row ({given.name})"
            )


def check_fits_where_a_class_is_absent(member: type[Model]) -> None:
    """A class that no row to learn from has keeps its column; so it is in a fold now and then."""
    for kind in kinds_that_classify(member):
        given = case(kind)
        for absent in range(len(given.task.outputs)):
            there = np.flatnonzero(given.rows.answers != absent)
            predict(fit(member, given.at(there)), given)


def check_groups_and_time_are_no_obstacle(member: type[Model]) -> None:
    """Rows may carry groups and moments, few or many."""
    for kind in member.kinds:
        given = case(kind)
        count = len(given)
        for groups in (np.zeros(count, np.int64), np.arange(count) // 7):
            predict(fit(member, given.asked(replace(given.rows, groups=groups))), given)
        for time in (np.zeros(count), np.arange(count, dtype=np.float64)):
            predict(fit(member, given.asked(replace(given.rows, time=time))), given)


def check_a_time_to_aim_at_still_gives_a_model(member: type[Model]) -> None:
    """Where 0.05 seconds are all, rounds are cut, not the result; where the clock says the same, equally."""
    for kind in member.kinds:
        given, hurried = case(kind, forms_of(member)[-1], 2_000), Means(seconds=0.05)
        p = predict(fit(member, given, means=hurried), given)
        told = replace(hurried, clock=Clock(hurried.clock.answers))
        again = predict(fit(member, given, means=told), given)
        expect(
            np.array_equal(p, again),
            f"Expected the same fit where the clock says the same ({given.name}): what follows from the time "
            "goes through means.clock.says.",
        )


def check_beats_the_baseline_on_an_easy_table(member: type[Model]) -> None:
    """It learns what lies open: the loss on other rows is a tenth below the baseline's (itself exempt)."""
    for kind in member.kinds:
        learn, judge = _halves(kind)
        _expect_learned(member, learn, judge, "")


def check_beats_the_baseline_with_weights_that_add_up_to_1(member: type[Model]) -> None:
    """Weights matter by their ratios alone: tiny ones and huge ones teach as well."""
    for kind in member.kinds:
        learn, judge = _halves(kind)
        for total in (1.0, 1e6 * len(learn)):
            weights = np.full(len(learn), total / len(learn))
            weighed = learn.asked(learn.rows.weighted(weights))
            _expect_learned(member, weighed, judge, f" with weights that add up to {total:g}")


def check_rows_of_weight_0_are_not_learned_from(member: type[Model]) -> None:
    """Half of the rows have a wrong answer and weight 0: the model is as good as without them."""
    for kind in member.kinds:
        learn, judge = _halves(kind, 2 * COUNT)
        wrong = np.arange(len(learn)) % 2 == 0
        answers = learn.rows.answers.copy()
        answers[wrong] = answers.max() + answers.min() - answers[wrong]
        weighed = learn.asked(Rows(answers, np.where(wrong, 0.0, 1.0)))
        _expect_learned(member, weighed, judge, " where rows with a wrong answer have weight 0")


def _expect_learned(member: type[Model], learn: Case, judge: Case, how: str) -> None:
    if issubclass(member, Baseline):
        predict(fit(member, learn), judge)
        return
    reached = loss(judge, predict(fit(member, learn, 0, AMPLE), judge))
    bar = 0.9 * baseline_loss(learn, judge)
    expect(
        reached < bar,
        f"Expected {title(member)} to get below a loss of {bar:.4g} on an easy table{how} ({learn.name}); "
        f"got {reached:.4g}.",
    )


def _halves(kind: str, count: int = COUNT) -> tuple[Case, Case]:
    whole = case(kind, "numbers", count)
    return whole.at(np.arange(count // 2)), whole.at(np.arange(count // 2, count))


def _numbers(given: Case, values: Floats) -> Numbers:
    return Numbers(given.table.having("number", "boolean"), values)


def _no_columns(empty: Floats) -> Numbers:
    return Numbers((), empty)
