"""A run that was kept goes on, or is fitted once more from its record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from fitwright import ledger
from fitwright.archive import TABLE, Archive
from fitwright.assemble import fitted_bags, weigh
from fitwright.automl import AutoClassifier, AutoRegressor
from fitwright.brief import Brief
from fitwright.core.events import Event, Stepped, Weighed
from fitwright.core.history import History
from fitwright.core.trial import Result, Step
from fitwright.core.work import Key, Work
from fitwright.deliver import card_of, put_together
from fitwright.evaluate import Evaluate, Refit
from fitwright.intake import Intake
from fitwright.predictor import Predictor
from fitwright.redo import Redone, kept, redo, work_of
from fitwright.run import Run
from fitwright.settings import Settings
from fitwright.views import Laid

MOMENT = 0.01
"""Seconds of a run whose time was over: what there is is weighed."""
SAME = ("trials", "weights", "folds", "score", "refitted")
"""What of two cards tells that they are of one ensemble."""


def resume(
    run_dir: str | Path, *, time_limit: float | None = None, max_trials: int | None = None, **own: Any
) -> AutoClassifier | AutoRegressor:
    """Go on with a run where its folder stands, and give the fitted estimator.

    A run that was killed, or ended by Ctrl-C, ends as if it had not been: with a budget in trials bit for
    bit; with one in seconds it is never worse than it stood.  A step that was cut starts again.  A run that
    was finished can be given more time, or more trials: then it ends, bit for bit, as one that had them from
    the beginning.

    Parameters
    ----------
    run_dir : the `run_dir` of a fit.  It holds the table and the settings.
    time_limit : seconds from now on.
    max_trials : candidates in all, those of before counted.  Where neither this nor `time_limit` is given,
        the run gets what is left of its own budget.
    own : objects that a folder cannot hold, as they were (`models` with estimators of your own, a function as
        `metric`, ...); and `callbacks`, `verbose`, `n_jobs`, `executor`, `trial_time_limit`, `memory_limit`,
        which may be others.

    Raises
    ------
    Damaged
        The folder holds no run, or bytes of its table or of its record have changed.
    SettingError
        A setting is not what it was, or an object is missing; the message says which.
    Unsupported
        Another process drives this run.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from sklearn.datasets import load_iris
    >>> import fitwright
    >>> X, y = load_iris(return_X_y=True)
    >>> home = mkdtemp()
    >>> given = {"models": ["linear"], "cv": 2, "verbose": 0, "random_state": 0}
    >>> first = fitwright.AutoClassifier(max_trials=1, run_dir=home, **given).fit(X, y)
    >>> more = fitwright.resume(home, max_trials=2, verbose=0)
    >>> len(first.history_), len(more.history_)
    (2, 3)
    """
    archive = Archive.read(run_dir)
    given = {**own, **_budgets(Path(run_dir), time_limit, max_trials)}
    settings = archive.settings(given)
    run = Run(archive.brief(settings), settings.budget(), goes_on=True)
    return _handle(run.brief)._keep(run, _like(run.brief.intake))


@dataclass(frozen=True)
class Replay:
    """A recorded run, fitted once more.

    Attributes
    ----------
    predictor : the ensemble that came of it.
    steps : fitted steps that were compared with the record.
    differences : a sentence for everything that is not, bit for bit, as recorded.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from sklearn.datasets import load_iris
    >>> import fitwright
    >>> X, y = load_iris(return_X_y=True)
    >>> home = mkdtemp()
    >>> given = {"models": ["linear"], "cv": 2, "verbose": 0, "random_state": 0, "executor": "serial"}
    >>> model = fitwright.AutoClassifier(max_trials=1, run_dir=home, **given).fit(X, y)
    >>> again = fitwright.replay(home)
    >>> again.steps, again.differences
    (4, [])
    """

    predictor: Predictor
    steps: int
    differences: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Is it the recorded ensemble, bit for bit?"""
        return not self.differences


def replay(run_dir: str | Path, **own: Any) -> Replay:
    """Fit the candidates that a run had to choose from once more, and weigh them again.

    Configs, folds, seeds and what the clock had said are taken from the record: so the same models and the
    same ensemble come of it, bit for bit, with the same libraries; also of a run that had a time limit.
    Nothing is written to the run's folder.

    Parameters
    ----------
    run_dir : the `run_dir` of a fit.
    own : as for `resume`.

    Raises
    ------
    Damaged, SettingError
        As for `resume`.
    NothingFinished
        There was no candidate to choose.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from sklearn.datasets import load_iris
    >>> import fitwright
    >>> X, y = load_iris(return_X_y=True)
    >>> home = mkdtemp()
    >>> given = {"models": ["linear"], "cv": 2, "verbose": 0, "random_state": 0}
    >>> model = fitwright.AutoClassifier(max_trials=1, run_dir=home, **given).fit(X, y)
    >>> fitwright.replay(home).same
    True
    """
    archive = Archive.read(run_dir)
    brief = archive.brief(archive.settings(own))
    events = _delivered(ledger.events_in(Path(run_dir)))
    with TemporaryDirectory(prefix="fitwright-", ignore_cleanup_errors=True) as folder:
        evaluate = brief.objective(Path(folder), Laid.open(archive.home / TABLE), sync=False)
        return _replayed(brief, evaluate, events)


def _replayed(brief: Brief, evaluate: Evaluate, events: list[Event]) -> Replay:
    recorded = History(evaluate.steps, events)
    places = kept(events, recorded)
    done = redo([work_of(recorded[n], step) for n, step in places], evaluate, brief.executor())
    told = _told(done, {place: recorded[place[0]].results[place[1]] for place in places})
    history = History(evaluate.steps, [_with(event, done) for event in events])
    assembly = weigh(history, evaluate, brief.combine(), recorded.card.get("tight", 1.0))
    refitted, told_too = _refitted(brief, evaluate, recorded)
    card = card_of(brief, assembly, refitted)
    then = recorded.card or card
    told += told_too + [
        f"{name} of the ensemble: {then[name]} then, {card[name]} now"
        for name in SAME
        if then[name] != card[name]
    ]
    bags = fitted_bags(assembly, evaluate, refitted)
    predictor = put_together(brief, evaluate, assembly, refitted, bags, {**then, **card})
    return Replay(predictor, len(places) + len(refitted), told)


def _refitted(brief: Brief, evaluate: Evaluate, recorded: History) -> tuple[dict[int, Result], list[str]]:
    """The members that had been fitted on all rows, once more."""
    whole = {(n, Step()): recorded.refitted[n] for n in recorded.card.get("refitted", ())}
    works = [
        Work(Key(n, step), recorded[n].config, clock=result.clock) for (n, step), result in whole.items()
    ]
    done = redo(works, Refit(evaluate), brief.executor())
    return {n: result for (n, _), result in done.results.items()}, _told(done, whole)


def _told(done: Redone, recorded: Mapping[tuple[int, Step], Result]) -> list[str]:
    """Where the fits differ from the record."""
    told = [f"candidate {n}, fold {step.fold}: {why}" for (n, step), why in done.failed.items()]
    for (n, step), result in done.results.items():
        then = recorded[n, step]
        if odd := [name for name, ref in then.refs.items() if result.refs.get(name) != ref]:
            told.append(f"candidate {n}, fold {step.fold}: {', '.join(odd)} came out otherwise")
    return told


def _with(event: Event, done: Redone) -> Event:
    """The event with the result of now, and what the clock measured then."""
    if isinstance(event, Stepped) and (event.trial, event.step) in done.results:
        result = done.results[event.trial, event.step]
        return replace(event, result=replace(result, values=event.result.values))
    return event


def _delivered(events: Sequence[Event]) -> list[Event]:
    """All up to the ensemble that was delivered; where none was yet, all there is."""
    ends = [place for place, event in enumerate(events, start=1) if isinstance(event, Weighed)]
    return list(events[: ends[-1]] if ends else events)


def _budgets(home: Path, time_limit: float | None, max_trials: int | None) -> dict[str, Any]:
    """What was given now, or what is left of what was given then."""
    if time_limit is not None or max_trials is not None:
        return {"time_limit": time_limit, "max_trials": max_trials}
    if not (home / "ledger.sqlite").exists():  # it was killed before the first candidate
        return {}
    history = History(events=ledger.events_in(home))
    seconds = history.header.get("seconds")
    left = None if seconds is None else max(MOMENT, seconds - history.spent)
    return {"time_limit": left, "max_trials": history.header.get("trials")}


def _handle(brief: Brief) -> AutoClassifier | AutoRegressor:
    """An estimator with the settings of the run."""
    kind = AutoClassifier if brief.intake.task.classifies else AutoRegressor
    return kind(**{word.name: getattr(brief.settings, word.name) for word in fields(Settings)})


def _like(intake: Intake) -> Any:
    """A table of no rows of the kind that came."""
    if intake.pandas:
        import pandas as pd

        return pd.DataFrame(columns=intake.names or range(len(intake.schema.names)))
    if intake.names is not None:
        return dict.fromkeys(intake.names, ())
    return np.empty((0, len(intake.schema.names)))
