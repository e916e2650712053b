"""Answers that are pure chance stay so: no step that looks at the target lets a model see judged rows."""

from functools import cache

import numpy as np
import pytest

from fitwright import features, models, tasks
from fitwright.chains import chains_for
from fitwright.checks._tables import content, table_of
from fitwright.core.blocks import Codes, Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.work import Means
from fitwright.pipeline import Chain

COUNT, FEW, FOLDS = 450, 200, 3
BOUND = 4.5 / np.sqrt(COUNT)
"""Correlations of pure chance lie within, but for one pair in 100,000."""


@cache
def pure_chance(kind, seed=0):
    """Noise in numbers with holes, in few levels and in many, and answers that follow from nothing."""
    rng = np.random.default_rng(seed)
    numbers = np.asfortranarray(rng.normal(size=(COUNT, 20)))
    numbers[rng.random(COUNT) < 0.2, 0] = np.nan
    codes = np.stack([rng.integers(0, 4, COUNT), rng.integers(0, 150, COUNT)], axis=1).astype(np.int32)
    levels = tuple(tuple(f"level {i}" for i in range(size)) for size in (4, 150))
    table = Table.of(
        Numbers(tuple(f"x{i}" for i in range(20)), numbers),
        Codes(("few", "many"), np.asfortranarray(codes), levels),
    )
    y = rng.permutation(COUNT) % 2 + 1 if kind == "binary" else rng.normal(size=COUNT)
    task = tasks.catalog.get(kind).of(y)
    return table, Rows(y=task.encode(y)), task


def with_steps(step, model, table):
    """The model's usual chain with the step in it: selections last, others first."""
    usual = [name for name in chains_for(models.catalog.get(model).takes, table)[0] if name != step]
    chain = [*usual, step] if features.catalog.get(step).stage == "select" else [step, *usual]
    return tuple(chain)


@cache
def learns_from_target(step):
    """Do other answers make another table, or other weights?  Asked of columns of every kind."""
    table, _, task = pure_chance("binary")
    dated, written = table_of("dates", COUNT)[0], table_of("texts", COUNT)[0]
    more = [*dated.keep(dated.having("date")).blocks, *written.keep(written.having("text")).blocks]
    table = Table.of(*table.blocks, *more).at(np.arange(FEW))
    several = [
        Rows(y=(table.numbers([name])[:, 0] > at).astype(np.int64)) for name, at in (("x1", 0), ("x2", 1))
    ]
    (one, weighed), (two, otherwise) = (
        Chain([(step, features.catalog.make(step))]).fit_transform(table, rows, task, 0) for rows in several
    )
    return content(one) != content(two) or not np.array_equal(weighed.weights, otherwise.weights)


@cache
def encoded(kind, chain):
    """For each fold what the chain makes of it, learned on the other rows."""
    table, rows, task = pure_chance(kind)
    fold = np.random.default_rng(1).permutation(COUNT) % FOLDS
    found = []
    for number in range(FOLDS):
        learn, judge = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        steps = Chain([(name, features.catalog.make(name)) for name in chain])
        made, weighed = steps.fit_transform(table.at(learn), rows.at(learn), task, 0)
        found.append((made, weighed, steps.transform(table.at(judge)), judge))
    return found


def likeness(kind, model, parts):
    """The mean correlation of predictions with the answers of rows that were not learned from."""
    _, rows, task = pure_chance(kind)
    found = []
    for made, weighed, judged, judge in parts:
        fitted = models.catalog.make(model).fit(made, weighed, task, 0, Means(seconds=0.3))
        p, y = fitted.predict(judged)[:, -1], rows.answers[judge].astype(float)
        found.append(0.0 if np.ptp(p) < 1e-12 else np.corrcoef(p, y)[0, 1])
    return float(np.mean(found))


INSTALLED = [name for name in features.catalog.names() if not features.catalog.missing(name)]
MODELS = [name for name in models.catalog.names() if not models.catalog.missing(name) and name != "baseline"]


def test_the_steps_that_look_at_the_target_are_found():
    looking = {step for step in INSTALLED if learns_from_target(step)}
    assert {"target", "polynomial", "balance", "select_fdr", "select_importance"} <= looking
    assert not looking & {"onehot", "standard", "impute_median", "pca", "count"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["binary", "regression"])
@pytest.mark.parametrize("step", INSTALLED)
def test_permuted_labels_score_at_chance_with_every_model(step, kind):
    if not learns_from_target(step):
        # It cannot carry over what it never sees; every step is asked, so that a new one need not be listed.
        pytest.skip(f"{step} does not look at the target")
    able = [name for name in MODELS if kind in models.catalog.get(name).kinds]
    table = pure_chance(kind)[0]
    found = {name: likeness(kind, name, encoded(kind, with_steps(step, name, table))) for name in able}
    assert found
    assert not {name: round(value, 3) for name, value in found.items() if abs(value) > BOUND}


def test_a_step_that_learned_from_judged_rows_is_caught():
    table, rows, task = pure_chance("binary")
    parts = []
    for made, weighed, judged, judge in encoded("binary", ("target", "impute_median")):
        all_seen = features.catalog.make("target", smoothing=1.0).fit(table, rows, task, 0)
        leaked = all_seen.transform(table).numbers(["many"])
        learn = np.setdiff1d(np.arange(COUNT), judge)
        seen, unseen = (Numbers(("leak",), leaked[which]) for which in (learn, judge))
        parts.append((made.replace((), seen), weighed, judged.replace((), unseen), judge))
    assert likeness("binary", "linear", parts) > BOUND
