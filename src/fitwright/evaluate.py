"""One candidate, judged step by step: the objective of tabular search."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from fitwright import metrics, packing
from fitwright.core.clock import Clock
from fitwright.core.errors import CandidateFailed
from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.seeds import seed as seed_of
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.trial import Ref, Result, Step, Steps
from fitwright.core.work import Means, Work
from fitwright.features import OwnStep
from fitwright.metrics import Metric
from fitwright.models import Model, Own
from fitwright.pipeline import Chain, Recipe, build_model
from fitwright.splits import Pair
from fitwright.store import Store
from fitwright.views import Laid, Views, key_of


@dataclass(frozen=True)
class Encoded:
    """A fold as a chain of steps gives it to a model."""

    learn: Table
    rows: Rows
    judge: Table
    chain: Ref
    seconds: float = 0.0
    """That the chain took for the rows to judge."""


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
    own, own_steps : the user's own estimators and transformers, by name.
    fingerprint : of the table; views of different tables may lie side by side.
    beside : other metrics that are wanted of every candidate, by name.
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
    own_steps: Mapping[str, OwnStep] = field(default_factory=dict)
    fingerprint: str = ""
    beside: Mapping[str, Metric] = field(default_factory=dict)

    @cached_property
    def steps(self) -> Steps:
        """Folds, and shares of their rows."""
        return Steps(len(self.folds), self.shares)

    def __call__(self, work: Work) -> Result:
        """Fit on one fold, judge on the rows it has not seen."""
        watch, clock = _Watch(), Clock(work.clock)
        recipe, step = Recipe.of(work.config), work.key.step
        encoded = self._encoded(recipe, step)
        watch.lap("seconds_encode")
        means = _means(work, watch, clock)
        model = self._fitted(recipe, encoded, means, seed_of(self.seed, work.key.trial, step.fold))
        watch.lap("seconds_fit")
        p = model.predict(encoded.judge)
        watch.lap("seconds_predict")
        if not np.isfinite(p).all():
            raise CandidateFailed("Expected finite predictions; some are not finite.")
        p = self.task.tidy(p)
        judged = self.folds[step.fold][1]
        rows = self.laid.rows.at(judged)
        refs = self._keep(recipe, model, encoded)
        refs["unseen"] = self.store.put("unseen", packing.pack({"p": p}))
        values = {
            **watch.laps,
            "bytes": float(refs["state"].size + refs["chain"].size),
            "complexity": float(len(recipe.steps) + 1),
            "rows_learn": float(len(encoded.learn)),
            "rows_judge": float(len(judged)),
            "error": metrics.standard_error(self.metric, rows, p, self.seed),
            "ms_per_row": 1000.0 * (encoded.seconds + watch.laps["seconds_predict"]) / max(1, len(judged)),
            **{name: metric.score(rows, p) for name, metric in self.beside.items()},
        }
        return Result(self.metric.loss(rows, p), values, watch.total, refs, clock=clock.answers)

    def refit(self, work: Work) -> Result:
        """Fit the same candidate on all rows; nothing is left to judge it on."""
        watch, clock = _Watch(), Clock(work.clock)
        recipe = Recipe.of(work.config)
        everything = np.arange(len(self.laid.table))
        steps_seed = seed_of(self.seed, "steps", "all")
        encoded = self._encode(recipe, everything, everything[:0], steps_seed)
        means = _means(work, watch, clock)
        model = self._fitted(recipe, encoded, means, seed_of(self.seed, work.key.trial, "all"))
        watch.lap("seconds_fit")
        refs = self._keep(recipe, model, encoded)
        return Result(0.0, watch.laps, watch.total, refs, clock=clock.answers)

    def _fitted(self, recipe: Recipe, encoded: Encoded, means: Means, seed: int) -> Model:
        return build_model(recipe, self.own).fit(encoded.learn, encoded.rows, self.task, seed, means)

    def _keep(self, recipe: Recipe, model: Model, encoded: Encoded) -> dict[str, Ref]:
        state = packing.pack({"model": recipe.model, "state": model.state()})
        return {"state": self.store.put("state", state), "chain": encoded.chain}

    def _encoded(self, recipe: Recipe, step: Step) -> Encoded:
        """The fold as the candidate's steps see it: mapped from a view, or cut afresh without steps."""
        share = self.shares[step.fidelity]
        learn, judge = self.folds[step.fold]
        learn = self._part(learn, share, step.fold)
        seed = seed_of(self.seed, "steps", step.fold)
        if not recipe.steps:
            return self._encode(recipe, learn, judge, seed)
        key = key_of(self.fingerprint, recipe.chain_key, step.fold, share, self.seed)
        home = self.views.get(key, lambda aside: self._write(recipe, learn, judge, seed, aside))
        laid, judged = Laid.open(home / "learn"), Laid.open(home / "judge")
        kept = packing.unpack(home / "chain")
        return Encoded(laid.table, laid.rows, judged.table, Ref(**kept["ref"]), kept["seconds"])

    def _encode(self, recipe: Recipe, learn: Index, judge: Index, seed: int) -> Encoded:
        """Fit the steps on the rows to learn from; what becomes of both parts."""
        chain, table = Chain.build(recipe, self.own_steps), self.laid.table
        rows = self._weigh(self.laid.rows.at(learn))
        encoded, rows = chain.fit_transform(table.at(learn), rows, self.task, seed)
        ref = self.store.put("chain", packing.pack(chain.state()))
        began = time.perf_counter()
        judged = chain.transform(table.at(judge))
        return Encoded(encoded, rows, judged, ref, time.perf_counter() - began)

    def _write(self, recipe: Recipe, learn: Index, judge: Index, seed: int, aside: Path) -> None:
        """Lay an encoded fold down."""
        encoded = self._encode(recipe, learn, judge, seed)
        Laid.write(aside / "learn", encoded.learn, encoded.rows)
        Laid.write(aside / "judge", encoded.judge, Rows())
        kept = {"ref": asdict(encoded.chain), "seconds": encoded.seconds}
        (aside / "chain").write_bytes(packing.pack(kept))

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


@dataclass(frozen=True)
class Refit:
    """The objective of fitting chosen candidates once more, on all rows."""

    evaluate: Evaluate
    steps: Steps = field(default_factory=Steps)

    def __call__(self, work: Work) -> Result:
        """Fit one of them."""
        return self.evaluate.refit(work)


def _means(work: Work, watch: "_Watch", clock: Clock) -> Means:
    """What the fit may use; its seconds are the first that the clock says, also in a fit had again."""
    aim = None
    if work.limits.aim is not None or work.clock:
        aim = clock.says(max(0.1, (work.limits.aim or 0.0) - watch.total))
    return Means(work.cores, aim, work.checkpoint, clock)


@dataclass
class _Watch:
    """Seconds by name, and in all."""

    began: float = field(default_factory=time.monotonic)
    laps: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return time.monotonic() - self.began

    def lap(self, name: str) -> None:
        self.laps[name] = self.total - sum(self.laps.values())
