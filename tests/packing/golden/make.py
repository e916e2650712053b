"""Made the golden files beside this one; a release adds its own and leaves the older ones as they are.

python tests/packing/golden/make.py v1
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from fitwright.core.evidence import Evidence
from fitwright.core.fingerprint import answers_fingerprint, fingerprint
from fitwright.core.work import Means
from fitwright.ensemble import Blend
from fitwright.intake import Given, take_in
from fitwright.pipeline import Chain, Pipeline, Recipe, build_model
from fitwright.predictor import Predictor

HERE = Path(__file__).parent
ROWS, SHOWN = 90, 30
SCALED = ["rare", "date_parts", "text_tfidf", "impute_median", "onehot", "standard"]
CONFIGS: tuple[dict[str, Any], ...] = (
    {"model": "baseline"},
    {"model": "linear", "linear.steps": SCALED, "linear.text_tfidf.dimensions": 2},
    {
        "model": "linear",
        "linear.steps": ["date_cyclic", "target", "impute_constant", "quantile", "onehot"],
        "linear.target.above": 3,
        "linear.quantile.n_quantiles": 10,
        "linear.penalty": "elasticnet",
    },
    {"model": "knn", "knn.steps": ["impute_most_frequent", "onehot", "standard"], "knn.neighbours": 5},
    {"model": "lightgbm", "lightgbm.learning_rate": 0.5, "lightgbm.num_leaves": 4},
    {"model": "xgboost", "xgboost.learning_rate": 0.5, "xgboost.max_depth": 2},
    {"model": "catboost", "catboost.learning_rate": 0.4, "catboost.depth": 2},
    {
        "model": "extra_trees",
        "extra_trees.steps": ["date_age", "ordinal"],
        "extra_trees.n_estimators": 4,
        "extra_trees.min_samples_leaf": 5,
    },
    {
        "model": "random_forest",
        "random_forest.steps": ["ordinal"],
        "random_forest.n_estimators": 4,
        "random_forest.min_samples_leaf": 5,
    },
)


def table() -> tuple[dict[str, list[Any]], list[str], list[float]]:
    """Columns of every sort, with gaps; three classes and a number that follow from them."""
    rng = np.random.default_rng(1)
    size, count = rng.normal(size=ROWS), rng.integers(0, 50, ROWS)
    town = rng.choice(["Bonn", "Lima", "Oslo", "Rome", "Ürzig"], ROWS, p=[0.4, 0.3, 0.2, 0.07, 0.03])
    day = np.datetime64("2024-01-01") + rng.integers(0, 700, ROWS)
    words = np.array(["red", "green", "quick", "slow", "old", "new", "car", "bus", "tea"])
    notes = [" ".join(rng.choice(words, 6)) for _ in range(ROWS)]
    number = size + (town == "Lima") - 0.02 * count + np.array(["red" in note for note in notes])
    X = {
        "size": [None if i % 11 == 3 else round(float(s), 3) for i, s in enumerate(size)],
        "count": count.tolist(),
        "member": rng.choice(["yes", "no"], ROWS).tolist(),
        "town": [None if i % 13 == 5 else str(t) for i, t in enumerate(town)],
        "day": day.astype(str).tolist(),
        "note": [None if i % 17 == 6 else note for i, note in enumerate(notes)],
    }
    labels = np.digitize(number, np.quantile(number, [0.33, 0.66]))
    return X, [("low", "middle", "high")[label] for label in labels], number.round(4).tolist()


def predictor(X: dict[str, list[Any]], y: list[Any], kind: str) -> Predictor:
    """A pipeline of each config, fitted on two folds."""
    intake = take_in(Given(X, y, roles={"note": "text"}), kind)
    judged = tuple(np.flatnonzero(np.arange(ROWS) % 2 == fold) for fold in range(2))
    bags = []
    for config in CONFIGS:
        recipe = Recipe.of(config)
        bag = []
        for fold, judge in enumerate(judged):
            learn = np.setdiff1d(np.arange(ROWS), judge)
            chain = Chain.build(recipe)
            part, rows = intake.table.at(learn), intake.rows.at(learn)
            encoded, rows = chain.fit_transform(part, rows, intake.task, fold)
            model = build_model(recipe, {}).fit(encoded, rows, intake.task, fold, Means())
            bag.append(Pipeline(chain, recipe.model, model))
        bags.append(bag)
    weights = np.full(len(bags), 1 / len(bags))
    card = {
        "metric": intake.task.metric,
        "folds": [0, 1],
        "members": list(CONFIGS),
        "weights": weights.tolist(),
        "rows": ROWS,
        "seed": 0,
        "fingerprint": fingerprint(intake.table),
    }
    evidence = Evidence(judged, ((0, 1),) * len(bags), answers_fingerprint(intake.rows))
    return Predictor(intake.task, intake.schema, bags, Blend(weights), "greedy", card, evidence)


def main(name: str) -> None:
    """Write the files, and what they say of a few rows, some of them odd."""
    X, labels, numbers = table()
    shown = {column: values[:SHOWN] for column, values in X.items()}
    shown["town"][0], shown["size"][1], shown["note"][2] = "Ystad", None, "something else"
    for kind, y in (("classification", labels), ("regression", numbers)):
        made = predictor(X, y, kind)
        path = HERE / f"{name}-{kind}.fw"
        made.save(path)
        told = {"X": shown, "p": made.outputs(shown).tolist(), "answers": made.answers(shown).tolist()}
        path.with_suffix(".json").write_text(json.dumps(told, ensure_ascii=False) + "\n", encoding="utf-8")
        sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1])
