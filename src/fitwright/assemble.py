"""The best candidates of a run, weighed, become one predictor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from fitwright import models, packing
from fitwright.core.errors import NothingFinished
from fitwright.core.events import Event, Stepped
from fitwright.core.evidence import EVERYTHING, Evidence
from fitwright.core.fingerprint import answers_fingerprint
from fitwright.core.history import History
from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.trial import Ref, Result, Trial
from fitwright.ensemble import Blend, Combiner
from fitwright.evaluate import Evaluate
from fitwright.pipeline import Chain, Pipeline
from fitwright.plan import ALWAYS
from fitwright.store import Store

CANDIDATES = 40
"""So many of the best are weighed; more overfit the rows they are weighed on."""


@dataclass(frozen=True)
class Assembly:
    """Which trials are used, on which folds they were weighed, and how well the blend did there."""

    trials: list[Trial]
    folds: tuple[int, ...]
    blend: Blend
    loss: float
    p: Floats = field(repr=False)
    """(rows, outputs) of the blend on the rows it was weighed on."""
    index: Index = field(repr=False)
    """(rows,) positions of those rows in the user's table."""


def weigh(history: History, evaluate: Evaluate, combiner: Combiner) -> Assembly:
    """Blend candidates by what they said of rows that they had not seen.

    All members have predicted all the rows that the blend is weighed on.  Candidates with more folds are
    preferred; where the run was too short for that, those with fewer are weighed on what they have.

    Raises
    ------
    NothingFinished
        No candidate has a result; the message has the first reason.
    """
    shelf = _Shelf(evaluate)
    scored = [trial for trial in history.scored() if shelf.holds(trial)]
    if not scored:
        why = next((t.why for t in history.in_state("failed")), "the time was too short for any")
        raise NothingFinished(f"Expected at least one candidate to finish; none did: {why}")
    options = [_weigh_on(folds, scored, shelf, combiner) for folds in _fold_sets(scored)]
    return min(options, key=lambda option: (_on_first(option, evaluate), -len(option.folds)))


def _fold_sets(scored: list[Trial]) -> list[tuple[int, ...]]:
    """Sets of folds worth weighing on: all that some trial has, largest first; at most three."""
    sets = {tuple(trial.best_by_fold) for trial in scored}
    return sorted(sets, key=lambda folds: (-len(folds), folds))[:3]


def _weigh_on(folds: tuple[int, ...], scored: list[Trial], shelf: "_Shelf", combiner: Combiner) -> Assembly:
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
    blend = combiner.fit(predictions, rows, evaluate.metric, evaluate.seed)
    if evaluate.metric.costs is not None:
        blend = replace(blend, costs=np.asarray(evaluate.metric.costs, np.float64))
    used = [able[i] for i in blend.used]
    p = evaluate.task.tidy(blend.narrow().apply(predictions[blend.used]))
    loss = float(np.mean([evaluate.metric.loss(*part) for part in _by_fold(folds, rows, p, evaluate)]))
    return Assembly(used, folds, blend.narrow(), loss, p, index)


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


def fitted_bags(
    assembly: Assembly, evaluate: Evaluate, refitted: Mapping[int, Result]
) -> list[list[Pipeline]]:
    """For each trial its fold pipelines, from their states; equal chains are one object.

    A trial in `refitted` (number to result) gives the one pipeline that was fitted on all rows instead.
    """
    shelf = _Shelf(evaluate)
    chosen = [
        [refitted[t.number]] if t.number in refitted else list(t.best_by_fold.values())
        for t in assembly.trials
    ]
    return [[shelf.pipeline(result) for result in results] for results in chosen]


def evidence(assembly: Assembly, evaluate: Evaluate, refitted: Mapping[int, Result]) -> Evidence:
    """Which rows the pipelines of `fitted_bags` have not seen."""
    folds = [
        (EVERYTHING,) if trial.number in refitted else tuple(trial.best_by_fold) for trial in assembly.trials
    ]
    judged = tuple(judge for _, judge in evaluate.folds)
    return Evidence(judged, tuple(folds), answers_fingerprint(evaluate.laid.rows))


@dataclass
class Weeder:
    """A listener that deletes the fitted states of candidates that have fallen out of the best."""

    store: Store
    keep: int = 2 * CANDIDATES
    _history: dict[int, dict[int, Result]] = field(default_factory=dict)

    def __call__(self, event: Event) -> None:
        """Hear of a step that came back."""
        if not isinstance(event, Stepped):
            return
        self._history.setdefault(event.trial, {})[event.step.fold] = event.result
        if len(self._history) > self.keep:
            worst = max(self._history, key=lambda number: (self._loss(number), number))
            for result in self._history.pop(worst).values():
                self.store.drop(result.refs["state"])

    def _loss(self, number: int) -> float:
        losses = [result.loss for result in self._history[number].values()]
        return sum(losses) / len(losses)


@dataclass
class _Shelf:
    """What the store holds of the candidates, each read once."""

    evaluate: Evaluate
    _chains: dict[Ref, Chain] = field(default_factory=dict)
    _unseen: dict[Ref, Floats] = field(default_factory=dict)

    def holds(self, trial: Trial) -> bool:
        """Are its fitted states still there?"""
        return all(self.evaluate.store.has(r.refs["state"]) for r in trial.best_by_fold.values())

    def unseen(self, trial: Trial, fold: int) -> Floats:
        """(rows of the fold, outputs)"""
        ref = trial.best_by_fold[fold].refs["unseen"]
        if ref not in self._unseen:
            self._unseen[ref] = packing.unpack(self.evaluate.store.get(ref))["p"]
        return self._unseen[ref]

    def pipeline(self, result: Result) -> Pipeline:
        """The pipeline that a step fitted."""
        ref = result.refs["chain"]
        if ref not in self._chains:
            self._chains[ref] = Chain.from_state(packing.unpack(self.evaluate.store.get(ref)))
        kept = packing.unpack(self.evaluate.store.get(result.refs["state"]))
        model = models.restore(kept["model"], kept["state"], allow_pickle=True)
        return Pipeline(self._chains[ref], kept["model"], model)
