"""SearchCV: scikit-learn's search over hyperparameters, with our search behind it."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

import numpy as np
from sklearn.base import clone, is_classifier
from sklearn.model_selection import check_cv
from sklearn.model_selection._search import BaseSearchCV
from sklearn.utils import indexable
from sklearn.utils.validation import _num_samples

from fitwright import stopping
from fitwright.core.amounts import is_amount
from fitwright.core.errors import NothingFinished, SettingError, SpaceError
from fitwright.rungs import EACH, ROWS, Ladder, distinct, is_grid, nested, wanted
from fitwright.scored import Folded, Pair, Rows, averaged, goals_of, takes
from fitwright.space.values import Values
from fitwright.stopping.halving import Halving
from fitwright.stopping.hyperband import Hyperband
from fitwright.study import Study, tune
from fitwright.verbose import Fits, aloud, heading


class SearchCV(BaseSearchCV):  # type: ignore[misc]  # scikit-learn's classes carry no types
    """Searches hyperparameters of a scikit-learn estimator by cross-validation.

    Takes the arguments, and has the attributes, of `RandomizedSearchCV` and `GridSearchCV`; the candidates
    come from a searcher that learns from those before, and a rule can stop a candidate after its first folds.
    With `stopping=Halving(resource="n_samples")` all candidates see few rows and the best ones more, as in
    `HalvingRandomSearchCV`; every round judges on all rows of its folds.

    Parameters
    ----------
    estimator : what to tune; cloned, never fitted itself.
    space : name to domain (Float, Int, Choice), to a list, or to a distribution of scipy.stats; a Space; or a
        list of such dicts.  Names are those of `estimator.get_params()`.  Of anything else that has `rvs`,
        1000 values are drawn before the search, each as likely as it came; of numbers among them a searcher
        learns as of an ordered list, and it proposes no others.
    param_distributions : the same under the name that `RandomizedSearchCV` has for it.
    param_grid : lists, as `GridSearchCV` takes them: all combinations are tried, in its order, whatever
        `search` and `n_iter` say; give lists as `space` where a searcher is to choose among them.
    n_iter : candidates, at most; with search="grid" None is the whole grid, and with a rule that has a
        `resource` as many as its rounds can thin out.
    search : a searcher, by name or as an object: "auto" learns from the candidates before, "random" draws as
        `RandomizedSearchCV` does; "grid", "sobol", "tpe", TPE(startup=20) …
    stopping : a rule that ends candidates before they have seen all folds: "never", "race", "median" …; or
        halving over rows or a parameter: Halving(resource="n_samples", min_resources=50, factor=3), and
        Hyperband(resource=...), whose candidates begin with different rounds.
    time_limit : seconds for the search, or None; the last refit comes on top.  Candidates of halving then go
        on as soon as they are among the best so far, and wait for nobody.
    patience : the search ends when so many candidates came after the best one; None waits for all.
    scoring, refit, cv, error_score, return_train_score : as in scikit-learn; refit="knee" with objectives.
    objectives : names of scores of `scoring` ("score" where there is one), "fit_time" or "score_time": what
        is searched for together, the most important first.  None is the score that `refit` names.
    n_jobs : candidates at a time, in processes of their own; -1 is all cores.
    verbose : 0 is silent; 1 tells on standard output how much there is to fit, 2 each fit that came back, 3
        its fold and its scores too.
    pre_dispatch : kept for scikit-learn's sake.
    random_state : seed; the same seed, n_iter and lag without a time limit give the same result.
    executor : a member of that room; None is this process for one job.
    warm_start : earlier searches, or a list of them: their best candidates come first, and where space and
        score are the same the searcher learns from all of theirs.  True is this search as it was fitted last.
    callbacks : functions that hear every event of the search.
    lag : without a time limit, a candidate is chosen, and ended, by what is known of all fits but the last
        `lag` - 1.  None is 1 with one job, so that nothing is fitted that need not be, and else 4 or as many
        as there are jobs; with the same number any number of jobs gives the same search.

    Attributes
    ----------
    cv_results_, best_estimator_, best_score_, best_params_, best_index_, scorer_, n_splits_, refit_time_,
    multimetric_, classes_, n_features_in_, feature_names_in_ : as in scikit-learn.  A split that a stopped
        candidate did not see is NaN in `cv_results_`; its mean is over those it saw, and it is ranked last.
    n_resources_, n_candidates_, n_iterations_, n_possible_iterations_, n_required_iterations_,
    n_remaining_candidates_, min_resources_, max_resources_ : as in `HalvingRandomSearchCV`, where the rule
        has a `resource`; `cv_results_` then has a row for each round of a candidate, with `iter` and
        `n_resources`, and later rounds are ranked first.  With hyperband `bracket` is the round that a
        candidate began with.
    front_ : with objectives, positions in `cv_results_` of the candidates that no other beats in all of them,
        the best in the first one first; `cv_results_["on_front"]` tells a `refit` of your own.
    knee_ : the position of that one of them from which a little of one objective costs most of another.
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
        param_grid: Any = None,
        n_iter: int | None = 10,
        search: Any = "auto",
        stopping: Any = "never",
        time_limit: float | None = None,
        scoring: Any = None,
        n_jobs: int | None = None,
        refit: bool | str | Callable[[Mapping[str, Any]], int] = True,
        cv: Any = None,
        verbose: int = 0,
        pre_dispatch: Any = "2*n_jobs",
        random_state: Any = None,
        error_score: Any = np.nan,
        return_train_score: bool = False,
        executor: Any = None,
        warm_start: Any = False,
        objectives: Sequence[str] | None = None,
        patience: int | None = None,
        callbacks: Sequence[Callable[[Any], None]] = (),
        lag: int | None = None,
    ):
        super().__init__(
            estimator, scoring=scoring, n_jobs=n_jobs, refit=refit, cv=cv, verbose=verbose,
            pre_dispatch=pre_dispatch, error_score=error_score, return_train_score=return_train_score,
        )  # fmt: skip
        self.space = space
        self.param_distributions = param_distributions
        self.param_grid = param_grid
        self.n_iter = n_iter
        self.search = search
        self.stopping = stopping
        self.time_limit = time_limit
        self.random_state = random_state
        self.executor = executor
        self.warm_start = warm_start
        self.objectives = objectives
        self.patience = patience
        self.callbacks = callbacks
        self.lag = lag

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
            An argument is none that scikit-learn takes; or every fit failed, then the message has its account
            of the errors.
        """
        self._validate_params()
        scorers, asked = self._get_scorers()
        named = _asked(asked if hasattr(scorers, "_scorers") else self.refit)
        X, y = indexable(X, y)
        routed, pairs = self._split(X, y, params)
        seed, rule = _seed(self.random_state), stopping.catalog.make(self.stopping)
        values = self._values(seed)
        ladder, pairs = self._ladder(rule, values, (X, y), pairs, seed)
        objective = Folded(
            clone(self.estimator), X, y, pairs, scorers, values, named,
            routed.estimator.fit, routed.scorer.score, self.return_train_score, self.error_score, ladder,
            goals_of(self.objectives, self.scoring, scorers, named),
        )  # fmt: skip
        self.study_ = self._study(objective, rule, seed)
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

    def _values(self, seed: int) -> Values:
        """The space, with names that the estimator has."""
        given = [self.space, self.param_distributions, _sorted(self.param_grid)]
        said = [one for one in given if one is not None]
        if len(said) != 1:
            raise SpaceError("Expected one of space, param_distributions and param_grid, and only one.")
        values, known = Values.of(said[0], seed), self.estimator.get_params()
        within = tuple(f"{name}__" for name in values.names)  # what takes a part's place has its own names
        others = [name for name in values.names if name not in known and not name.startswith(within)]
        if strange := sorted(name for name in others if not takes(self.estimator, name)):
            raise SpaceError(
                f"Expected names of {type(self.estimator).__name__}'s parameters in space; got "
                f"{', '.join(strange)}. get_params() lists them."
            )
        return values

    def _ladder(
        self, rule: Any, values: Values, data: Pair, pairs: list[Pair], seed: int
    ) -> tuple[Ladder | None, list[Pair]]:
        """The rounds of a rule over a resource, and the splits with their rows in an order for it."""
        if not isinstance(rule, Halving | Hyperband) or rule.resource is None:
            return None, pairs
        X, y = data
        classes, smallest = _classes(y) if is_classifier(self.estimator) else None, 1
        if rule.resource == ROWS:
            smallest = EACH * len(pairs) * (1 if classes is None else len(np.unique(classes)))
            pairs = [(nested(learn, classes, seed), judge) for learn, judge in pairs]
        elif rule.resource in values.names or rule.resource not in self.estimator.get_params():
            raise SettingError(
                f"Expected a resource that is {ROWS!r} or a parameter of {type(self.estimator).__name__} "
                f"that is not in the space; got {rule.resource!r}."
            )
        ladder = Ladder.of(
            rule, rows=_num_samples(X), smallest=smallest, wanted=wanted(*self._words),
            counted=lambda count: distinct(values.space, self._words[1], count),
        )  # fmt: skip
        return ladder, pairs

    def _study(self, objective: Folded, rule: Any, seed: int) -> Study:
        (trials, word), ladder = self._words, objective.ladder
        if trials is not None and not is_amount(trials, whole=True):
            raise SettingError(f"Expected n_iter as a whole number from 1, or None; got {trials!r}.")
        if trials is None and self.time_limit is None and ladder is None:
            if not is_grid(word):
                raise SettingError(
                    "Expected n_iter or time_limit; got neither. Say how much there is to spend."
                )
            trials = sys.maxsize
        if ladder is not None:
            if self.patience is not None:
                raise SettingError(
                    "Expected no patience beside a rule with a resource, whose rounds compare all; got "
                    f"{self.patience!r}. Leave it out, or lower n_iter."
                )
            hurry = self.time_limit is not None  # who waits for all others may wait in vain
            trials = trials if hurry else ladder.candidates
            rule = ladder.rule(len(objective.pairs), waits=not hurry)
        return tune(
            objective,
            objective.values.space,
            direction=objective.goals,
            search=word,
            stopping=rule,
            max_trials=trials,
            time_limit=self.time_limit,
            patience=self.patience,
            executor=self.executor,
            n_jobs=_jobs(self.n_jobs),
            lag=self.lag,
            random_state=seed,
            warm_start=self._earlier(),
            callbacks=(*self._spoken(objective, trials), *self.callbacks),
        )

    @property
    def _words(self) -> tuple[int | None, Any]:
        """Candidates and searcher; a grid of scikit-learn's is gone through whole."""
        return (self.n_iter, self.search) if self.param_grid is None else (None, "grid")

    def _spoken(self, objective: Folded, trials: int | None) -> list[Fits]:
        """Who tells of the search; the first line is said at once."""
        if not self.verbose:
            return []
        ladder, space, say = objective.ladder, objective.values.space, aloud()
        known = None if trials is None else distinct(space, self._words[1], trials)
        surely = self.time_limit is None and self.patience is None and self.stopping == "never"
        say(heading(len(objective.pairs), known, ladder, surely=surely))
        return [Fits(say, objective, self.verbose)] if self.verbose > 1 else []

    def _earlier(self) -> Any:
        """What there is to begin with; True and False mean what they do elsewhere in scikit-learn."""
        if isinstance(self.warm_start, bool):
            return [self.study_] if self.warm_start and hasattr(self, "study_") else ()
        return self.warm_start

    def _tell(self, objective: Folded, asked: Any) -> None:
        """cv_results_, and what follows from it."""
        from sklearn.model_selection._validation import _warn_or_raise_about_fit_failures

        trials = list(self.study_)
        if not trials:
            raise NothingFinished("Expected at least one candidate; the time was too short for any.")
        rows = Rows(objective, trials)
        if rows.failures and self.error_score == "raise":
            objective.fit_and_score(*rows.failures[0], "raise")
        outs = rows.outs
        _warn_or_raise_about_fit_failures(outs, self.error_score)
        self.multimetric_ = isinstance(outs[0]["test_scores"], dict)
        if callable(self.scoring) and self.multimetric_:
            self._check_refit_for_multimetric(outs[0]["test_scores"])
            asked = self.refit
        self.cv_results_ = averaged(self._formatted(rows), self.n_splits_, rows.turns)
        if self.objectives is not None:
            self._tell_front(rows)
        if objective.ladder is not None:
            for name, value in objective.ladder.told(rows.counts).items():
                setattr(self, name, value)
        if self.refit or not self.multimetric_:
            choose = (lambda _: self.knee_) if self._to_knee else self.refit
            self.best_index_ = self._select_best_index(choose, asked, self.cv_results_)
            self.best_params_ = self.cv_results_["params"][self.best_index_]
            if not callable(choose):
                self.best_score_ = self.cv_results_[f"mean_test_{asked}"][self.best_index_]

    @property
    def _to_knee(self) -> bool:
        return bool(self.objectives is not None and self.refit == "knee")

    def _check_refit_for_multimetric(self, scores: Any) -> None:
        """As scikit-learn does; the knee of the front is one of the candidates as well."""
        if not self._to_knee:
            super()._check_refit_for_multimetric(scores)

    def _tell_front(self, rows: Rows) -> None:
        """Who is beaten by nobody, among those who have seen all folds."""
        knee = self.study_.knee
        self.front_ = np.array([rows.place[trial.number] for trial in self.study_.front], np.intp)
        self.knee_ = None if knee is None else rows.place[knee.number]
        self.cv_results_["on_front"] = np.isin(np.arange(len(rows.turns)), self.front_)

    def _formatted(self, rows: Rows) -> dict[str, Any]:
        import warnings

        with warnings.catch_warnings():
            # Splits that a stopped candidate did not see are NaN on purpose.
            warnings.filterwarnings("ignore", message="One or more of the", category=UserWarning)
            results: dict[str, Any] = self._format_results(
                rows.params, self.n_splits_, rows.outs, rows.rounds
            )
        return results

    def _refit(self, X: Any, y: Any, fit_params: Mapping[str, Any]) -> None:
        self.best_estimator_ = clone(self.estimator).set_params(**clone(self.best_params_, safe=False))
        began = time.perf_counter()
        answers = () if y is None else (y,)
        self.best_estimator_.fit(X, *answers, **fit_params)
        self.refit_time_ = time.perf_counter() - began
        if hasattr(self.best_estimator_, "feature_names_in_"):
            self.feature_names_in_ = self.best_estimator_.feature_names_in_


def _sorted(grid: Any) -> Any:
    """A grid, or a list of them, with names in the order in which scikit-learn goes through them."""
    if isinstance(grid, Mapping):
        return dict(sorted(grid.items()))
    return [_sorted(one) for one in grid] if isinstance(grid, list | tuple) else grid


def _asked(name: Any) -> str:
    """The score that is searched for among several; "" where nobody has said."""
    return name if isinstance(name, str) and name != "knee" else ""


def _classes(y: Any) -> Any:
    """(rows,) labels of one class a row, else None."""
    from sklearn.utils.multiclass import type_of_target

    return np.asarray(y) if type_of_target(y) in ("binary", "multiclass") else None


def _jobs(n_jobs: int | None) -> int:
    """Candidates at a time, as joblib counts them."""
    from joblib import effective_n_jobs

    return 1 if n_jobs is None else int(effective_n_jobs(n_jobs))


def _seed(random_state: Any) -> int:
    from sklearn.utils import check_random_state

    if isinstance(random_state, int | np.integer):
        return int(random_state)
    return int(check_random_state(random_state).randint(2**31 - 1))
