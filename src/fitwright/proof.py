"""Whether a predictor is as good as its file says: the recorded score, derived again from rows not seen."""

from typing import Any

import numpy as np

from fitwright import metrics, tasks
from fitwright.core.errors import Damaged, DataError, Unsupported
from fitwright.core.evidence import Evidence
from fitwright.core.fingerprint import answers_fingerprint, fingerprint
from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.table import Table
from fitwright.metrics import Metric
from fitwright.pipeline import foretell
from fitwright.predictor import Predictor

EXACT = 1e-6
"""Scores that differ by less than this, or by this share, are the same: libraries round differently."""


def same(recorded: float, derived: float) -> bool:
    """Are these one score?"""
    return bool(np.isclose(recorded, derived, rtol=EXACT, atol=EXACT))


def derive(
    predictor: Predictor, X: Any, y: Any, sample_weight: Any = None, metric: Metric | None = None
) -> float:
    """The score of the ensemble on the rows that each of its pipelines had not seen.

    Parameters
    ----------
    predictor : as `load` gives it.
    X : (rows, columns) the table that `fit` was given; rows given as `validation` go below it.
    y : (rows,) its target.
    sample_weight : (rows,) its weights, where there were any.
    metric : the one it was fitted for, where that is a function of your own.

    Raises
    ------
    DataError
        These are other rows, or others' answers, than those that the predictor was fitted on.
    Damaged
        What the file says of folds fits no table of so many rows.
    Unsupported
        The file does not say which rows were not seen, or there are none for some member, or the metric is
        not in it.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from fitwright import AutoClassifier
    >>> X, y = load_iris(return_X_y=True)
    >>> model = AutoClassifier(max_trials=1, models=["linear"], verbose=0, random_state=0).fit(X, y)
    >>> same(derive(model.predictor_, X, y), model.predictor_.card["score"])
    True
    """
    evidence = _evidence(predictor)
    table, rows = _rows(predictor, evidence, X, y, sample_weight)
    metric = metric or _metric(predictor, rows)
    losses = [
        metric.loss(rows.at(part), _unseen(predictor, evidence, table.at(part), fold))
        for fold, part in _judged(predictor, evidence, len(rows))
    ]
    loss = float(np.mean(losses))
    return -loss if metric.higher_is_better else loss


def _evidence(predictor: Predictor) -> Evidence:
    evidence = predictor.evidence
    if evidence is None:
        raise Unsupported("Expected a file that says which rows were not seen; this one does not.")
    if evidence.refitted:
        raise Unsupported(
            f"Expected pipelines that have not seen some of the rows; {evidence.refitted} of this file were "
            "fitted on all rows, after the score was taken. Fit the run again to derive it: fitwright replay."
        )
    return evidence


def _rows(predictor: Predictor, evidence: Evidence, X: Any, y: Any, sample_weight: Any) -> tuple[Table, Rows]:
    """The table and its answers, where they are those that the file speaks of."""
    table = predictor.schema.read(X)
    recorded, found = str(predictor.card.get("fingerprint")), fingerprint(table)
    if found != recorded:
        raise DataError(
            f"Expected the {predictor.card.get('rows')} rows that the model was fitted on (fingerprint "
            f"{recorded[:12]}); got {len(table)} rows with fingerprint {found[:12]}. Give that table, "
            "unchanged and in its order."
        )
    weights = None if sample_weight is None else np.asarray(sample_weight, np.float64)
    rows = Rows(predictor.task.encode(tasks.target(y)), weights)
    if answers_fingerprint(rows) != evidence.answers:
        raise DataError(
            "Expected the target and the weights that the model was fitted on; the columns are those, the "
            "answers or the weights are not. Give both unchanged and in their order."
        )
    return table, rows


def _judged(predictor: Predictor, evidence: Evidence, count: int) -> list[tuple[int, Index]]:
    """The folds of the score, and the positions of their rows."""
    try:
        parts = [(int(fold), evidence.judged[int(fold)]) for fold in predictor.card["folds"]]
    except (LookupError, TypeError, ValueError) as error:
        raise Damaged(f"Expected the folds of the score; got {error!r}.") from error
    if not parts or any(not len(at) or at.min() < 0 or at.max() >= count for _, at in parts):
        raise Damaged(f"Expected folds of rows below {count}; others are in the file.")
    return parts


def _metric(predictor: Predictor, rows: Rows) -> Metric:
    name = str(predictor.card.get("metric"))
    metric = metrics.known(name, predictor.task, rows)
    if metric is None:
        raise Unsupported(
            f"Expected a metric that is known by its name; {name!r} is a function of your own. "
            "Pass it as metric."
        )
    return metric


def _unseen(predictor: Predictor, evidence: Evidence, table: Table, fold: int) -> Floats:
    """(rows, outputs) of the ensemble, each member by the pipeline that had not seen these rows."""
    places = evidence.places(fold)
    if places is None:
        raise Unsupported(f"Expected a pipeline of each member for fold {fold}; one has none.")
    bags = [[bag[place]] for bag, place in zip(predictor.bags, places, strict=True)]
    task = predictor.task
    return task.tidy(predictor.blend.apply(foretell(bags, table, task)))
