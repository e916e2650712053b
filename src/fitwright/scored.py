"""One candidate on one split, scored by scikit-learn's own means; and all of them as it lays them out."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fitwright.core.errors import CandidateFailed, SettingError
from fitwright.core.goals import Goals
from fitwright.core.trial import Config, Result, Step, Steps, Trial
from fitwright.core.work import Work
from fitwright.rungs import Ladder
from fitwright.space.values import Values

Pair = tuple[Any, Any]
Out = dict[str, Any]
"""What scikit-learn's fit-and-score gives for one candidate and split."""
NO_SCORE = "The fit was well, and there is no score"
TIMES = ("fit_time", "score_time")
"""What is measured beside scores, in seconds."""
SCORE = Goals(("score",), (-1.0,))
TEST = "test_score_"
"""So begin the names of scores among the values of a result."""
_OURS = re.compile(r"^fitwright\.core\.errors\.CandidateFailed: | \(scored\.py, line \d+, in __call__\)$")
"""What is said of a failure beside the estimator's own words."""


def goals_of(objectives: Any, scoring: Any, scorers: Any, asked: str) -> Goals:
    """What is searched for: scores are to be high, times low.

    Parameters
    ----------
    objectives : names of scores and times; None is one score.
    scoring : what the user said of it.
    scorers : what scikit-learn makes of that.
    asked : the score that counts among several, or "".

    Raises
    ------
    SettingError
        There are no such scores.
    """
    single = [*([scoring] if isinstance(scoring, str) else []), "score"]
    scores = list(getattr(scorers, "_scorers", single))
    if objectives is None:
        return Goals((asked or scores[0],), (-1.0,))
    names = [objectives] if isinstance(objectives, str) else list(objectives)
    known = [*scores, *TIMES]
    unknown = [] if callable(scoring) else [name for name in names if name not in known]
    if unknown or not names:
        raise SettingError(
            f"Expected objectives among {', '.join(known)}; got "
            f"{', '.join(map(repr, unknown)) or 'none'}. Name other scores in scoring."
        )
    return Goals.read({name: "minimize" if name in TIMES else "maximize" for name in names})


def takes(estimator: Any, name: str) -> bool:
    """Does it take a parameter that `get_params` does not list, as boosters do?"""
    from sklearn.base import clone

    try:
        clone(estimator).set_params(**{name: None})
    except (ValueError, TypeError, AttributeError):
        return False
    return True


@dataclass(frozen=True)
class Folded:
    """The objective: one candidate fitted on one split, and scored by scikit-learn's own means."""

    estimator: Any
    X: Any
    y: Any
    pairs: Sequence[Pair]
    """Rows to learn from and to judge on; with a ladder the former are in the order of `rungs.nested`."""
    scorer: Any
    values: Values
    asked: str
    """Which of several scores is minimised; "" where there is one."""
    fit_params: Mapping[str, Any] = field(default_factory=dict)
    score_params: Mapping[str, Any] = field(default_factory=dict)
    train: bool = False
    error_score: Any = math.nan
    ladder: Ladder | None = None
    """Rounds, where a candidate is judged several times, each time after more work."""
    goals: Goals = SCORE
    """What is searched for: a score, or scores and times by name, where it is several things together."""

    @property
    def steps(self) -> Steps:
        """A fold is a step; with a ladder each of its rounds has all folds."""
        folds = len(self.pairs)
        if self.ladder is None:
            return Steps(folds)
        return Steps(folds, self.ladder.units, in_rounds=True, begins=self.ladder.begins)

    @property
    def question(self) -> str:
        """What is minimised: studies that ask the same can learn from each other."""
        return f"{'' if self.goals.named else self.asked} {self.scorer!r}".strip()

    def __call__(self, work: Work) -> Result:
        """Fit and score one split; a fit that fails is the candidate's failure, unless it has a score."""
        out = self.fit_and_score(work.config, work.key.step, self._score_of_failures)
        values = _values(out)
        aims = {name: self._aim(values, name) for name in self.goals.names}
        if wrong := [value for value in aims.values() if not math.isfinite(value)]:
            raise CandidateFailed(_raised(out["fit_error"]) or f"{NO_SCORE}: {wrong[0]} is not finite.")
        loss = self.goals.signs[0] * aims[self.goals.names[0]]
        seconds = out["fit_time"] + out["score_time"]
        return Result(loss, {**values, **(aims if self.goals.named else {})}, seconds)

    def _aim(self, values: Mapping[str, float], name: str) -> float:
        """What a fit came to in something that is searched for."""
        if name in TIMES:
            return values[name]
        scores = {word[len(TEST) :]: score for word, score in values.items() if word.startswith(TEST)}
        if list(scores) == [""]:  # one score, which has no name
            return scores[""]
        asked = name if self.goals.named else self.asked or next(iter(scores))
        if asked not in scores:
            raise CandidateFailed(f"Expected a score {asked!r}; scoring gives {', '.join(scores)}.")
        return scores[asked]

    def fit_and_score(self, config: Config, step: Step, error_score: Any) -> Out:
        """As scikit-learn does it."""
        from sklearn.base import clone
        from sklearn.model_selection._validation import _fit_and_score

        train, test = self.pairs[step.fold]
        if self.ladder is not None:
            train = self.ladder.part(step.fidelity, train)
        out: Out = _fit_and_score(
            clone(self.estimator), self.X, self.y, scorer=self.scorer, train=train, test=test, verbose=0,
            parameters=self.parameters(config, step.fidelity), fit_params=self.fit_params,
            score_params=self.score_params, return_train_score=self.train, return_n_test_samples=True,
            return_times=True, error_score=error_score,
        )  # fmt: skip
        return out

    def parameters(self, config: Config, turn: int) -> Config:
        """What the estimator is set to in a round."""
        return self.values.meant(config) | ({} if self.ladder is None else self.ladder.given(turn))

    @property
    def _score_of_failures(self) -> Any:
        return math.nan if self.error_score == "raise" else self.error_score


class Rows:
    """What the trials came to, as scikit-learn lays it out: by round, by candidate, by split.

    Attributes
    ----------
    turns : (rows,) the round of each.
    params : (rows,) what the estimator was set to.
    outs : (rows * splits,) times and scores.
    place : number of a trial to its last row.
    failures : config and step of what has no score because its fit failed.
    """

    def __init__(self, objective: Folded, trials: Sequence[Trial]):
        self.turns: list[int] = []
        self.place: dict[int, int] = {}
        self.params: list[Config] = []
        self.outs: list[Out] = []
        self._ladder, self._begins = objective.ladder, list[int]()
        self.failures = [
            (t.config, step) for t in trials if t.state == "failed" for step in sorted(t.pending)
        ]
        names = next((_names(r) for t in trials for r in t.results.values()), ("",))
        for turn in range(len(objective.steps.fidelities)):
            for trial in trials:
                begin = objective.steps.begin(trial.number)
                if turn == begin or any(step.fidelity == turn for step in trial.started):
                    self._begins.append(begin)
                    self._add(trial, turn, names, objective)

    @property
    def counts(self) -> list[int]:
        """Candidates of each round."""
        return [self.turns.count(turn) for turn in range(max(self.turns) + 1)]

    @property
    def rounds(self) -> dict[str, list[int]]:
        """What halving and hyperband have in `cv_results_` beside the rest."""
        if self._ladder is None:
            return {}
        told = {"iter": self.turns, "n_resources": [self._ladder.amounts[turn] for turn in self.turns]}
        return {**told, "bracket": self._begins} if self._ladder.begins else told

    def _add(self, trial: Trial, turn: int, names: Sequence[str], objective: Folded) -> None:
        unfit = reason(trial.why) if trial.state == "failed" and NO_SCORE not in trial.why else None
        self.place[trial.number] = len(self.turns)
        self.turns.append(turn)
        self.params.append(objective.parameters(trial.config, turn))
        for fold in range(len(objective.pairs)):
            result = trial.results.get(Step(fold, turn))
            self.outs.append(_out(result, names, objective, unfit if result is None else None))


def averaged(results: dict[str, Any], splits: int, turns: Sequence[int]) -> dict[str, Any]:
    """Means of candidates that were stopped, over the splits they saw; who saw more is ranked before them.

    Of candidates that saw equally many splits, those of later rounds (rows,) come first.
    """
    for key in [key for key in results if key.startswith("mean_t")]:
        part = key[len("mean_") :]
        scores = np.stack([results[f"split{split}_{part}"] for split in range(splits)], axis=1)
        seen = np.isfinite(scores)
        some = seen.any(axis=1) & ~seen.all(axis=1)
        for row in np.flatnonzero(some):
            results[key][row] = scores[row, seen[row]].mean()
            results[f"std_{part}"][row] = scores[row, seen[row]].std()
        if part.startswith("test_"):
            results[f"rank_{part}"] = _ranks(results[key], seen.sum(axis=1), np.asarray(turns))
    return results


def _ranks(means: Any, seen: Any, turns: Any) -> Any:
    """(rows,) from 1 on: more splits first, then later rounds, then the higher mean; equals share it."""
    from scipy.stats import rankdata

    order = rankdata(np.where(np.isfinite(means), means, -np.inf), method="dense")
    later = turns * (len(means) + 1.0) + order
    more = seen * (later.max(initial=0.0) + 1.0) + later
    return rankdata(-more, method="min").astype(np.int32)


def reason(why: str) -> str:
    """Why a candidate ended early, in the estimator's own words."""
    return _OURS.sub("", why)


def _out(result: Result | None, names: Sequence[str], objective: Folded, why: str | None) -> Out:
    if result is None:
        values: Mapping[str, float] = {}
        missing = math.nan if why is None or objective.error_score == "raise" else objective.error_score
    else:
        values, missing = result.values, math.nan
    out: Out = {
        "fit_error": why,
        "n_test_samples": int(values.get("n_test_samples", 0)),
        "fit_time": values.get("fit_time", 0.0),
        "score_time": values.get("score_time", 0.0),
        "test_scores": _scores(values, names, "test", missing),
    }
    if objective.train:
        out["train_scores"] = _scores(values, names, "train", missing)
    return out


def _raised(traceback: str | None) -> str:
    """The error at the end of a traceback, without the way there."""
    lines = (traceback or "").splitlines()
    begin = max((at for at, line in enumerate(lines) if line.startswith("Traceback (most")), default=-1) + 1
    ahead = (at for at in range(begin, len(lines)) if lines[at] and not lines[at].startswith(" "))
    return "\n".join(lines[next(ahead, begin) :]).strip()


def _values(out: Out) -> dict[str, float]:
    """Plain numbers by name; one score has the empty name."""
    values = {name: float(out[name]) for name in ("n_test_samples", "fit_time", "score_time")}
    for part in ("test", "train"):
        scores = out.get(f"{part}_scores", {})
        named = scores if isinstance(scores, dict) else {"": scores}
        values |= {f"{part}_score_{name}": float(score) for name, score in named.items()}
    return values


def _names(result: Result) -> tuple[str, ...]:
    return tuple(name[len(TEST) :] for name in result.values if name.startswith(TEST))


def _scores(values: Mapping[str, float], names: Sequence[str], part: str, missing: float) -> Any:
    """A number, or name to number where several scores were asked for."""
    if tuple(names) == ("",):
        return values.get(f"{part}_score_", missing)
    return {name: values.get(f"{part}_score_{name}", missing) for name in names}
