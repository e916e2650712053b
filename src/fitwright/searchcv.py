"""SearchCV: scikit-learn's search over hyperparameters, with our search behind it."""

import math
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from sklearn.base import clone, is_classifier
from sklearn.model_selection import check_cv
from sklearn.model_selection._search import BaseSearchCV
from sklearn.utils import indexable

from fitwright.core.errors import CandidateFailed, NothingFinished, SpaceError
from fitwright.core.trial import Config, Result, Step, Steps, Trial
from fitwright.core.work import Work
from fitwright.space.values import Values
from fitwright.study import Study, tune

Pair = tuple[Any, Any]
Out = dict[str, Any]
"""What scikit-learn's fit-and-score gives for one candidate and split."""


NO_SCORE = "The fit was well, and there is no score"


@dataclass(frozen=True)
class Folded:
    """The objective: one candidate fitted on one split, and scored by scikit-learn's own means."""

    estimator: Any
    X: Any
    y: Any
    pairs: Sequence[Pair]
    scorer: Any
    values: Values
    asked: str
    """Which of several scores is minimised; "" where there is one."""
    fit_params: Mapping[str, Any] = field(default_factory=dict)
    score_params: Mapping[str, Any] = field(default_factory=dict)
    train: bool = False
    error_score: Any = math.nan

    @property
    def steps(self) -> Steps:
        """A fold is a step."""
        return Steps(len(self.pairs))

    def __call__(self, work: Work) -> Result:
        """Fit and score one split; a fit that fails is the candidate's failure, unless it has a score."""
        out = self.fit_and_score(work.config, work.key.step.fold, self._score_of_failures)
        scores = out["test_scores"]
        score = scores[self.asked or next(iter(scores))] if isinstance(scores, dict) else scores
        if not math.isfinite(score):
            raise CandidateFailed(_raised(out["fit_error"]) or f"{NO_SCORE}: {score} is not finite.")
        return Result(-float(score), _values(out), out["fit_time"] + out["score_time"])

    def fit_and_score(self, config: Config, fold: int, error_score: Any) -> Out:
        """As scikit-learn does it."""
        from sklearn.model_selection._validation import _fit_and_score

        train, test = self.pairs[fold]
        out: Out = _fit_and_score(
            clone(self.estimator), self.X, self.y, scorer=self.scorer, train=train, test=test, verbose=0,
            parameters=self.values.meant(config), fit_params=self.fit_params,
            score_params=self.score_params, return_train_score=self.train, return_n_test_samples=True,
            return_times=True, error_score=error_score,
        )  # fmt: skip
        return out

    @property
    def _score_of_failures(self) -> Any:
        return math.nan if self.error_score == "raise" else self.error_score


class SearchCV(BaseSearchCV):  # type: ignore[misc]  # scikit-learn's classes carry no types
    """Searches hyperparameters of a scikit-learn estimator by cross-validation.

    Takes the arguments, and has the attributes, of `RandomizedSearchCV` and `GridSearchCV`; the candidates
    come from a searcher that learns from those before, and a rule can stop a candidate after its first folds.

    Parameters
    ----------
    estimator : what to tune; cloned, never fitted itself.
    space : name to domain (Float, Int, Choice), to a list, or to a distribution of scipy.stats; a Space; or a
        list of such dicts.  Names are those of `estimator.get_params()`.
    param_distributions : the same under the name that scikit-learn has for it.
    n_iter : candidates, at most; with search="grid" None is the whole grid.
    search : a searcher, by name or as an object: "random", "grid", "sobol", "tpe", "gaussian" …
    stopping : a rule that ends candidates before they have seen all folds: "never", "median" …
    time_limit : seconds for the search, or None; the last refit comes on top.
    scoring, refit, cv, error_score, return_train_score : as in scikit-learn.
    n_jobs : candidates at a time, in processes of their own; -1 is all cores.
    verbose : kept for scikit-learn's sake; progress is told to `callbacks`.
    random_state : seed; the same seed and n_iter without a time limit give the same result.
    executor : a member of that room; None is this process for one job.
    callbacks : functions that hear every event of the search.

    Attributes
    ----------
    cv_results_, best_estimator_, best_score_, best_params_, best_index_, scorer_, n_splits_, refit_time_,
    multimetric_, classes_, n_features_in_, feature_names_in_ : as in scikit-learn.  A split that a stopped
        candidate did not see is NaN in `cv_results_`; its mean is over those it saw, and it is ranked last.
    study_ : the search, with every trial.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.linear_model import LogisticRegression
    >>> from fitwright import Float, SearchCV
    >>> X, y = load_iris(return_X_y=True)
    >>> space = {"C": Float(1e-3, 1e3, log=True)}
    >>> search = SearchCV(LogisticRegression(max_iter=1000), space, n_iter=5, random_state=0).fit(X, y)
    >>> bool(search.best_score_ > 0.9)
    True
    """

    def __init__(
        self,
        estimator: Any,
        space: Any = None,
        *,
        param_distributions: Any = None,
        n_iter: int | None = 10,
        search: Any = "random",
        stopping: Any = "never",
        time_limit: float | None = None,
        scoring: Any = None,
        n_jobs: int | None = None,
        refit: bool | str | Callable[[Mapping[str, Any]], int] = True,
        cv: Any = None,
        verbose: int = 0,
        random_state: Any = None,
        error_score: Any = np.nan,
        return_train_score: bool = False,
        executor: Any = None,
        callbacks: Sequence[Callable[[Any], None]] = (),
    ):
        super().__init__(
            estimator,
            scoring=scoring,
            n_jobs=n_jobs,
            refit=refit,
            cv=cv,
            verbose=verbose,
            error_score=error_score,
            return_train_score=return_train_score,
        )
        self.space = space
        self.param_distributions = param_distributions
        self.n_iter = n_iter
        self.search = search
        self.stopping = stopping
        self.time_limit = time_limit
        self.random_state = random_state
        self.executor = executor
        self.callbacks = callbacks

    def fit(self, X: Any, y: Any = None, **params: Any) -> Self:
        """Search, and fit the best candidate on all rows.

        Parameters
        ----------
        X : (rows, columns) whatever the estimator takes.
        y : (rows,) or (rows, outputs); None where the estimator needs none.
        params : passed on to the estimator, the splitter (`groups`) and the scorer, as scikit-learn does it.

        Raises
        ------
        SettingError
            The space is empty or unreadable, or neither n_iter nor time_limit is given.
        ValueError
            Every fit failed; the message has scikit-learn's account of the errors.
        """
        scorers, asked = self._get_scorers()
        X, y = indexable(X, y)
        routed, pairs = self._split(X, y, params)
        values = self._values()
        objective = Folded(
            clone(self.estimator), X, y, pairs, scorers, values, _asked(asked),
            routed.estimator.fit, routed.scorer.score, self.return_train_score, self.error_score,
        )  # fmt: skip
        self.study_ = self._study(objective)
        self._tell(objective, asked)
        if self.refit:
            self._refit(X, y, routed.estimator.fit)
        self.scorer_ = getattr(scorers, "_scorers", scorers)
        return self

    def _split(self, X: Any, y: Any, params: Mapping[str, Any]) -> tuple[Any, list[Pair]]:
        """Parameters by whom they are for, and the splits; the same ones for every candidate."""
        from sklearn.utils.validation import _check_method_params

        routed = self._get_routed_params_for_fit(_check_method_params(X, params=dict(params)))
        splitter = check_cv(self.cv, y, classifier=is_classifier(self.estimator))
        pairs = list(splitter.split(X, y, **routed.splitter.split))
        self.n_splits_ = len(pairs)
        if not pairs:
            raise ValueError("Expected cv to give at least one split; it gave none.")
        return routed, pairs

    def _values(self) -> Values:
        """The space, with names that the estimator has."""
        if (self.space is None) == (self.param_distributions is None):
            raise SpaceError("Expected a space, or param_distributions, and not both.")
        given = self.param_distributions if self.space is None else self.space
        values, known = Values.of(given), self.estimator.get_params()
        if strange := sorted(name for name in values.names if name not in known):
            raise SpaceError(
                f"Expected names of {type(self.estimator).__name__}'s parameters in space; got "
                f"{', '.join(strange)}. get_params() lists them."
            )
        return values

    def _study(self, objective: Folded) -> Study:
        trials = self.n_iter
        if trials is None and self.time_limit is None and self.search == "grid":
            trials = sys.maxsize
        return tune(
            objective,
            objective.values.space,
            search=self.search,
            stopping=self.stopping,
            max_trials=trials,
            time_limit=self.time_limit,
            executor=self.executor,
            n_jobs=_jobs(self.n_jobs),
            random_state=_seed(self.random_state),
            callbacks=tuple(self.callbacks),
        )

    def _tell(self, objective: Folded, asked: Any) -> None:
        """cv_results_, and what follows from it."""
        from sklearn.model_selection._validation import _warn_or_raise_about_fit_failures

        trials = list(self.study_)
        if not trials:
            raise NothingFinished("Expected at least one candidate; the time was too short for any.")
        rows = _Rows(objective, trials)
        if rows.failures and self.error_score == "raise":
            config, fold = rows.failures[0]
            objective.fit_and_score(config, fold, "raise")
        outs = rows.outs
        _warn_or_raise_about_fit_failures(outs, self.error_score)
        self.multimetric_ = isinstance(outs[0]["test_scores"], dict)
        if callable(self.scoring) and self.multimetric_:
            self._check_refit_for_multimetric(outs[0]["test_scores"])
            asked = self.refit
        self.cv_results_ = _averaged(self._formatted(rows), self.n_splits_)
        if self.refit or not self.multimetric_:
            self.best_index_ = self._select_best_index(self.refit, asked, self.cv_results_)
            self.best_params_ = self.cv_results_["params"][self.best_index_]
            if not callable(self.refit):
                self.best_score_ = self.cv_results_[f"mean_test_{asked}"][self.best_index_]

    def _formatted(self, rows: "_Rows") -> dict[str, Any]:
        import warnings

        with warnings.catch_warnings():
            # Splits that a stopped candidate did not see are NaN on purpose.
            warnings.filterwarnings("ignore", message="One or more of the", category=UserWarning)
            results: dict[str, Any] = self._format_results(rows.params, self.n_splits_, rows.outs)
        return results

    def _refit(self, X: Any, y: Any, fit_params: Mapping[str, Any]) -> None:
        self.best_estimator_ = clone(self.estimator).set_params(**clone(self.best_params_, safe=False))
        began = time.perf_counter()
        answers = () if y is None else (y,)
        self.best_estimator_.fit(X, *answers, **fit_params)
        self.refit_time_ = time.perf_counter() - began
        if hasattr(self.best_estimator_, "feature_names_in_"):
            self.feature_names_in_ = self.best_estimator_.feature_names_in_


class _Rows:
    """What the trials came to, as scikit-learn lays it out: candidate by candidate, split by split."""

    def __init__(self, objective: Folded, trials: Sequence[Trial]):
        self.params = [objective.values.meant(trial.config) for trial in trials]
        self.failures: list[tuple[Config, int]] = []
        names = next((_names(r) for t in trials for r in t.results.values()), ("",))
        self.outs: list[Out] = []
        for trial in trials:
            unfit = trial.why if trial.state == "failed" and NO_SCORE not in trial.why else None
            self.failures += [(trial.config, step.fold) for step in trial.pending if trial.state == "failed"]
            for fold in range(len(objective.pairs)):
                result = trial.results.get(Step(fold, 0))
                self.outs.append(self._out(result, names, objective, unfit if result is None else None))

    @staticmethod
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
    heads = [match.start() for match in re.finditer(r"^\w[\w.]*: ", traceback or "", re.MULTILINE)]
    return (traceback or "")[heads[-1] if heads else 0 :].strip()


def _asked(name: Any) -> str:
    """The score to be minimised among several."""
    return name if isinstance(name, str) and name != "score" else ""


def _values(out: Out) -> dict[str, float]:
    """Plain numbers by name; one score has the empty name."""
    values = {name: float(out[name]) for name in ("n_test_samples", "fit_time", "score_time")}
    for part in ("test", "train"):
        scores = out.get(f"{part}_scores", {})
        named = scores if isinstance(scores, dict) else {"": scores}
        values |= {f"{part}_score_{name}": float(score) for name, score in named.items()}
    return values


def _names(result: Result) -> tuple[str, ...]:
    return tuple(name[len("test_score_") :] for name in result.values if name.startswith("test_score_"))


def _scores(values: Mapping[str, float], names: Sequence[str], part: str, missing: float) -> Any:
    """A number, or name to number where several scores were asked for."""
    if tuple(names) == ("",):
        return values.get(f"{part}_score_", missing)
    return {name: values.get(f"{part}_score_{name}", missing) for name in names}


def _averaged(results: dict[str, Any], splits: int) -> dict[str, Any]:
    """Means of stopped candidates over the splits they saw; those that saw all are ranked before them."""
    for key in [key for key in results if key.startswith("mean_t")]:
        part = key[len("mean_") :]
        scores = np.stack([results[f"split{split}_{part}"] for split in range(splits)], axis=1)
        seen = np.isfinite(scores)
        some = seen.any(axis=1) & ~seen.all(axis=1)
        for row in np.flatnonzero(some):
            results[key][row] = scores[row, seen[row]].mean()
            results[f"std_{part}"][row] = scores[row, seen[row]].std()
        if part.startswith("test_"):
            results[f"rank_{part}"] = _ranks(results[key], seen.sum(axis=1))
    return results


def _ranks(means: Any, seen: Any) -> Any:
    """(candidates,) from 1 on; more splits first, then the higher mean; equals share the lower rank."""
    from scipy.stats import rankdata

    means = np.where(np.isfinite(means), means, -np.inf)
    order = rankdata(means, method="dense")
    return rankdata(-(seen * (len(means) + 1.0) + order), method="min").astype(np.int32)


def _jobs(n_jobs: int | None) -> int:
    """Candidates at a time, as joblib counts them."""
    from joblib import effective_n_jobs

    return 1 if n_jobs is None else int(effective_n_jobs(n_jobs))


def _seed(random_state: Any) -> int:
    from sklearn.utils import check_random_state

    if isinstance(random_state, int | np.integer):
        return int(random_state)
    return int(check_random_state(random_state).randint(2**31 - 1))
