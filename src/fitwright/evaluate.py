"""One candidate, judged step by step: the objective of tabular search."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from fitwright import packing
from fitwright.core.errors import CandidateFailed
from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.seeds import seed as seed_of
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.trial import Ref, Result, Step, Steps
from fitwright.core.work import Means, Work
from fitwright.metrics import Metric
from fitwright.models import Own
from fitwright.pipeline import Chain, Recipe, build_model
from fitwright.splits import Pair
from fitwright.store import Store
from fitwright.views import Laid, Views, key_of


@dataclass(frozen=True)
class Evaluate:
    """Call it with a piece of work; what it fitted and foretold goes into the store.

    Attributes
    ----------
    task, metric : what is asked, and how answers are judged.
    laid : the training table and its rows, in files that every worker maps.
    folds : (rows to learn from, rows to judge on), in the user's order of rows.
    views : encoded folds, made once for all candidates with the same steps.
    class_factors : (classes,) weights of the classes when learning; judging does not see them.
    shares : ascending shares of the rows to learn from; the last one is 1.
    """

    task: Task
    metric: Metric
    laid: Laid
    folds: list[Pair]
    store: Store
    views: Views
    seed: int
    shares: tuple[float, ...] = (1.0,)
    class_factors: Floats | None = None
    own: Mapping[str, Own] = field(default_factory=dict)
    fingerprint: str = ""

    @cached_property
    def steps(self) -> Steps:
        """Folds, and shares of their rows."""
        return Steps(len(self.folds), self.shares)

    def __call__(self, work: Work) -> Result:
        """Fit on one fold, judge on the rows it has not seen."""
        began = time.monotonic()
        recipe, step = Recipe.of(work.config), work.key.step
        learn, rows, judge, chain = self._view(recipe, step)
        model = build_model(recipe, self.own)
        ready = time.monotonic()
        means = Means(work.cores, _left(work.limits.aim, ready - began), work.checkpoint)
        model.fit(learn, rows, self.task, seed_of(self.seed, work.key.trial, step.fold), means)
        fitted = time.monotonic()
        p = self.task.tidy(model.predict(judge))
        foretold = time.monotonic()
        if not np.isfinite(p).all():
            raise CandidateFailed("Expected finite predictions; some are not finite.")
        judged = self.folds[step.fold][1]
        state = self.store.put("state", packing.pack({"model": recipe.model, "state": model.state()}))
        unseen = self.store.put("unseen", packing.pack({"rows": judged, "p": p}))
        values = {
            "seconds_encode": ready - began,
            "seconds_fit": fitted - ready,
            "seconds_predict": foretold - fitted,
            "bytes": float(state.size + chain.size),
            "rows_learn": float(len(learn)),
            "rows_judge": float(len(judged)),
        }
        loss = self.metric.loss(self.laid.rows.at(judged), p)
        seconds = time.monotonic() - began
        return Result(loss, values, seconds, {"state": state, "chain": chain, "unseen": unseen})

    def _view(self, recipe: Recipe, step: Step) -> tuple[Table, Rows, Table, Ref]:
        """The encoded fold: rows to learn from, rows to judge on, and the fitted steps."""
        share = self.shares[step.fidelity]
        key = key_of(self.fingerprint, recipe.chain_key, step.fold, share, self.seed)
        home = self.views.get(key, lambda aside: self._encode(recipe, step.fold, share, aside))
        laid, judge = Laid.open(home / "learn"), Laid.open(home / "judge")
        described = packing.unpack(home / "chain")
        return laid.table, laid.rows, judge.table, Ref(**described["ref"])

    def _encode(self, recipe: Recipe, fold: int, share: float, aside: Path) -> None:
        """Fit the steps on the fold's rows to learn from, and write down what becomes of both parts."""
        learn, judge = self.folds[fold]
        learn = self._part(learn, share, fold)
        rows = self._weigh(self.laid.rows.at(learn))
        chain = Chain.build(recipe)
        seed = seed_of(self.seed, "steps", fold)
        table, rows = chain.fit_transform(self.laid.table.at(learn), rows, self.task, seed)
        Laid.write(aside / "learn", table, rows)
        Laid.write(aside / "judge", chain.transform(self.laid.table.at(judge)), Rows())
        ref = self.store.put("chain", packing.pack(chain.state()))
        (aside / "chain").write_bytes(packing.pack({"ref": vars(ref)}))

    def _part(self, learn: Index, share: float, fold: int) -> Index:
        """A nested random sample, in the order of rows."""
        if share >= 1:
            return learn
        order = np.random.default_rng([self.seed, fold]).permutation(len(learn))
        return np.sort(learn[order[: max(1, round(share * len(learn)))]])

    def _weigh(self, rows: Rows) -> Rows:
        """Weights of classes over the weights of rows."""
        if self.class_factors is None:
            return rows
        factors = self.class_factors[rows.answers.astype(np.int64)]
        return rows.weighted(factors if rows.weights is None else factors * rows.weights)


def _left(aim: float | None, spent: float) -> float | None:
    return None if aim is None else max(0.1, aim - spent)
