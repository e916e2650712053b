"""The best candidates of a run, weighed, become one predictor."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from fitwright import models, packing
from fitwright.core.errors import Damaged, NothingFinished
from fitwright.core.events import Event, Stepped
from fitwright.core.evidence import EVERYTHING, Evidence
from fitwright.core.fingerprint import answers_fingerprint
from fitwright.core.fitted import State
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.trial import Ref, Result, Step, Trial
from fitwright.ensemble import Blend, Combiner, Within
from fitwright.evaluate import Evaluate
from fitwright.families import ALWAYS
from fitwright.pipeline import Chain, Pipeline
from fitwright.store import Store

ADDED = ("ms_per_row", "bytes")
"""Measures of which a predictor has the sum over its pipelines."""
CANDIDATES = 40
"""So many of the best are weighed; more overfit the rows they are weighed on."""


@dataclass(frozen=True)
class Assembly:
    """Which trials are used, on which folds they were weighed, and how well the blend did there."""

    trials: list[Trial]
    folds: tuple[int, ...]
    blend: Blend
    losses: list[float]
    """Of each of the folds."""
    p: Floats = field(repr=False)
    """(rows, outputs) of the blend on the rows it was weighed on."""
    index: Index = field(repr=False)
    """(rows,) positions of those rows in the user's table."""
    single: bool = False
    """Is each member one pipeline, so that limits hold, in place of one for each of its folds?"""
    tight: float = 1.0
    """The share of a limit on milliseconds that members were chosen by."""

    @property
    def loss(self) -> float:
        """The mean over the folds."""
        return float(np.mean(self.losses))


def weigh(history: History, evaluate: Evaluate, combiner: Combiner, tight: float = 1.0) -> Assembly:
    """Blend candidates by what they said of rows that they had not seen.

    All members have predicted all the rows that the blend is weighed on.  Candidates with more folds are
    preferred; where the run was too short for that, those with fewer are weighed on what they have.  Where
    a run has limits on what a predictor costs, and all pipelines of all members together break them, each
    member becomes one pipeline, and members are chosen so that the limits hold; of one on milliseconds only
    the share `tight`, where members together had been slower than each alone.

    Raises
    ------
    NothingFinished
        No candidate has a result; the message has the first reason.
    Damaged
        Bytes of a candidate have changed; it is left out the next time.
    """
    shelf = _Shelf(evaluate)
    scored = [trial for trial in history.scored() if shelf.holds(trial)]
    if not scored:
        why = next((t.why for t in history.in_state("failed")), "the time was too short for any")
        raise NothingFinished(f"Expected at least one candidate to finish; none did: {why}")
    goals = Goals.of(history.header)
    fine = [trial for trial in scored if not goals.excess(trial)] or scored
    free = _best([_weigh_on(folds, fine, shelf, combiner) for folds in _fold_sets(fine)], evaluate)
    limits = Additive.of(goals, tight)
    if not limits.names or limits.hold(free.trials):
        return replace(free, tight=tight)
    options = [_weigh_on(folds, fine, shelf, combiner, limits) for folds in _fold_sets(fine)]
    return replace(_best(options, evaluate), single=True, tight=tight)


def _best(options: list[Assembly], evaluate: Evaluate) -> Assembly:
    return min(options, key=lambda option: (_on_first(option, evaluate), -len(option.folds)))


def _fold_sets(scored: list[Trial]) -> list[tuple[int, ...]]:
    """Sets of folds worth weighing on: all that some trial has, largest first; at most three."""
    sets = {tuple(trial.best_by_fold) for trial in scored}
    return sorted(sets, key=lambda folds: (-len(folds), folds))[:3]


def _weigh_on(
    folds: tuple[int, ...],
    scored: list[Trial],
    shelf: "_Shelf",
    combiner: Combiner,
    limits: "Additive | None" = None,
) -> Assembly:
    """The blend of the trials that have all of `folds`."""
    able = [t for t in scored if set(folds) <= t.best_by_fold.keys()]
    # A constant changes no ranking: a metric of ranks would let it drown the others' probabilities.
    able = [t for t in able if t.config.get("model") != ALWAYS] or able
    able.sort(key=lambda t: (np.mean([t.best_by_fold[f].loss for f in folds]), t.number))
    able = able[:CANDIDATES]
    evaluate = shelf.evaluate
    index = np.concatenate([evaluate.folds[fold][1] for fold in folds])
    predictions = np.stack([np.concatenate([shelf.unseen(t, f) for f in folds]) for t in able])
    rows = evaluate.laid.rows.at(index)
    combiner = combiner if limits is None else Within(combiner, limits.costs(able), limits.bounds)
    blend = combiner.fit(predictions, rows, evaluate.metric, evaluate.seed)
    if evaluate.metric.costs is not None:
        blend = replace(blend, costs=np.asarray(evaluate.metric.costs, np.float64))
    used = [able[i] for i in blend.used]
    p = evaluate.task.tidy(blend.narrow().apply(predictions[blend.used]))
    losses = [evaluate.metric.loss(*part) for part in _by_fold(folds, rows, p, evaluate)]
    return Assembly(used, folds, blend.narrow(), losses, p, index)


def _by_fold(
    folds: tuple[int, ...], rows: Rows, p: Floats, evaluate: Evaluate
) -> Iterator[tuple[Rows, Floats]]:
    """Rows and predictions of each fold, as candidates are judged."""
    start = 0
    for fold in folds:
        part = np.arange(start, start := start + len(evaluate.folds[fold][1]))
        yield rows.at(part), p[part]


def _on_first(option: Assembly, evaluate: Evaluate) -> float:
    """The blend's loss on the rows of the first fold, shared by all; rounded, so that ties are ties."""
    count = len(evaluate.folds[option.folds[0]][1])
    rows = evaluate.laid.rows.at(option.index[:count])
    return float(f"{evaluate.metric.loss(rows, option.p[:count]):.3g}")


@dataclass(frozen=True)
class Additive:
    """Limits on what the pipelines of a predictor cost together.

    Attributes
    ----------
    names : of what is limited.
    bounds : (limits,) at most.
    """

    names: tuple[str, ...]
    bounds: Floats

    @classmethod
    def of(cls, goals: Goals, tight: float = 1.0) -> Self:
        """Those of a run; of milliseconds this share."""
        held = [limit for limit in goals.limits if limit.name in ADDED and limit.holds[0] == "<"]
        bounds = [limit.bound * (tight if limit.name == ADDED[0] else 1.0) for limit in held]
        return cls(tuple(limit.name for limit in held), np.array(bounds, np.float64))

    def costs(self, trials: Sequence[Trial]) -> Floats:
        """(trials, limits) of one pipeline of each, the mean over folds."""
        each = [[_mean_of(trial, name) for name in self.names] for trial in trials]
        return np.array(each, np.float64).reshape(len(trials), len(self.names))

    def hold(self, trials: Sequence[Trial], single: bool = False) -> bool:
        """Do all pipelines of these trials keep to them, or one of each?"""
        counts = np.array([1 if single else len(trial.best_by_fold) for trial in trials], np.float64)
        return bool((counts @ self.costs(trials) <= self.bounds).all())

    def refits(self, trials: Sequence[Trial], refitted: Mapping[int, Result]) -> dict[int, Result]:
        """Those of the refitted members with which a limit on bytes still holds.

        A model of all rows may be larger than one of a fold; those that grew least come first.
        """
        if "bytes" not in self.names:
            return dict(refitted)
        bound = self.bounds[self.names.index("bytes")]
        size = {trial.number: _mean_of(trial, "bytes") for trial in trials}
        grown = {n: _size(result) - size[n] for n, result in refitted.items()}
        kept: dict[int, Result] = {}
        for number in sorted(grown, key=lambda n: (grown[n], n)):
            if sum(size.values()) + grown[number] <= bound:
                kept[number] = refitted[number]
                size[number] += grown[number]
        return kept


def _size(result: Result) -> float:
    """Bytes of a pipeline."""
    return float(result.refs["state"].size + result.refs["chain"].size)


def _mean_of(trial: Trial, name: str) -> float:
    return float(np.mean([result.values.get(name, np.inf) for result in trial.best_by_fold.values()]))


def fitted_bags(
    assembly: Assembly, evaluate: Evaluate, refitted: Mapping[int, Result]
) -> list[list[Pipeline]]:
    """For each trial its fold pipelines, from their states; equal chains are one object.

    A trial in `refitted` (number to result) gives the one pipeline that was fitted on all rows instead.
    """
    shelf, count = _Shelf(evaluate), 1 if assembly.single else None
    chosen = [
        [refitted[t.number]] if t.number in refitted else list(t.best_by_fold.values())[:count]
        for t in assembly.trials
    ]
    return [[shelf.pipeline(result) for result in results] for results in chosen]


def evidence(assembly: Assembly, evaluate: Evaluate, refitted: Mapping[int, Result]) -> Evidence:
    """Which rows the pipelines of `fitted_bags` have not seen."""
    count = 1 if assembly.single else None
    folds = [
        (EVERYTHING,) if trial.number in refitted else tuple(trial.best_by_fold)[:count]
        for trial in assembly.trials
    ]
    judged = tuple(judge for _, judge in evaluate.folds)
    return Evidence(judged, tuple(folds), answers_fingerprint(evaluate.laid.rows))


@dataclass
class Weeder:
    """A listener that deletes the fitted states of candidates that have fallen out of the best.

    Attributes
    ----------
    store : None deletes nothing, and tells what would be there.
    there : the states that are kept.
    order : (trial, step) of every result, in the order in which they came.
    """

    store: Store | None
    goals: Goals = field(default_factory=Goals)
    keep: int = 2 * CANDIDATES
    there: set[Ref] = field(default_factory=set)
    order: list[tuple[int, Step]] = field(default_factory=list)
    _history: dict[int, dict[int, Result]] = field(default_factory=dict)

    def __call__(self, event: Event) -> None:
        """Hear of a step that came back."""
        if not isinstance(event, Stepped):
            return
        self.order.append((event.trial, event.step))
        self.there.add(event.result.refs["state"])
        self._history.setdefault(event.trial, {})[event.step.fold] = event.result
        if len(self._history) > self.keep:
            self._drop(max(self._history, key=lambda number: (*self._badness(number), number)))

    def holds(self, trial: Trial) -> bool:
        """Are all its fitted states kept?"""
        return all(result.refs["state"] in self.there for result in trial.best_by_fold.values())

    def _drop(self, number: int) -> None:
        """Settings that come to the same model share a state: it goes with the last of them."""
        gone = {result.refs["state"] for result in self._history.pop(number).values()}
        used = {result.refs["state"] for folds in self._history.values() for result in folds.values()}
        for ref in gone - used:
            self.there.discard(ref)
            if self.store is not None:
                self.store.drop(ref)

    def _badness(self, number: int) -> tuple[float, float]:
        """By how much it breaks limits, and its loss."""
        trial = Trial(number, {}, {Step(fold): result for fold, result in self._history[number].items()})
        return self.goals.excess(trial), trial.loss


@dataclass
class _Shelf:
    """What the store holds of the candidates, each read once."""

    evaluate: Evaluate
    _chains: dict[Ref, Chain] = field(default_factory=dict)
    _unseen: dict[Ref, Floats] = field(default_factory=dict)

    def holds(self, trial: Trial) -> bool:
        """Is what it fitted and foretold still there?"""
        results = trial.best_by_fold.values()
        return all(self.evaluate.store.has(ref) for result in results for ref in result.refs.values())

    def unseen(self, trial: Trial, fold: int) -> Floats:
        """(rows of the fold, outputs)"""
        ref = trial.best_by_fold[fold].refs["unseen"]
        if ref not in self._unseen:
            self._unseen[ref] = self._read(ref)["p"]
        return self._unseen[ref]

    def pipeline(self, result: Result) -> Pipeline:
        """The pipeline that a step fitted."""
        ref = result.refs["chain"]
        if ref not in self._chains:
            self._chains[ref] = Chain.from_state(self._read(ref), allow_pickle=True)
        kept = self._read(result.refs["state"])
        model = models.restore(kept["model"], kept["state"], allow_pickle=True)
        return Pipeline(self._chains[ref], kept["model"], model)

    def _read(self, ref: Ref) -> State:
        """What is damaged is dropped at once: nobody holds it for whole again."""
        try:
            return packing.unpack(self.evaluate.store.get(ref))
        except Damaged:
            self.evaluate.store.drop(ref)
            raise
