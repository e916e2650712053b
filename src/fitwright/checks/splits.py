"""What every splitter has to do: rising positions, nothing on both sides, groups whole, time in order."""

from dataclasses import replace
from typing import Any

import numpy as np

from fitwright.checks._expect import expect, made, title
from fitwright.checks._tables import BASIC, Case, case
from fitwright.core.errors import DataError, SettingError
from fitwright.core.rows import Rows
from fitwright.splits import Pair, Splitter

COUNT = 120


def check_pairs_are_rising_positions(member: Any) -> None:
    """Both sides of every pair are whole numbers from 0 to rows - 1, in rising order, and none is empty."""
    for given in _cases():
        for pair in _split(member, given):
            for side in pair:
                rising = len(side) > 0 and bool((np.diff(side) > 0).all())
                inside = rising and side.dtype.kind in "iu" and side[0] >= 0 and side[-1] < len(given)
                expect(inside, f"Expected rising positions below {len(given)}; got {side} ({given.name}).")


def check_no_row_is_on_both_sides(member: Any) -> None:
    """What is judged was not learned from."""
    for given in _cases():
        for learn, judge in _split(member, given):
            both = np.intersect1d(learn, judge)
            expect(not len(both), f"Expected disjoint sides; rows {both[:5]} are on both ({given.name}).")


def check_same_seed_same_pairs(member: Any) -> None:
    """Two splitters of one seed agree."""
    for given in _cases():
        one, other = _split(member, given, 5), _split(member, given, 5)
        alike = len(one) == len(other) and all(
            np.array_equal(a, b) for p, q in zip(one, other, strict=True) for a, b in zip(p, q, strict=True)
        )
        expect(alike, f"Expected the same pairs from the same seed ({given.name}).")


def check_every_class_is_learned_from(member: Any) -> None:
    """Where classes have many rows and nothing else binds them, no side of a pair lacks one."""
    if not made(member).ordered:
        for kind in ("binary", "multiclass"):
            given = case(kind, "numbers", COUNT)
            for pair in _split(member, given.asked(_told(given))):
                for side in pair:
                    there = len(np.unique(given.rows.answers[side]))
                    expect(
                        there == len(given.task.outputs), f"Expected every class on both sides; got {there}."
                    )


def check_groups_stay_whole_where_it_looks_at_them(member: Any) -> None:
    """A splitter whose pairs change with the groups puts no group on both sides."""
    for given in _cases():
        others = np.random.default_rng(2).permutation(COUNT) // 7
        moved = given.asked(replace(given.rows, groups=others))
        if _key(_split(member, moved)) == _key(_split(member, given)):
            continue
        for asked in (given, moved):
            groups = np.asarray(asked.rows.groups)
            for learn, judge in _split(member, asked):
                both = np.intersect1d(groups[learn], groups[judge])
                expect(not len(both), f"Expected groups on one side; {both[:5]} are on both ({given.name}).")


def check_judged_rows_come_after_learned_ones_where_ordered(member: Any) -> None:
    """An `ordered` splitter judges on later rows than it learns from, whatever their place in the table."""
    if made(member).ordered:
        for given in _cases():
            time = np.random.default_rng(0).permutation(COUNT).astype(np.float64)
            timed = given.asked(replace(given.rows, time=time, groups=None))
            for learn, judge in _split(member, timed):
                later = time[learn].max() < time[judge].min()
                expect(later, f"Expected {title(member)} to judge on later rows than it learns from.")


def check_tiny_tables_are_split_or_refused(member: Any) -> None:
    """Two to six rows are split, or a typed error says why not; one row or none are refused."""
    for count in range(7):
        for kind in ("binary", "regression"):
            whole = case(kind)
            few = whole.at(np.arange(count))
            few = few.asked(replace(_told(few), groups=np.arange(count)))
            try:
                pairs = _split(member, few)
            except (DataError, SettingError):
                continue
            sound = count > 1 and pairs and all(len(side) for pair in pairs for side in pair)
            expect(
                sound,
                f"Expected pairs of rows to learn from and to judge on, or an error of ours; {count} rows.",
            )


def check_rare_classes_are_no_obstacle(member: Any) -> None:
    """A class with one row alone is borne."""
    given = case("binary", "numbers", COUNT)
    answers = np.zeros(COUNT, np.int64)
    answers[17] = 1
    rare = given.asked(replace(_told(given), y=answers))
    expect(_split(member, rare), "Expected pairs where a class has one row alone; got none.")


def check_leaves_its_input_alone(member: Any) -> None:
    """The rows are not written to."""
    for given in _cases():
        rows = _told(given)
        before = rows.answers.tobytes() + np.asarray(rows.time).tobytes()
        _split(member, given.asked(rows))
        after = rows.answers.tobytes() + np.asarray(rows.time).tobytes()
        expect(before == after, f"Expected rows that are left alone ({given.name}).")


def _cases() -> list[Case]:
    """Rows of each basic kind, with all that a splitter can ask for."""
    wholes = [case(kind, "numbers", COUNT) for kind in BASIC]
    return [whole.asked(_told(whole)) for whole in wholes]


def _told(given: Case) -> Rows:
    """The rows with moments and with groups of seven or fewer."""
    time = np.arange(len(given), dtype=np.float64)
    groups = np.random.default_rng(0).permutation(len(given)) // 7
    return replace(given.rows, time=time, groups=groups)


def _split(member: Any, given: Case, seed: int = 0) -> list[Pair]:
    splitter = made(member)
    expect(isinstance(splitter, Splitter), f"Expected a Splitter; got {splitter!r}.")
    pairs: list[Pair] = splitter.split(given.table, given.rows, seed)
    return pairs


def _key(pairs: list[Pair]) -> list[bytes]:
    return [side.astype(np.int64).tobytes() for pair in pairs for side in pair]
