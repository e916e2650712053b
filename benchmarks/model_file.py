"""Opening a saved predictor, and its answers beside a scikit-learn pipeline over pandas."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks import _best
from benchmarks._print import by, typical
from benchmarks.scenario import Job, Options, Record, Row, Scenario

ROWS, FOLDS, BOOSTERS, SINGLES, BATCHES = 5_000, 5, 10, 200, 5
VARIANTS: Mapping[str, tuple[str, int, int]] = {
    "one booster fitted once": ("lightgbm", 1, 1),
    "one booster": ("lightgbm", 1, FOLDS),
    "ten boosters": ("lightgbm", BOOSTERS, FOLDS),
    "one forest fitted once": ("extra_trees", 1, 1),
    "one forest": ("extra_trees", 1, FOLDS),
    "linear fitted once": ("linear", 1, 1),
    "linear": ("linear", 1, FOLDS),
}
"""Family, members, and folds: a model each; one that is fitted once has all rows, as the pipeline's."""


class ModelFile(Scenario):
    """Mixed columns; members of five folds, or fitted once as the model that the pipeline holds."""

    aim = "ten boosters of five folds open within 0.3 s; a row ten times quicker than through the pipeline"

    def jobs(self, options: Options) -> list[Job]:
        asked = [name for name in VARIANTS if options.wants(name)]
        files = [
            Job(f"{name}", {"variant": name, "seed": options.seed}, 600, {"variant": name}) for name in asked
        ]
        return [*files, *_best.jobs(options)]

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        if "system" in given:
            return _best.measure(given, _table(given["seed"]), _table(given["seed"] + 1))
        import fitwright

        family, members, folds = VARIANTS[given["variant"]]
        X, y = _table(given["seed"])
        rows = [X.iloc[[i]] for i in range(SINGLES)]
        told: Record = {}
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            path = Path(folder) / "model.fw"
            _predictor(family, members, folds, X, y).save(path)
            told["file_mb"] = round(path.stat().st_size / 1e6, 2)
            told["load_s"] = round(median([_took(fitwright.load, path) for _ in range(BATCHES)]), 4)
            predictor = fitwright.load(path)
        dicts = [row.to_dict("list") for row in rows]
        told["first_ms"] = round(1e3 * _took(predictor.outputs, dicts[0]), 2)
        told["cold_ms"] = round(1e3 * median([_took(predictor.outputs, row) for row in dicts]), 3)
        told["warm_s"] = round(_took(lambda _: predictor.warm(), None), 3)
        for way, singles in (("dict", dicts), ("pandas", rows)):
            told[f"{way}_ms"] = round(1e3 * median([_took(predictor.outputs, row) for row in singles]), 3)
        told["batch_s"] = round(median([_took(predictor.outputs, X) for _ in range(BATCHES)]), 4)
        told["models"] = sum(len(bag) for bag in predictor.bags)
        pipeline = _pipeline(family, X, y)
        told["pipeline_ms"] = round(1e3 * median([_took(pipeline, row) for row in rows]), 3)
        told["pipeline_batch_s"] = round(median([_took(pipeline, X) for _ in range(BATCHES)]), 4)
        return told

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        rows = []
        names = ("models", "file_mb", "load_s", "first_ms", "warm_s", "cold_ms", "dict_ms", "pandas_ms",
                 "pipeline_ms", "batch_s", "pipeline_batch_s")  # fmt: skip
        for variant, ok, bad in by([record for record in records if "variant" in record], "variant"):
            row: dict[str, Any] = {"file": variant, "runs": len(ok), "failed": len(bad)}
            rows.append(row | {name.replace("_", " "): typical([one[name] for one in ok]) for name in names})
        return {
            "A model file: opening it, and rows through it": rows,
            "Fitted as long: AutoGluon's best, persisted, and ours, warm": _systems(
                [record for record in records if "system" in record]
            ),
        }


def _systems(records: Sequence[Record]) -> list[Row]:
    rows: list[Row] = []
    names = (
        "train_s",
        "roc_auc",
        "models",
        "file_mb",
        "load_s",
        "first_ms",
        "warm_s",
        "pandas_ms",
        "batch_s",
    )
    for system, ok, bad in by(records, "system"):
        row: dict[str, Any] = {"system": system, "runs": len(ok), "failed": len(bad)}
        rows.append(row | {name.replace("_", " "): typical([one[name] for one in ok]) for name in names})
    return rows


def _table(seed: int) -> tuple[Any, Any]:
    import pandas as pd

    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(ROWS, 20)), columns=[f"n{i}" for i in range(20)])
    X = X.mask(rng.random(X.shape) < 0.05)
    for name, levels in (("town", 50), ("kind", 5), ("day", 7)):
        X[name] = rng.choice([f"{name} {i}" for i in range(levels)], ROWS)
    signal = X.iloc[:, :6].fillna(0).sum(axis=1) + (X["kind"] == "kind 1") + rng.normal(size=ROWS)
    return X, np.where(signal > 0, "yes", "no")


def _predictor(family: str, members: int, folds: int, X: Any, y: Any) -> Any:
    """Members of one family, with equal weights, each a bag of folds, or one model of all rows."""
    from fitwright import models
    from fitwright.chains import chains_for
    from fitwright.core.work import Means
    from fitwright.ensemble import Blend
    from fitwright.intake import Given, take_in
    from fitwright.pipeline import Chain, Pipeline, Recipe
    from fitwright.predictor import Predictor

    intake = take_in(Given(X, y), "classification")
    steps = chains_for(models.catalog.get(family).takes, intake.table)[0]
    recipe = Recipe.of({"model": family, f"{family}.steps": list(steps)})
    encoded = []
    for fold in range(folds):
        chain, learn = Chain.build(recipe), np.flatnonzero((np.arange(ROWS) % folds != fold) | (folds == 1))
        table, rows = intake.table.at(learn), intake.rows.at(learn)
        encoded.append((chain, *chain.fit_transform(table, rows, intake.task, fold)))
    kind = models.catalog.get(family)
    bags = [
        [
            Pipeline(chain, family, kind().fit(table, rows, intake.task, folds * member + fold, Means(1)))
            for fold, (chain, table, rows) in enumerate(encoded)
        ]
        for member in range(members)
    ]
    return Predictor(intake.task, intake.schema, bags, Blend(np.full(members, 1 / members)))


def _pipeline(family: str, X: Any, y: Any) -> Callable[[Any], object]:
    """What people write: a ColumnTransformer and a model, over pandas."""
    from lightgbm import LGBMClassifier
    from sklearn.compose import make_column_selector, make_column_transformer
    from sklearn.ensemble import ExtraTreesClassifier
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    models = {"lightgbm": LGBMClassifier(verbosity=-1), "extra_trees": ExtraTreesClassifier(300),
              "linear": LogisticRegression(max_iter=1000)}  # fmt: skip
    columns = make_column_transformer(
        (
            OneHotEncoder(handle_unknown="ignore", sparse_output=False),
            make_column_selector(dtype_exclude="number"),
        ),
        remainder=make_pipeline(SimpleImputer(), StandardScaler()),
    )
    answer: Callable[[Any], object] = (
        make_pipeline(columns, models[family]).set_output(transform="pandas").fit(X, y).predict_proba
    )
    return answer


def _took(answer: Callable[[Any], object], rows: Any) -> float:
    began = time.perf_counter()
    answer(rows)
    return time.perf_counter() - began
