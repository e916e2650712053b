"""The standard error says how far scores move."""

import numpy as np
import pytest

from fitwright import tasks
from fitwright.core.rows import Rows
from fitwright.metrics import catalog, resolve, standard_error


def _draw(name, count, seed, groups=1):
    rng = np.random.default_rng(seed)
    shared = np.repeat(rng.normal(size=count // groups), groups)
    if name in ("rmse", "mae", "r2"):
        y = rng.normal(size=count)
        p = (y + (shared if groups > 1 else rng.normal(size=count)))[:, None]
    else:
        y = (rng.random(count) < 0.3).astype(np.int64)
        z = 1 / (1 + np.exp(-(rng.normal(size=count) + 1.5 * y - 0.5 + (shared if groups > 1 else 0))))
        p = np.column_stack([1 - z, z])
    return Rows(y, groups=np.arange(count) // groups if groups > 1 else None), p


@pytest.mark.parametrize("groups", [1, 10], ids=["rows", "groups"])
@pytest.mark.parametrize("name", ["roc_auc", "log_loss", "accuracy", "f1", "rmse", "mae", "r2"])
def test_it_is_the_spread_of_scores_over_samples(name, groups):
    metric = catalog.make(name)
    drawn = [_draw(name, 600, seed, groups) for seed in range(60)]
    spread = np.std([metric.score(rows, p) for rows, p in drawn])
    said = np.mean([standard_error(metric, rows, p) for rows, p in drawn[:20]])
    assert 0.7 < said / spread < 1.4


def test_many_rows_are_scored_in_blocks_and_agree():
    rows, p = _draw("roc_auc", 60_000, 0)
    metric = catalog.make("roc_auc")
    few = np.arange(0, 60_000, 4)
    expected = standard_error(metric, rows.at(few), p[few]) / 2
    assert 0.6 < standard_error(metric, rows, p) / expected < 1.6


def test_weights_count_as_rows():
    rows, p = _draw("log_loss", 200, 0)
    metric = catalog.make("log_loss")
    plain = standard_error(metric, rows, p)
    assert standard_error(metric, rows.weighted(np.full(200, 7.0)), p) == pytest.approx(plain)
    heavy = np.where(np.arange(200) < 20, 1.0, 1e-9)
    assert standard_error(metric, rows.weighted(heavy), p) > 2 * plain


def test_it_is_the_same_twice():
    rows, p = _draw("f1", 500, 0)
    metric = resolve("f1", tasks.infer([0, 1]))
    assert standard_error(metric, rows, p, 3) == standard_error(metric, rows, p, 3)


@pytest.mark.parametrize("name", ["roc_auc", "accuracy"])
def test_too_few_rows_or_groups_tell_nothing(name):
    metric, p = catalog.make(name), np.full((3, 2), 0.5)
    assert np.isnan(standard_error(metric, Rows(np.array([1])), p[:1]))
    assert np.isnan(standard_error(metric, Rows(np.array([1, 0, 1]), groups=np.zeros(3, np.int64)), p))
    assert np.isfinite(standard_error(metric, Rows(np.array([1, 0])), p[:2]))
