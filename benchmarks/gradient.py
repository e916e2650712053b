"""A penalty for each group of columns, found down the slope, beside one penalty from a grid of 25."""

import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._tables import Public, core_sets, fold_of, read
from benchmarks.scenario import Job, Options, Record, Row, Scenario
from fitwright import Float, Space, tune
from fitwright.bilevel import Folded, GroupedLogistic
from fitwright.search.gradient import Gradient as Searcher
from fitwright.search.grid import Grid

if TYPE_CHECKING:
    import polars as pl

TRIALS, FOLDS, ROWS, SEEDS = 25, 5, 10_000, 3
BINS, FEW, LEVELS = 8, 10, 60
"""Bins of a number; a category of more levels than FEW is of another group; levels that get a column."""
PENALTY = Space(penalty=Float(1e-4, 1e6, log=True))
Folds = Sequence[GroupedLogistic]
Pairs = Sequence[tuple[Any, Any]]
"""(learn, judge) of each fold, both (X, y)."""
Found = tuple[Mapping[str, float], int]
"""Group to penalty, and trials."""


class Gradient(Scenario):
    """Numbers, bins of numbers, gaps, and categories of few and of many levels; `--only` takes sets and ways.

    Four fifths of the rows choose the penalties, each of them judged by a model of the other three; with what
    is chosen, all four learn for the last one, which nobody has seen.
    """

    aim = "test log loss 1 % below that of the grid in the median, in fewer CPU seconds"

    def jobs(self, options: Options) -> list[Job]:
        sets = [entry for entry in core_sets(_every_way(options)) if entry["task"] != "regression"]
        ways = [way for way in WAYS if way in options.only] or list(WAYS)
        found = []
        for seed in range(options.seed, options.seed + (options.seeds or SEEDS)):
            for entry in sets:
                for way in ways:
                    given = {"entry": entry, "way": way, "seed": seed, "fold": options.fold}
                    label = {"dataset": entry["name"], "way": way, "seed": seed}
                    found.append(Job(f"{entry['name']}/f{options.fold}/{way}/s{seed}", given, 600, label))
        return found

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1):  # threads that wait for each other would count as CPU seconds
            return compared(read(given["entry"]), given["way"], given["fold"], given["seed"])

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        ok = [record for record in records if record["status"] == "ok"]
        return {"Medians over seeds": table(ok), "Against the grid": against(ok)}


def compared(table: Public, way: str, fold: int, seed: int) -> Record:
    """What one way of finding penalties comes to on one split."""
    kept = np.random.default_rng(seed).permutation(len(table.y))[:ROWS]
    y = table.y[kept]
    part = (fold_of(y, "multiclass", FOLDS, seed) - fold) % FOLDS
    test = part == 0
    X, groups = encoded(table.X[kept], ~test)
    pairs = [((X[learn], y[learn]), (X[judge], y[judge])) for learn, judge in _inner(part)]
    folds = [GroupedLogistic(learn, judge, groups) for learn, judge in pairs]
    began = time.process_time()
    penalties, trials = WAYS[way](folds, pairs)
    seconds = time.process_time() - began
    last = GroupedLogistic((X[~test], y[~test]), (X[test], y[test]), groups)
    return {
        "rows": int((~test).sum()),
        "columns": len(groups),
        "groups": len(set(groups)),
        "trials": trials,
        "cpu_seconds": round(seconds, 3),
        "judged_loss": round(_mean_loss(folds, penalties), 6),
        "test_loss": round(last.loss(penalties), 6),
        "penalties": {name: float(f"{value:.4g}") for name, value in penalties.items()},
    }


def _inner(part: NDArray[np.int64]) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """(learn, judge) of each inner fold."""
    return [((part > 0) & (part != fold), part == fold) for fold in range(1, FOLDS)]


def encoded(X: "pl.DataFrame", learn: NDArray[np.bool_]) -> tuple[NDArray[np.float64], list[str]]:
    """(rows, columns) numbers, and the group of each column; scales and levels are the learn rows'."""
    import polars as pl

    parts, groups = list[NDArray[np.float64]](), list[str]()
    for column in X.iter_columns():
        kind = column.dtype
        if kind.is_numeric() or kind.is_temporal() or kind == pl.Boolean:
            numbers = column.to_physical().cast(pl.Float64).to_numpy()
            found = _of_numbers(np.where(np.isfinite(numbers), numbers, np.nan), learn)
        else:
            found = _of_words(np.array([str(word) for word in column.to_list()]), learn)
        for group, block in found.items():
            parts.append(block)
            groups += [group] * block.shape[1]
    return np.column_stack(parts), groups


def _of_numbers(numbers: NDArray[np.float64], learn: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
    """Scaled, in bins, and where it is missing."""
    gaps, known = np.isnan(numbers), numbers[learn & ~np.isnan(numbers)]
    if not len(known) or known.min() == known.max():
        return {}
    filled = np.where(gaps, known.mean(), numbers)
    scaled = np.clip((filled - known.mean()) / known.std(), -10, 10)
    found = {"numbers": scaled[:, None]}
    edges = np.unique(np.quantile(known, np.arange(1, BINS) / BINS))
    if len(np.unique(known)) > 2:
        places = np.searchsorted(edges, filled, side="right")
        found["bins"] = (places[:, None] == np.arange(len(edges) + 1)).astype(np.float64)
    if gaps[learn].any():
        found["gaps"] = gaps[:, None].astype(np.float64)
    return found


def _of_words(words: NDArray[Any], learn: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
    """A column for each of the most frequent levels."""
    levels, counts = np.unique(words[learn], return_counts=True)
    frequent = levels[np.argsort(-counts, kind="stable")[:LEVELS]]
    group = "few levels" if len(levels) <= FEW else "many levels"
    return {group: (words[:, None] == frequent).astype(np.float64)}


def _down(folds: Folds, pairs: Pairs) -> Found:
    problem = Folded(folds)
    search = Searcher(problem.space, starts=1)
    study = tune(problem, problem.space, search=search, max_trials=TRIALS)
    return study.best_params, len(study)


def _grid(folds: Folds, pairs: Pairs) -> Found:
    """One penalty for all, by the same solver."""
    study = tune(
        lambda config: _mean_loss(folds, _for_all(folds, config["penalty"])),
        PENALTY,
        search=Grid(PENALTY, points=TRIALS),
        max_trials=TRIALS,
    )
    return _for_all(folds, study.best_params["penalty"]), len(study)


def _grid_sklearn(folds: Folds, pairs: Pairs) -> Found:
    """One penalty for all, by scikit-learn's solver as it comes."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss

    def loss(config: Mapping[str, float]) -> float:
        found = []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it was not done after so many rounds
            for learn, (X, y) in pairs:
                model = LogisticRegression(C=1 / config["penalty"], max_iter=1000).fit(*learn)
                found.append(log_loss(y, model.predict_proba(X), labels=model.classes_))
        return float(np.mean(found))

    study = tune(loss, PENALTY, search=Grid(PENALTY, points=TRIALS), max_trials=TRIALS)
    return _for_all(folds, study.best_params["penalty"]), len(study)


def _blind(search: str) -> Callable[[Folds, Pairs], Found]:
    """A penalty for each group, by a search that sees losses only."""

    def found(folds: Folds, pairs: Pairs) -> Found:
        space = folds[0].space
        study = tune(lambda config: _mean_loss(folds, config), space, search=search, max_trials=TRIALS)
        return study.best_params, len(study)

    return found


WAYS: Mapping[str, Callable[[Folds, Pairs], Found]] = {
    "gradient": _down,
    "grid": _grid,
    "grid_sklearn": _grid_sklearn,
    "tpe": _blind("tpe"),
    "gaussian": _blind("gaussian"),
}


def _for_all(folds: Folds, penalty: float) -> dict[str, float]:
    return dict.fromkeys(folds[0].space.domains, penalty)


def _mean_loss(folds: Folds, penalties: Mapping[str, float]) -> float:
    return float(np.mean([fold.loss(penalties) for fold in folds]))


def _every_way(options: Options) -> Options:
    """The options without the names of ways, so that sets alone are chosen by what is left."""
    return replace(options, only=tuple(word for word in options.only if word not in WAYS))


def table(records: Sequence[Record]) -> list[Row]:
    """A line a set: test log loss and CPU seconds of each way, medians over seeds."""
    rows: list[Row] = []
    for name in dict.fromkeys(record["dataset"] for record in records):
        own = [record for record in records if record["dataset"] == name]
        row: dict[str, Any] = {"set": name} | {key: own[0][key] for key in ("rows", "columns", "groups")}
        for way in WAYS:
            runs = [record for record in own if record["way"] == way]
            if runs:
                row[way] = median(run["test_loss"] for run in runs)
                row[f"{way} CPU s"] = median(run["cpu_seconds"] for run in runs)
        rows.append(row)
    return rows


def against(records: Sequence[Record]) -> list[Row]:
    """A line a way: how far its test log loss is below the grid's, run by run, and its share of the time."""
    by = {(record["dataset"], record["seed"], record["way"]): record for record in records}
    rows: list[Row] = []
    for way in WAYS:
        pairs = [
            (record, by[name, seed, "grid"])
            for (name, seed, own), record in by.items()
            if own == way != "grid" and (name, seed, "grid") in by
        ]
        if not pairs:
            continue
        gains = [100 * (1 - one["test_loss"] / grid["test_loss"]) for one, grid in pairs]
        shares = [one["cpu_seconds"] / max(grid["cpu_seconds"], 1e-3) for one, grid in pairs]
        rows.append(
            {
                "way": way,
                "runs": len(pairs),
                "% below, median": median(gains),
                "worst": min(gains),
                "best": max(gains),
                "better in": sum(gain > 0 for gain in gains),
                "CPU of the grid's": median(shares),
                "trials": median(one["trials"] for one, _ in pairs),
            }
        )
    return rows
