"""What every task has to do: read a target, answer in the user's own words, tidy predictions."""

import contextlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright import metrics, splits
from fitwright.checks._expect import expect, title
from fitwright.checks._tables import classes_of, labels_of, table_of
from fitwright.core.blocks import Raw
from fitwright.core.errors import DataError
from fitwright.core.table import Role, Table
from fitwright.core.task import Task
from fitwright.packing import pack, unpack

COUNT = 60


def check_kind_is_a_word(member: type[Task]) -> None:
    """`kind` is one word, and never the kind that it is like."""
    expect(member.kind.isidentifier(), f"Expected kind as a word; got {member.kind!r}.")
    expect(member.kind != member.like, f"Expected {member.kind!r} to be like another kind, not like itself.")


def check_names_a_metric_and_a_splitter(member: type[Task]) -> None:
    """What is used where the user says nothing is there, and takes this task."""
    task = _task(member)
    metric = metrics.catalog.get(member.metric)
    expect(
        set(metric.kinds) & set(task.kinds), f"Expected a metric for {member.kind}; got {member.metric!r}."
    )
    splits.catalog.get(member.splitter)


def check_an_output_for_each_column_of_predictions(member: type[Task]) -> None:
    """`outputs` says how wide predictions are: the classes, or at least one number."""
    task, classes = _task(member), classes_of(member)
    right = len(task.outputs) == classes if classes else len(task.outputs) > 0
    expect(right, f"Expected {classes or 'some'} outputs of {title(member)}; got {task.outputs}.")


def check_answers_come_back_in_the_users_words(member: type[Task]) -> None:
    """Labels and numbers come back as they were, labels in their own type too."""
    for y in _targets(member):
        task = member.of(y)
        back = task.decode(task.encode(y))
        expect(back.tolist() == y.tolist(), f"Expected {y[:3]} … back ({y.dtype}); got {back[:3]} ….")
        if classes_of(member):
            expect(back.dtype == y.dtype, f"Expected labels of type {y.dtype} back; got {back.dtype}.")


def check_codes_count_from_0(member: type[Task]) -> None:
    """Classes are whole numbers below the number of outputs; what is not classes is floats."""
    for y in _targets(member):
        task = member.of(y)
        encoded = task.encode(y)
        expect(len(encoded) == len(y), f"Expected {len(y)} answers; got {len(encoded)}.")
        if task.classifies:
            known = encoded.dtype == np.int64 and set(encoded.tolist()) <= set(range(len(task.outputs)))
            expect(known, f"Expected codes below {len(task.outputs)} as int64; got {encoded[:5]}.")
        else:
            expect(encoded.dtype == np.float64, f"Expected float64; got {encoded.dtype}.")


def check_any_subset_is_encoded_alike(member: type[Task]) -> None:
    """What a row is asked does not depend on the rows beside it."""
    for y in _targets(member):
        task = member.of(y)
        same = np.array_equal(task.encode(y[:7]), task.encode(y)[:7])
        expect(same, f"Expected the first rows to be encoded as in the whole ({y.dtype}).")


def check_a_target_that_fits_makes_a_task(member: type[Task]) -> None:
    """Where `fits` says yes, `of` says yes."""
    for y in [*_targets(member), *_strange_targets()]:
        if member.fits(y):
            task = member.of(y)
            expect(isinstance(task, member), f"Expected a {title(member)}; got {task!r}.")


def check_a_target_that_cannot_be_is_refused(member: type[Task]) -> None:
    """Missing values, infinite ones and no rows at all are a DataError."""
    for y in (np.array([1.0, np.nan, 2.0]), np.array([np.inf, 1.0, 1.0]), np.zeros(0)):
        try:
            member.of(y)
        except DataError:
            continue
        raise AssertionError(f"Expected DataError from {title(member)}.of({y}); it took it.")


def check_state_comes_back(member: type[Task]) -> None:
    """A state that went through bytes is the same task, with the same words."""
    for y in _targets(member):
        task = member.of(y)
        loaded = member.from_state(unpack(pack(task.state())))
        expect(loaded.outputs == task.outputs, f"Expected outputs {task.outputs} back; got {loaded.outputs}.")
        back = loaded.decode(task.encode(y))
        expect(back.dtype == task.decode(task.encode(y)).dtype, f"Expected type {y.dtype}; got {back.dtype}.")
        expect(back.tolist() == y.tolist(), "Expected the loaded task to decode like the one that was kept.")


def check_tidy_makes_valid_predictions(member: type[Task]) -> None:
    """Whatever weighing makes of predictions, tidied ones are valid; probabilities add up to 1."""
    task, rng = _task(member), np.random.default_rng(0)
    for p in (rng.normal(size=(50, len(task.outputs))), np.zeros((3, len(task.outputs)))):
        tidied = task.tidy(p.copy())
        expect(
            tidied.shape == p.shape and np.isfinite(tidied).all(), f"Expected finite {p.shape}; got {tidied}."
        )
        if task.classifies:
            off = float(np.abs(tidied.sum(axis=1) - 1).max())
            expect(
                off < 1e-9 and tidied.min() >= 0, f"Expected shares from 0 that add up to 1; off by {off}."
            )


def check_tidy_leaves_valid_predictions_alone(member: type[Task]) -> None:
    """To tidy twice is to tidy once, and what was given is not written to."""
    task = _task(member)
    p = np.random.default_rng(0).normal(size=(50, len(task.outputs)))
    before, tidied = p.copy(), task.tidy(p)
    again = task.tidy(tidied)
    expect(np.array_equal(p, before), "Expected tidy to leave its input alone; it wrote into it.")
    expect(np.abs(again - tidied).max() < 1e-12, "Expected tidied predictions to stay as they are.")


def check_decides_for_the_likeliest(member: type[Task]) -> None:
    """All the probability on one class is an answer for it; every decision can be decoded."""
    task = _task(member)
    if task.classifies:
        decided = task.decide(np.eye(len(task.outputs)))
        right = decided.tolist() == list(range(len(task.outputs)))
        expect(right, f"Expected each class to be decided for; got {decided}.")
    p = task.tidy(np.random.default_rng(0).normal(size=(50, len(task.outputs))))
    answers = task.decode(task.decide(p))
    expect(answers.shape[:1] == (50,), f"Expected 50 answers; got shape {answers.shape}.")


def check_pose_takes_aside_what_is_no_input(member: type[Task]) -> None:
    """Target, weights, groups and time become words of the rows; the other columns stay, in their order."""
    table, signal = table_of("mixed", COUNT)
    y = labels_of(member, signal)
    beside: dict[Role, NDArray[Any]] = {
        "target": y,
        "weight": np.arange(1, COUNT + 1),
        "group": np.array(["b", "a", "c"] * (COUNT // 3)),
        "time": np.datetime64("2024-05-01") + np.arange(COUNT),
    }
    inputs, rows = member.of(y).pose(_with(table, beside))
    expect(inputs.names == table.names, f"Expected the columns {table.names} to stay; got {inputs.names}.")
    expect(len(inputs) == COUNT == len(rows), f"Expected {COUNT} rows; got {len(inputs)} and {len(rows)}.")
    expect(np.array_equal(rows.answers, member.of(y).encode(y)), "Expected y as encode makes it.")
    told = (rows.weights, rows.groups, rows.time)
    expect(all(word is not None for word in told), f"Expected weights, groups and times; got {told}.")
    weights, groups, time = (np.asarray(word) for word in told)
    expect(np.array_equal(weights, np.arange(1, COUNT + 1)), f"Expected the weights; got {weights}.")
    expect(groups.tolist()[:3] == [1, 0, 2], f"Expected groups as whole numbers; got {groups}.")
    expect((np.diff(time) > 0).all(), f"Expected times that rise with the moments; got {time}.")


def check_pose_bears_a_table_without_a_target(member: type[Task]) -> None:
    """As it comes when predicting: there are columns, and nothing is known of the rows."""
    table, signal = table_of("mixed", COUNT)
    inputs, rows = member.of(labels_of(member, signal)).pose(table)
    expect(inputs.names == table.names, f"Expected the columns {table.names}; got {inputs.names}.")
    expect(rows.y is None and rows.weights is None, f"Expected rows of which nothing is known; got {rows}.")


def check_travels_to_other_processes(member: type[Task]) -> None:
    """It goes through cloudpickle, as every objective does on its way to a worker."""
    import cloudpickle

    task = _task(member)
    there = cloudpickle.loads(cloudpickle.dumps(task))
    expect(there.outputs == task.outputs, "Expected the same outputs after a journey.")


def _task(member: type[Task]) -> Task:
    return member.of(labels_of(member, np.random.default_rng(0).normal(size=COUNT)))


def _targets(member: type[Task]) -> list[NDArray[Any]]:
    """Targets as users have them: whole numbers, floats, text, booleans where there are two classes.

    Whole numbers for classes, and floats for what is not classes, are taken by every task; others may be
    refused with a DataError.
    """
    y = labels_of(member, np.random.default_rng(0).normal(size=COUNT))
    if not classes_of(member):
        return [y, *_taken(member, [y.astype(np.float32), np.round(100 * y).astype(np.int64)])]
    words = np.array(["", "no", "maybe", "yes"])[y.astype(np.int64)]
    others: list[NDArray[Any]] = [y.astype(np.int8), y.astype(np.float64), words, words.astype(object)]
    return [y, *_taken(member, [*others, y > 1] if classes_of(member) == 2 else others)]


def _taken(member: type[Task], targets: list[NDArray[Any]]) -> list[NDArray[Any]]:
    taken = []
    for y in targets:
        with contextlib.suppress(DataError):
            member.of(y)
            taken.append(y)
    return taken


def _strange_targets() -> list[NDArray[Any]]:
    """Targets of which some are for other tasks."""
    return [np.arange(COUNT), np.linspace(0, 1, COUNT), np.array(["a", "b"] * 30), np.array([1, 2, 3] * 20)]


def _with(table: Table, beside: dict[Role, NDArray[Any]]) -> Table:
    """The table with these columns beside its inputs."""
    come = tuple(Raw((f"<{role}>",), values) for role, values in beside.items())
    return Table.of(*table.blocks, *come, roles={**table.roles, **{f"<{role}>": role for role in beside}})
