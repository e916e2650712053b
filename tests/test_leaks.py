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
FAR = 4.5
"""Pure chance lies within so many standard deviations, but for one pair in 100,000."""
CLASSES = {"binary": 2, "multiclass": 3}
SECONDS = {"binary": 0.3, "multiclass": 0.1, "regression": 0.3}
"""For a fit."""


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
    y = rng.permutation(COUNT) % CLASSES[kind] + 1 if kind in CLASSES else rng.normal(size=COUNT)
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


def unseen(kind, model, parts):
    """For each part, what a model that learned from other rows says of the judged ones, and their answers."""
    _, rows, task = pure_chance(kind)
    for made, weighed, judged, judge in parts:
        fitted = models.catalog.make(model).fit(made, weighed, task, 0, Means(seconds=SECONDS[kind]))
        yield fitted.predict(judged), rows.answers[judge]


def likeness(found):
    """Standard deviations by which predictions are like the answers, or unlike them."""
    alike = [0.0 if np.ptp(p[:, -1]) < 1e-12 else np.corrcoef(p[:, -1], y)[0, 1] for p, y in found]
    return float(np.mean(alike) * np.sqrt(COUNT))


def better(found):
    """Standard deviations by which, of three classes, the right one is hit oftener, and log loss lower."""
    p, y = (np.concatenate(parts) for parts in zip(*found, strict=True))
    hits, lower = (p.argmax(axis=1) == y).mean(), np.log(np.maximum(3 * p[np.arange(len(y)), y], 1e-12))
    noise = lower.std() / np.sqrt(len(y))
    return float((hits - 1 / 3) / np.sqrt(2 / 9 / len(y))), float(lower.mean() / max(noise, 1e-12))


def beyond_chance(kind, model, parts):
    """How far a model goes beyond chance on rows that it did not learn from; nothing where it does not."""
    found = list(unseen(kind, model, parts))
    if kind == "multiclass":
        hits, lower = better(found)
        return {"hits": hits, "lower": lower} if abs(hits) > FAR or lower > FAR else {}
    alike = likeness(found)
    return {"alike": alike} if abs(alike) > FAR else {}


INSTALLED = [name for name in features.catalog.names() if not features.catalog.missing(name)]
MODELS = [name for name in models.catalog.names() if not models.catalog.missing(name) and name != "baseline"]


def test_the_steps_that_look_at_the_target_are_found():
    looking = {step for step in INSTALLED if learns_from_target(step)}
    assert {"target", "polynomial", "balance", "select_fdr", "select_importance"} <= looking
    assert not looking & {"onehot", "standard", "impute_median", "pca", "count"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("step", INSTALLED)
def test_permuted_labels_score_at_chance_with_every_model(step, kind):
    if not learns_from_target(step):
        # It cannot carry over what it never sees; every step is asked, so that a new one need not be listed.
        pytest.skip(f"{step} does not look at the target")
    able = [name for name in MODELS if kind in models.catalog.get(name).kinds]
    table = pure_chance(kind)[0]
    found = {name: beyond_chance(kind, name, encoded(kind, with_steps(step, name, table))) for name in able}
    assert found
    assert not {name: far for name, far in found.items() if far}


@pytest.mark.parametrize("kind", ["binary", "multiclass"])
def test_a_step_that_learned_from_judged_rows_is_caught(kind):
    table, rows, task = pure_chance(kind)
    all_seen = features.catalog.make("target", smoothing=1.0).fit(table, rows, task, 0).transform(table)
    leaked = all_seen.numbers([name for name in all_seen.names if name.startswith("many")])
    names = tuple(f"leak {i}" for i in range(leaked.shape[1]))
    parts = []
    for made, weighed, judged, judge in encoded(kind, ("target", "impute_median")):
        learn = np.setdiff1d(np.arange(COUNT), judge)
        seen, later = (Numbers(names, np.asfortranarray(leaked[which])) for which in (learn, judge))
        parts.append((made.replace((), seen), weighed, judged.replace((), later), judge))
    far = beyond_chance(kind, "linear", parts)
    assert far
    assert min(far.values()) > FAR
