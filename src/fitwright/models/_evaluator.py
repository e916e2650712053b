"""Trees that ask one question a level, summed by CatBoost: a model made anew from checked arrays."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import numpy as np

from fitwright.models._answered import Answered
from fitwright.models._levels import Levels
from fitwright.models._questions import Flags, Ints, Questions
from fitwright.models._quick import Quick, Reals, installed

NEEDED = (("catboost", (1, 2)),)
IMPORT, READY, READY_VALUE = 1.5, 0.02, 1e-6
"""About how many seconds getting ready takes: the import, always, and for each value that leaves hold."""
LEVEL = 2.5e-9
"""About how many seconds NumPy takes for a row, a tree and an output."""


class Evaluator(Quick):
    """Sums over trees by CatBoost, which need not have grown them, for batches.

    It is given nothing but numbers that were checked: thresholds, which of them the levels of each tree ask
    for, and what leaves hold.  It adds one tree after the other, as the walk does.

    Parameters
    ----------
    asked : the trees, by levels; None where they have none.
    """

    name: ClassVar[str] = "CatBoost"
    least: ClassVar[int] = 256
    rows: ClassVar[int] = 1 << 14
    probes: ClassVar[int] = 150
    """It has ways of its own for 128 rows, for 16, and for fewer."""
    columns: Ints
    """(features,) that it is given."""
    missing: Flags
    """(features,) does NaN go to the first child?"""

    def __init__(self, asked: Answered | None):
        self.levels = _taken(asked) if installed(*NEEDED) else None
        self.value = np.zeros((0, 1)) if asked is None else asked.held.value
        imports = 0.0 if "catboost" in sys.modules else IMPORT
        super().__init__(np.inf if self.levels is None else imports + READY + READY_VALUE * self.value.size)

    def cost(self, rows: int) -> float:
        trees = 0 if self.levels is None else len(self.levels.asked)
        return float(LEVEL * rows * trees * self.value.shape[1])

    def made(self) -> Any:
        if self.levels is None:
            return None
        questions = self.levels.questions
        begins = _begins(questions)
        self.columns, self.missing = questions.asks.column[begins], questions.asks.missing[begins]
        return _core(_model(self.levels, begins, self.value.shape[1]), self.value)

    def sums(self, x: Reals, total: Reals) -> Reals:
        import catboost

        pool = catboost.Pool(self._features(x), thread_count=1)
        told = self._ready.predict(pool, prediction_type="RawFormulaVal", thread_count=1)
        total += np.reshape(told, total.shape)
        return total

    def _features(self, x: Reals) -> Reals:
        """(rows, features) column by column in memory, so that the library copies nothing."""
        every = np.array_equal(self.columns, np.arange(x.shape[1]))
        features = np.ascontiguousarray(x.T if every else x.T[self.columns], np.float32)
        for place in np.flatnonzero(~self.missing):  # a gap is above no threshold; here it is above all
            features[place, np.isnan(features[place])] = np.inf
        return features.T


def _taken(asked: Answered | None) -> Levels | None:
    """The levels, where they ask what CatBoost can: are numbers of single precision above thresholds?"""
    if asked is None or not isinstance(asked.how, Levels):
        return None
    questions, value = asked.how.questions, asked.held.value
    asks = len(questions) > 0 and bool((questions.asks.sets < 0).all()) and not questions.swapped.any()
    holds = value.dtype == np.float64 and value.shape[1] == asked.held.outputs
    return asked.how if asks and holds and asked.kind == np.float32 else None


def _begins(questions: Questions) -> Ints:
    """The first questions about each column and way of NaN; what goes together stands together."""
    column, missing = questions.asks.column, questions.asks.missing
    changes = (column[1:] != column[:-1]) | (missing[1:] != missing[:-1])
    return np.append(0, np.flatnonzero(changes) + 1)


def _model(levels: Levels, begins: Ints, outputs: int) -> dict[str, Any]:
    """The trees in CatBoost's JSON; what leaves hold is told apart, to the last bit."""
    borders = np.split(levels.questions.asks.threshold, begins[1:])
    features = [
        {"feature_index": place, "flat_feature_index": place, "feature_id": str(place), "has_nans": False,
         "nan_value_treatment": "AsIs", "borders": [float(border) for border in part]}
        for place, part in enumerate(borders)
    ]  # fmt: skip
    trees = []
    for row in levels.asked:
        asked = row[row < len(levels.questions)][::-1].tolist()  # its last question is the root's
        leaves = [0.0] * (outputs << len(asked))
        trees.append({"splits": [{"split_index": number} for number in asked], "leaf_values": leaves})
    told = {"model_info": {}, "features_info": {"float_features": features}, "oblivious_trees": trees}
    return {**told, "scale_and_bias": [1.0, [0.0] * outputs]}


def _core(model: dict[str, Any], value: Reals) -> Any:
    """The library's own model; None where it cannot be had."""
    try:
        import catboost
    except ImportError:
        return None
    core = catboost.CatBoost()
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "model.json"
            path.write_text(json.dumps(model), encoding="ascii")
            core.load_model(str(path), format="json")
    except (OSError, catboost.CatBoostError):
        return None
    if len(core.get_leaf_values()) != value.size:
        return None
    core.set_leaf_values(value.ravel())
    return core
