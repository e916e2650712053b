"""From a table to a predictor, in one straight path: the handles that data scientists meet."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

from fitwright import readers, tasks
from fitwright.audit import DataCheck, glance
from fitwright.brief import Brief
from fitwright.core import frames
from fitwright.core.budget import Budget
from fitwright.core.errors import NotFitted
from fitwright.core.events import Listener
from fitwright.evaluation import Evaluation
from fitwright.intake import Given, Intake, take_in
from fitwright.plan import make_plan
from fitwright.predictor import Predictor
from fitwright.report import leaderboard
from fitwright.run import Run
from fitwright.settings import Settings

LOG = logging.getLogger("fitwright")


class _Auto(BaseEstimator):  # type: ignore[misc]  # scikit-learn's classes carry no types
    """What both handles share: they store arguments, and `fit` is the table of contents."""

    _kind: ClassVar[str]

    def __init__(
        self,
        *,
        time_limit: float | None = None,
        trial_time_limit: float | None = None,
        memory_limit: int | str | None = None,
        max_trials: int | None = None,
        metric: Any = None,
        models: Sequence[Any] | None = None,
        space: Mapping[str, Any] | None = None,
        steps: Sequence[Any] | None = None,
        search: Any = "random",
        scheduling: Any = "racing",
        stopping: Any = "median",
        ensemble: Any = "greedy",
        cv: Any = None,
        executor: Any = "processes",
        n_jobs: int | None = None,
        random_state: Any = None,
        verbose: int = 1,
        callbacks: Sequence[Listener] | None = None,
        run_dir: str | Path | None = None,
        class_weight: Any = None,
        task: str | None = None,
        preset: str | None = None,
        constraints: Mapping[str, str] | None = None,
    ):
        self.time_limit = time_limit
        self.trial_time_limit = trial_time_limit
        self.memory_limit = memory_limit
        self.max_trials = max_trials
        self.metric = metric
        self.models = models
        self.space = space
        self.steps = steps
        self.search = search
        self.scheduling = scheduling
        self.stopping = stopping
        self.ensemble = ensemble
        self.cv = cv
        self.executor = executor
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.verbose = verbose
        self.callbacks = callbacks
        self.run_dir = run_dir
        self.class_weight = class_weight
        self.task = task
        self.preset = preset
        self.constraints = constraints

    def fit(
        self,
        X: Any,
        y: Any = None,
        sample_weight: Any = None,
        *,
        groups: Any = None,
        time: Any = None,
        roles: Mapping[str, Any] | None = None,
        validation: tuple[Any, Any] | None = None,
    ) -> Self:
        """Search, weigh and keep the best predictor for `X` and `y`.

        Parameters
        ----------
        X : (rows, columns) of any common kind: pandas, polars, Arrow, NumPy, SciPy sparse, list of dicts.
        y : (rows,) the target.
        sample_weight : (rows,) weights from 0, for learning and judging.
        groups : (rows,) labels, or the name of a column; no group is on both sides of a split.
        time : (rows,) moments or numbers, or the name of a column; judged rows come after learned ones.
        roles : column name to role, where the one that would be inferred is not right.
        validation : (X, y) to judge every candidate on, in place of a split of `X`.

        Raises
        ------
        DataError
            The table or the target cannot be used; nothing has been spent.
        NothingFinished
            No candidate finished; the message has the first reason.
        """
        settings = Settings.of(self.get_params(deep=False))
        given = Given(X, y, sample_weight, groups, time, roles, validation)
        return self._fit(given, settings, settings.budget())

    def _fit(self, given: Given, settings: Settings, budget: Budget) -> Self:
        """The straight path; `budget` has been running since the first look at the data."""
        seed = settings.seed
        intake = take_in(given, settings.task or self._kind, settings.class_weight)
        self.audit_: DataCheck = glance(
            intake.schema, intake.table, intake.rows, intake.task, settings.seconds
        )
        intake.notes.extend(self.audit_.sentences)
        if settings.verbose:
            for finding in self.audit_.of("critical"):
                LOG.warning("%s", finding)
        plan = make_plan(intake.table, intake.rows, intake.task, settings, seed, intake.judged)
        return self._keep(Run(Brief(intake, plan, settings, seed), budget), given.X)

    def _keep(self, run: Run, X: Any) -> Self:
        """Drive the run and keep what it found; `X` is a table of the kind that came, with its columns."""
        self.predictor_: Predictor = run.predictor()
        rows = leaderboard(run.history)
        self.leaderboard_ = frames.frame_like(X, rows)
        self.front_ = frames.frame_like(X, [row for row in rows if row["front"]])
        self.history_ = run.history
        self._remember(X, run.brief.intake)
        return self

    def predict(self, X: Any) -> NDArray[Any]:
        """(rows,) the answer for each row, in the user's labels or numbers."""
        return self._fitted().answers(X)

    def evaluate(self, X: Any, y: Any, sample_weight: Any = None) -> Evaluation:
        """The metric asked for and the usual ones, each in its own sign, with pictures."""
        return self._fitted().evaluate(X, y, sample_weight)

    def save(self, path: str | Path, *, allow_pickle: bool = False) -> None:
        """Write the predictor to one file, which `fitwright.load` opens anywhere.

        Parameters
        ----------
        path : where to; an old file there is replaced at the end, in one move.
        allow_pickle : needed where a model or a step in it is of your own.
        """
        self._fitted().save(path, allow_pickle=allow_pickle)

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "predictor_")

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.sparse = True
        tags.input_tags.categorical = True
        tags.input_tags.string = True
        return tags

    def _fitted(self) -> Predictor:
        """The predictor, or scikit-learn's own error with our words."""
        if not hasattr(self, "predictor_"):
            raise _not_fitted_error(f"This {type(self).__name__} has not been fitted. Call fit(X, y) first.")
        return self.predictor_

    def _remember(self, X: Any, intake: Intake) -> None:
        """What scikit-learn expects of a fitted estimator."""
        self.n_features_in_ = len(intake.schema.names)
        if (names := frames.text_names(X)) is not None:
            self.feature_names_in_ = np.asarray(names, dtype=object)
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_


class AutoClassifier(ClassifierMixin, _Auto):  # type: ignore[misc]  # scikit-learn's classes carry no types
    """Finds the best classifier for a table within a budget.

    Parameters
    ----------
    time_limit : seconds for the whole `fit`, from reading to the weighed ensemble; 60 where neither this
        nor `max_trials` is given, no limit where `max_trials` is.
    trial_time_limit : seconds for all folds of one candidate together; a share of what is left where None.
    memory_limit : bytes (or "4 GB") that one step of a candidate may add.
    max_trials : candidates, the baseline not counted.  With this and no time limit the same `random_state`
        gives the same result, bit for bit, for any number of cores.
    metric : a name of fitwright.metrics, a scorer of scikit-learn's, a function f(y_true, y_pred) of which
        more is better, or a Metric; "roc_auc" for two classes and "log_loss" for more where None.  In a list
        the first one judges; the search looks for the front of all: other metrics, "ms_per_row" (predicting),
        "bytes" (a fold's fitted state), "seconds" (all fits of a candidate), "complexity" (steps and model).
    models : names of families and scikit-learn estimators of your own; all that are installed where None.
    space : family to its hyperparameters' domains, in place of the ones it comes with.
    steps : names of steps and scikit-learn transformers of your own, in place of the chains that fit the
        table and the family.
    search, scheduling, stopping, ensemble, executor : a member of the room, by name or as an object.
        search="evolution" breeds whole pipelines from a wider choice of steps.
    cv : folds, a splitter (scikit-learn's too), or pairs of row positions; chosen from the data where None.
    n_jobs : cores in all; those of the machine where None.
    random_state : seed.
    verbose : 0 is silent, 1 writes a line a candidate to the logger "fitwright".
    callbacks : functions that hear every event of the run.
    run_dir : an empty folder that keeps the table, the ledger and what was fitted.
    class_weight : "balanced", or a dict of label to weight; for learning, not for judging.
    task : a kind of task that nobody would guess from the target, such as one of a package of your own.
    preset : "interpretable" tries models that can be read (tree, linear, additive, naive_bayes) on columns
        that keep their meaning, and keeps the best alone, fitted on all rows where the time allows.
    constraints : name to a bound, as in {"ms_per_row": "<= 0.1", "bytes": "<= 5e6"}: measures and metrics.
        The predictor keeps to them; where an ensemble with a pipeline for each fold would not, members are
        fewer and one pipeline each.  What is measured in time depends on the machine; so does the outcome.

    Attributes
    ----------
    predictor_ : what was found; it can be used and saved on its own.
    leaderboard_ : a row for every candidate.
    front_ : the rows of those that no other beats in all that was asked for (score and ms_per_row otherwise).
    audit_ : what a quick look at the table found before anything was spent; see `fitwright.check`.
    classes_ : the labels.

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> from fitwright import AutoClassifier
    >>> X, y = load_breast_cancer(return_X_y=True)
    >>> model = AutoClassifier(max_trials=2, models=["linear"], verbose=0, random_state=0).fit(X, y)
    >>> model.score(X, y) > 0.95
    True
    """

    _kind = "classification"

    @property
    def classes_(self) -> NDArray[Any]:
        """The labels, in the order of the columns of `predict_proba`."""
        return self._fitted().classes_

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """(rows, classes) of probabilities, in the order of `classes_`."""
        return self._fitted().outputs(X)


class AutoRegressor(RegressorMixin, _Auto):  # type: ignore[misc]  # scikit-learn's classes carry no types
    """Finds the best regressor for a table within a budget.

    The arguments are those of `AutoClassifier`; `metric` is "rmse" where None, and there is no class_weight.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> from fitwright import AutoRegressor
    >>> X, y = load_diabetes(return_X_y=True)
    >>> model = AutoRegressor(max_trials=2, models=["linear"], verbose=0, random_state=0).fit(X, y)
    >>> model.predict(X).shape
    (442,)
    """

    _kind = "regression"


def fit(data: Any, target: str, **settings: Any) -> AutoClassifier | AutoRegressor:
    """Read a table, find out what is asked, and fit.

    Parameters
    ----------
    data : a table; the path of a file (CSV, Parquet, Feather, JSON lines, ARFF, Excel), of a folder of such
        files; or a database's address with its table, as in "sqlite:///shop.db?table=orders".
    target : the column to predict.
    settings : as for `AutoClassifier`, and `groups`, `time`, `roles` as for its `fit`.

    Raises
    ------
    DataError
        The file cannot be read, has no such column, or its target cannot be learned.

    Examples
    --------
    >>> import fitwright
    >>> rows = {"size": [1, 2, 3, 4] * 10, "kind": ["s", "s", "l", "l"] * 10}
    >>> model = fitwright.fit(rows, target="kind", max_trials=1, models=["linear"], verbose=0, random_state=0)
    >>> model.predict({"size": [1, 4]}).tolist()
    ['s', 'l']
    """
    told = {name: settings.pop(name) for name in ("groups", "time", "roles") if name in settings}
    said = Settings.of(settings)
    budget = said.budget()
    frame = readers.read(data) if isinstance(data, str | Path) else data
    X, y, dropped = frames.split_target(frame, target)
    kind = tasks.infer(y, said.task).classifies
    model = (AutoClassifier if kind else AutoRegressor)(**settings)
    if dropped:
        LOG.warning("%d rows without a target are left out.", dropped)
    return model._fit(Given(X, y, **told), said, budget)


def _not_fitted_error(text: str) -> NotFitted:
    """One error that is ours and scikit-learn's."""
    from sklearn.exceptions import NotFittedError

    kind: type[NotFitted] = type("NotFittedError", (NotFitted, NotFittedError), {})
    return kind(text)
