"""Fits of a model that several checks look at, and what holds for any prediction."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from fitwright import metrics, tasks
from fitwright.checks._expect import expect, title
from fitwright.checks._tables import Case, case
from fitwright.core.rows import Floats
from fitwright.core.work import Means
from fitwright.models import Model
from fitwright.models.baseline import Baseline

BRISK = Means(seconds=0.02)
"""Little time, where it does not matter how good the model is."""
AMPLE = Means(seconds=0.4)
"""Enough to learn an easy table."""
UNHURRIED = Means()
"""Where the clock must not decide."""


def forms_of(member: type[Model]) -> tuple[str, ...]:
    """The tables that a model of this class says it can work with."""
    takes = member.takes
    wanted = [
        ("numbers", True),
        ("missing", takes.missing),
        ("categories", takes.missing and takes.categories == "codes"),
        ("texts", takes.text),
        ("sparse", takes.sparse),
    ]
    return tuple(form for form, is_taken in wanted if is_taken)


def cases_of(member: type[Model], count: int = 60) -> Iterator[Case]:
    """A table of each form for each kind of task that a model of this class takes."""
    return (case(kind, form, count) for kind in member.kinds for form in forms_of(member))


def fit(member: type[Model], given: Case, seed: int = 0, means: Means = BRISK, **settings: Any) -> Model:
    """A fitted model."""
    return member(**settings).fit(given.table, given.rows, given.task, seed, means)


@lru_cache(maxsize=64)
def fitted(member: type[Model], kind: str, form: str) -> tuple[Case, Model]:
    """The case of this kind and form, and a model fitted on it, to look at and not to change."""
    given = case(kind, form)
    return given, fit(member, given)


@lru_cache(maxsize=16)
def settled(member: type[Model]) -> tuple[Case, Model]:
    """A case of the last kind and form, and a model that was fitted on it without hurry."""
    given = case(member.kinds[-1], forms_of(member)[-1])
    return given, fit(member, given, means=UNHURRIED)


def all_fitted(member: type[Model]) -> Iterator[tuple[Case, Model]]:
    """`fitted` for every kind and form."""
    return (fitted(member, kind, form) for kind in member.kinds for form in forms_of(member))


def predict(model: Model, given: Case) -> Floats:
    """What the model answers, once it is found to be a prediction."""
    p = model.predict(given.table)
    where = f"by {title(type(model))} for {given.name} ({len(given)} rows)"
    shape = (len(given), len(given.task.outputs))
    given_back: object = p
    expect(
        isinstance(given_back, np.ndarray) and given_back.shape == shape,
        f"Expected predictions {shape} {where}; got {_shape(p)}.",
    )
    expect(p.dtype == np.float64, f"Expected float64 {where}; got {p.dtype}.")
    expect(np.isfinite(p).all(), f"Expected finite predictions {where}; some are not.")
    if given.task.classifies:
        tidied = given.task.tidy(p)
        far = float(np.abs(tidied - p).max(initial=0.0))
        expect(far <= 1e-6, f"Expected probabilities that add up to 1 {where}; they are off by {far:.2g}.")
    return p


def loss(given: Case, p: Floats) -> float:
    """How far predictions are from the truth: log loss for classes, root of the mean square for numbers."""
    known = {"binary": "log_loss", "multiclass": "log_loss", "regression": "rmse"}
    name = next((known[kind] for kind in given.task.kinds if kind in known), given.task.metric)
    metric = metrics.catalog.make(name).bind(given.task, given.rows)
    return metric.loss(given.rows, given.task.tidy(p))


def baseline_loss(learn: Case, judge: Case) -> float:
    """The loss of the same answer for every row."""
    p = Baseline().fit(learn.table, learn.rows, learn.task, 0, AMPLE).predict(judge.table)
    return loss(judge, p)


def expect_alike(one: Floats, other: Floats, tolerance: float, sentence: str) -> None:
    """Equal up to `tolerance` of their size."""
    far = float((np.abs(one - other) / np.maximum(1.0, np.abs(other))).max(initial=0.0))
    expect(far <= tolerance, f"{sentence}; they differ by {far:.2g}.")


def kinds_that_classify(member: type[Model]) -> list[str]:
    """Those of its kinds whose outputs are classes."""
    known = [(kind, tasks.catalog.get(kind)) for kind in member.kinds]
    return [kind for kind, task in known if {task.kind, task.like} & {"binary", "multiclass"}]


def _shape(p: Any) -> str:
    return str(p.shape) if isinstance(p, np.ndarray) else type(p).__name__
