"""`SearchCV` beside scikit-learn's searches: CPU seconds, and the score on rows that no search has seen."""

import resource
import time
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks._tables import Public, fold_of, named_sets, read
from benchmarks.scenario import Job, Options, Record, Row, Scenario

if TYPE_CHECKING:
    import polars as pl

SETS = (
    "credit_g", "ibm_attrition", "spambase", "telco_churn", "mammography", "eucalyptus", "yeast", "satimage",
    "concrete", "abalone", "kin8nm", "adult",
)  # fmt: skip
TRIALS, FOLDS, FACTOR = 40, 5, 3
ROWS, LEARN = 10_000, 1_000
"""Rows of a set that are used, and about how many of them, half at most, a search may see."""
SCORING = {"binary": "roc_auc", "multiclass": "accuracy", "regression": "neg_root_mean_squared_error"}
PLAIN = "random"
"""The way that the others are compared with."""


class Asked(NamedTuple):
    """What every search is given: the same estimator, distributions, folds, scorer and seed."""

    estimator: Any
    space: Mapping[str, Any]
    cv: Any
    scoring: str
    seed: int


class SearchCVs(Scenario):
    """Random forests, support vectors and LightGBM in pipelines; `--only` takes sets, models and ways.

    The ways take turns in one process, in an order that changes with set and seed.
    """

    aim = "at most half of the CPU seconds of RandomizedSearchCV, and no worse on unseen rows"

    def jobs(self, options: Options) -> list[Job]:
        named, models, ways = (_asked(options, names) for names in (SETS, MODELS, WAYS))
        beside = [PLAIN, *(way for way in ways if way != PLAIN)]
        end = "" if len(beside) == len(WAYS) else f"/{'+'.join(beside)}"
        found = []
        for seed in range(options.seed, options.seed + (options.seeds or 1)):
            for place, entry in enumerate(named_sets(options, named)):
                for model in models:
                    given = {
                        "entry": entry,
                        "model": model,
                        "seed": seed,
                        "turn": place + seed,
                        "ways": beside,
                    }
                    label = {"dataset": entry["name"], "task": entry["task"], "model": model, "seed": seed}
                    found.append(Job(f"{entry['name']}/{model}/s{seed}{end}", given, 1800, label))
        return found

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Iterator[Record]:
        from threadpoolctl import threadpool_limits

        warnings.simplefilter("ignore")
        with threadpool_limits(1):  # threads that wait for each other would count as CPU seconds
            yield from searched(read(given["entry"]), given)

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        ok = [record for record in records if record["status"] == "ok"]
        found = {f"{model}, set by set": table(ok, model) for model in MODELS}
        return {**found, "Against random search": against(ok)}


def _asked(options: Options, names: Iterable[str]) -> list[str]:
    """Those of these names that the command line has; all where it has none of them."""
    return [name for name in names if name in options.only] or list(names)


def searched(table: Public, given: Mapping[str, Any]) -> Iterator[Record]:
    """What each way costs and finds, one after the other."""
    from sklearn.metrics import get_scorer
    from sklearn.model_selection import KFold, StratifiedKFold

    seed, task = _seed(given), given["entry"]["task"]
    X, y, learn = parts(table, task, seed)
    estimator, space = MODELS[given["model"]](task, *kinds(table.X), seed)
    splitter = KFold if task == "regression" else StratifiedKFold
    asked = Asked(estimator, space, splitter(FOLDS, shuffle=True, random_state=seed), SCORING[task], seed)
    estimator.fit(X[learn], y[learn])  # libraries are there, and warm, for everybody
    yield {"rows": int(learn.sum()), "judged_rows": int((~learn).sum()), "columns": X.shape[1]}
    ways = list(given["ways"])
    turn = int(given["turn"]) % len(ways)
    found: dict[str, Record] = {}
    for way in ways[turn:] + ways[:turn]:
        search = WAYS[way](asked)
        began, wall = cpu_seconds(), time.perf_counter()
        search.fit(X[learn], y[learn])
        found[way] = {
            "cpu_seconds": round(cpu_seconds() - began, 3),
            "wall_seconds": round(time.perf_counter() - wall, 3),
            "fits": fits(search),
            "candidates": len({repr(params) for params in search.cv_results_["params"]}),
            "own_score": round(float(search.best_score_), 6),
            "score": round(float(get_scorer(SCORING[task])(search, X[~learn], y[~learn])), 6),
        }
        yield {"ways": dict(found)}


def _seed(given: Mapping[str, Any]) -> int:
    """Another one for each set: with the same seed a search draws the same candidates everywhere."""
    return zlib.crc32(f"{given['entry']['name']} {given['seed']}".encode()) % 2**31


def parts(table: Public, task: str, seed: int) -> tuple[NDArray[np.float64], NDArray[Any], NDArray[np.bool_]]:
    """(rows, columns) numbers and codes, (rows,) answers, and which rows the searches may see."""
    kept = np.random.default_rng(seed).permutation(len(table.y))[:ROWS]
    X, y = as_numbers(table.X)[kept], table.y[kept]
    learn = fold_of(y, task, len(y) // min(LEARN, len(y) // 2), seed) == 0
    if task == "regression":
        y = (y - y[learn].mean()) / y[learn].std()
    return X, y, learn


def kinds(X: "pl.DataFrame") -> tuple[list[int], list[int]]:
    """Columns that are numbers, and columns that are codes."""
    number = [_is_number(kind) for kind in X.dtypes]
    places = range(X.width)
    return [at for at in places if number[at]], [at for at in places if not number[at]]


def as_numbers(X: "pl.DataFrame") -> NDArray[np.float64]:
    """(rows, columns) with codes in place of words; what is missing is NaN."""
    import polars as pl

    columns = []
    for column in X.iter_columns():
        if not _is_number(column.dtype):
            column = column.cast(pl.String).cast(pl.Categorical).to_physical()
        columns.append(column.to_physical().cast(pl.Float64).to_numpy())
    return np.column_stack(columns)


def _is_number(kind: Any) -> bool:
    import polars as pl

    return bool(kind.is_numeric() or kind.is_temporal() or kind == pl.Boolean)


def cpu_seconds() -> float:
    """Of this process and of its children that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def fits(search: Any) -> int:
    """Fits of a fold that were made, the last refit left aside."""
    if hasattr(search, "study_"):
        return sum(len(trial.results) for trial in search.study_)
    return len(search.cv_results_["params"]) * int(search.n_splits_)


def _encoded(numbers: list[int], codes: list[int], scaled: bool, model: Any) -> Any:
    """Medians for missing numbers, a column for each frequent level, then the model."""
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    levels = OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=20, sparse_output=False)
    columns = ColumnTransformer([("numbers", SimpleImputer(), numbers), ("codes", levels, codes)])
    scale = [("scale", StandardScaler())] if scaled else []
    return Pipeline([("columns", columns), *scale, ("model", model)])


def _forest(task: str, numbers: list[int], codes: list[int], seed: int) -> tuple[Any, dict[str, Any]]:
    from scipy.stats import randint, uniform
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

    kind = RandomForestRegressor if task == "regression" else RandomForestClassifier
    space = {
        "model__max_features": uniform(0.05, 0.95),
        "model__max_depth": [3, 5, 8, 12, 20, None],
        "model__min_samples_split": randint(2, 21),
        "model__min_samples_leaf": randint(1, 21),
        "model__bootstrap": [True, False],
    }
    return _encoded(numbers, codes, False, kind(n_estimators=100, random_state=seed)), space


def _vectors(task: str, numbers: list[int], codes: list[int], seed: int) -> tuple[Any, dict[str, Any]]:
    from scipy.stats import loguniform
    from sklearn.svm import SVC, SVR

    space: dict[str, Any] = {"model__C": loguniform(1e-2, 1e3), "model__gamma": loguniform(1e-5, 1e1)}
    if task == "regression":
        space["model__epsilon"] = loguniform(1e-3, 1.0)
        return _encoded(numbers, codes, True, SVR()), space
    space["model__class_weight"] = [None, "balanced"]
    return _encoded(numbers, codes, True, SVC()), space


def _lightgbm(task: str, numbers: list[int], codes: list[int], seed: int) -> tuple[Any, dict[str, Any]]:
    from lightgbm import LGBMClassifier, LGBMRegressor
    from scipy.stats import loguniform, randint, uniform

    kind = LGBMRegressor if task == "regression" else LGBMClassifier
    space = {
        "model__learning_rate": loguniform(0.01, 0.5),
        "model__num_leaves": randint(4, 129),
        "model__min_child_samples": randint(2, 101),
        "model__subsample": uniform(0.4, 0.6),
        "model__colsample_bytree": uniform(0.2, 0.8),
        "model__reg_lambda": loguniform(1e-3, 1e2),
    }
    model = kind(n_estimators=100, subsample_freq=1, random_state=seed, n_jobs=1, verbose=-1)
    return _encoded(numbers, codes, False, model), space


MODELS: Mapping[str, Callable[[str, list[int], list[int], int], tuple[Any, dict[str, Any]]]] = {
    "random_forest": _forest,
    "svm": _vectors,
    "lightgbm": _lightgbm,
}


def _random(trials: int) -> Callable[[Asked], Any]:
    def made(asked: Asked) -> Any:
        from sklearn.model_selection import RandomizedSearchCV

        given = {"cv": asked.cv, "scoring": asked.scoring, "random_state": asked.seed}
        return RandomizedSearchCV(asked.estimator, asked.space, n_iter=trials, **given)

    return made


def _halving(asked: Asked) -> Any:
    from sklearn.experimental import enable_halving_search_cv  # noqa: F401  # without it there is no such class
    from sklearn.model_selection import HalvingRandomSearchCV

    return HalvingRandomSearchCV(
        asked.estimator, asked.space, n_candidates=TRIALS, min_resources="exhaust", factor=FACTOR,
        cv=asked.cv, scoring=asked.scoring, random_state=asked.seed,
    )  # fmt: skip


def _ours(**given: Any) -> Callable[[Asked], Any]:
    def made(asked: Asked) -> Any:
        from fitwright import SearchCV

        words = {"search": "auto", "n_iter": TRIALS, **given}
        same = {"cv": asked.cv, "scoring": asked.scoring, "random_state": asked.seed}
        return SearchCV(asked.estimator, asked.space, **same, **words)

    return made


def _ours_paid(asked: Asked) -> Any:
    from fitwright.search import catalog

    return _ours(search=catalog.make("gaussian", per_second=True), stopping="race", n_iter=TRIALS // 2)(asked)


def _ours_in_rounds(asked: Asked) -> Any:
    from fitwright.stopping import Halving

    return _ours(stopping=Halving(resource="n_samples", factor=FACTOR))(asked)


WAYS: Mapping[str, Callable[[Asked], Any]] = {
    PLAIN: _random(TRIALS),
    "random_half": _random(TRIALS // 2),
    "halving": _halving,
    "ours_wilcoxon": _ours(stopping="wilcoxon"),
    "ours_random": _ours(search="random", stopping="race"),
    "ours_race": _ours(stopping="race"),
    "ours_half": _ours(stopping="race", n_iter=TRIALS // 2),
    "ours_paid": _ours_paid,
    "ours_patience": _ours(stopping="race", patience=TRIALS // 4),
    "ours_halving": _ours_in_rounds,
}


def table(records: Sequence[Record], model: str) -> list[Row]:
    """A line a set: the plain way's CPU seconds and score, then each way's share and score; medians."""
    rows: list[Row] = []
    own = [record for record in records if record["model"] == model]
    for name in dict.fromkeys(record["dataset"] for record in own):
        runs = [record["ways"] for record in own if record["dataset"] == name]
        row: dict[str, Any] = {"set": name, "runs": len(runs)}
        row["CPU s"] = median(run[PLAIN]["cpu_seconds"] for run in runs)
        row[PLAIN] = median(run[PLAIN]["score"] for run in runs)
        for way in WAYS:
            if way != PLAIN and all(way in run for run in runs):
                row[f"{way}: CPU"] = round(median(_share(run, way) for run in runs), 2)
                row[f"{way}: score"] = median(run[way]["score"] for run in runs)
        rows.append(row)
    return rows


def against(records: Sequence[Record]) -> list[Row]:
    """A line a way and model: its share of the plain way's CPU seconds, its error beside that one's."""
    rows: list[Row] = []
    for way in WAYS:
        for model in (*MODELS, "all") if way != PLAIN else ():
            own = [one for one in records if model in (one["model"], "all") and way in one["ways"]]
            if own:
                rows.append({"way": way, "model": model, **_compared(own, way)})
    return rows


def _compared(records: Sequence[Record], way: str) -> Row:
    """Means over sets of the means of their runs; the intervals are of sets drawn with replacement."""
    names = list(dict.fromkeys(record["dataset"] for record in records))
    by = {name: [record for record in records if record["dataset"] == name] for name in names}
    shares = np.array([np.mean([np.log(_share(one["ways"], way)) for one in by[name]]) for name in names])
    worse = np.array([np.mean([_worse(one, way) for one in by[name]]) for name in names])
    fewer = [one["ways"][way]["fits"] / one["ways"][PLAIN]["fits"] for one in records]
    low, high = bootstrap(shares)
    least, most = bootstrap(worse)
    return {
        "sets": len(names),
        "runs": len(records),
        "CPU of random's": round(float(np.exp(shares.mean())), 3),
        "95 % CPU": f"{np.exp(low):.2f} to {np.exp(high):.2f}",
        "fits of random's": round(float(np.mean(fewer)), 3),
        "error above random's, %": round(float(worse.mean()), 2),
        "95 % error": f"{least:.2f} to {most:.2f}",
        "better in": sum(_worse(one, way) < 0 for one in records),
        "worse in": sum(_worse(one, way) > 0 for one in records),
    }


def _share(ways: Mapping[str, Any], way: str) -> float:
    return float(ways[way]["cpu_seconds"] / max(ways[PLAIN]["cpu_seconds"], 1e-3))


def _worse(record: Record, way: str) -> float:
    """By how many % its error on unseen rows is above that of the plain way."""
    top = 0.0 if record["task"] == "regression" else 1.0
    mine, plain = (top - record["ways"][name]["score"] for name in (way, PLAIN))
    return float(100 * (mine / max(plain, 1e-9) - 1))


def bootstrap(values: NDArray[np.float64], draws: int = 10_000) -> tuple[float, float]:
    """The middle 95 % of means over sets that are drawn with replacement."""
    drawn = np.random.default_rng(0).choice(values, (draws, len(values))).mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)
