"""Studies as Optuna's users make and find them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import Any
from uuid import uuid4

from fitwright.core.errors import SettingError
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.optuna._callbacks import MaxTrialsCallback
from fitwright.optuna._kept import Card, card, folder_of, kept_in, names, opened, read, say
from fitwright.optuna._lines import LOG
from fitwright.optuna._queue import Queue
from fitwright.optuna._study import Study
from fitwright.optuna._told import StudyDirection
from fitwright.optuna.exceptions import DuplicatedStudyError, StudyNotFound
from fitwright.optuna.pruners import MedianPruner, rule_of
from fitwright.optuna.samplers import TPESampler
from fitwright.optuna.trial import FrozenTrial
from fitwright.suggest import OPEN

__all__ = [
    "MaxTrialsCallback",
    "Study",
    "StudyDirection",
    "StudySummary",
    "copy_study",
    "create_study",
    "delete_study",
    "get_all_study_names",
    "get_all_study_summaries",
    "load_study",
]


def create_study(
    *,
    study_name: str | None = None,
    direction: Any = None,
    directions: Sequence[Any] | None = None,
    sampler: Any = None,
    pruner: Any = None,
    storage: Any = None,
    load_if_exists: bool = False,
) -> Study:
    """A study without trials, or the one that is kept there.

    Parameters
    ----------
    study_name : one of its own where None.
    direction, directions : "minimize" or "maximize"; one for each value where there are several.
    sampler : one of `fitwright.optuna.samplers`, a searcher of ours, or a sampler of Optuna's own;
        `TPESampler()` where None.
    pruner : one of `fitwright.optuna.pruners`, one with a `prune` of your own, a rule of ours, or a pruner of
        Optuna's own; `MedianPruner()` where None.
    storage : an address such as "sqlite:///study.db", a path, or one of `fitwright.optuna.storages`; it is
        kept in a folder beside that, "study.db.studies"; in memory where None.
    load_if_exists : go on with a study that is kept there.

    Raises
    ------
    DuplicatedStudyError
        A study of this name is kept there already.
    SettingError
        An argument cannot be used.

    Examples
    --------
    >>> from fitwright import optuna
    >>> study = optuna.create_study(direction="maximize", sampler=optuna.samplers.GPSampler(seed=1))
    >>> study.optimize(lambda trial: -(trial.suggest_float("x", -5, 5) ** 2), n_trials=20)
    >>> study.best_value > -0.1
    True
    """
    if direction is not None and directions is not None:
        raise SettingError("Expected direction or directions; got both.")
    words = ["minimize" if direction is None else direction] if directions is None else list(directions)
    name = study_name or f"no-name-{uuid4()}"
    kept, there = folder_of(storage, name), getattr(storage, "studies", {})
    before = None if kept is None else card(kept)
    if (before is not None or name in there) and not load_if_exists:
        raise DuplicatedStudyError(
            f"Expected a new study; {name!r} is kept in {kept or 'that storage'}. Say load_if_exists=True to "
            "go on with it."
        )
    if name in there:
        return _again(there[name], sampler, pruner)
    said = before or Card([str(getattr(word, "name", word)).lower() for word in words])
    Goals.read(said.directions)
    if pruner is not None:
        rule_of(pruner)  # what is no pruner is said before anything is spent
    if kept is not None and before is None:
        say(kept, said)
    if before is None:
        LOG.info("Study %r is new, %s.", name, "in memory" if kept is None else f"kept in {kept}")
    made = Study(
        name,
        said.directions,
        TPESampler() if sampler is None else sampler,
        MedianPruner() if pruner is None else pruner,
        kept,
    )
    there[name] = made
    return made


def _again(study: Study, sampler: Any, pruner: Any) -> Study:
    """One in memory, with what is said of how it goes on."""
    study.sampler, study.pruner = sampler or study.sampler, pruner or study.pruner
    return study


def load_study(*, study_name: str | None, storage: Any, sampler: Any = None, pruner: Any = None) -> Study:
    """The study of this name that is kept there; the arguments are those of `create_study`.

    Parameters
    ----------
    study_name : the one that is there where None.

    Raises
    ------
    StudyNotFound
        There is none of this name.
    SettingError
        There is none at all, or there are several, and no name.
    """
    there = get_all_study_names(storage)
    if study_name is None and len(there) != 1:
        raise SettingError(f"Expected a study_name where there is not one study; there are {there}.")
    name = study_name or there[0]
    if not hasattr(storage, "studies"):
        _there(storage, name)
    elif name not in there:
        raise StudyNotFound(f"Expected a study in that storage; {name!r} is none of {there}.")
    return create_study(study_name=name, sampler=sampler, pruner=pruner, storage=storage, load_if_exists=True)


def copy_study(
    *, from_study_name: str, from_storage: Any, to_storage: Any, to_study_name: str | None = None
) -> None:
    """Write a study down once more, elsewhere or under another name (its own where None).

    Raises
    ------
    SettingError
        There is no such study, or one of the storages is None.
    DuplicatedStudyError
        There is one of the new name.
    """
    there, said = _there(from_storage, from_study_name)
    name = to_study_name or from_study_name
    folder = kept_in(to_storage, name)
    create_study(study_name=name, storage=to_storage, directions=said.directions)
    say(folder, said)
    events = read(there)
    record = opened(folder)
    record.append(events)
    record.close()
    Queue(there, History(OPEN, events)).copy(folder)


def delete_study(*, study_name: str, storage: Any) -> None:
    """Remove a study that is kept there, with all its trials.

    Raises
    ------
    StudyNotFound
        There is none.
    """
    if study_name in getattr(storage, "studies", {}):
        del storage.studies[study_name]
        return
    rmtree(_there(storage, study_name)[0])


@dataclass(frozen=True)
class StudySummary:
    """What there is to say of a study that is kept.

    Attributes
    ----------
    directions : one for each value.
    best_trial : None where there is none, or there are several values.
    user_attrs : name to what was noted of it.
    n_trials : how many.
    datetime_start : when its first trial began; None where there is none.
    """

    study_name: str
    directions: list[StudyDirection]
    best_trial: FrozenTrial | None
    user_attrs: dict[str, Any]
    n_trials: int
    datetime_start: datetime | None

    @property
    def direction(self) -> StudyDirection:
        """The first one."""
        return self.directions[0]


def get_all_study_summaries(storage: Any, include_best_trial: bool = True) -> list[StudySummary]:
    """Of the studies that are kept there, in alphabetical order.

    Parameters
    ----------
    include_best_trial : tell of it.
    """
    studies = [load_study(study_name=name, storage=storage) for name in names(storage)]
    return [_summary(study, best=include_best_trial) for study in studies]


def _summary(study: Study, *, best: bool) -> StudySummary:
    trials = study.trials
    starts = [trial.datetime_start for trial in trials if trial.datetime_start is not None]
    found = study.best_trials if best and len(study.directions) == 1 else []
    return StudySummary(
        study.study_name, study.directions, next(iter(found), None), study.user_attrs, len(trials),
        min(starts, default=None),
    )  # fmt: skip


def _there(storage: Any, name: str) -> tuple[Path, Card]:
    """The folder of a study that is kept, and what was said of it.

    Raises
    ------
    StudyNotFound
        There is none.
    """
    folder = kept_in(storage, name)
    said = card(folder)
    if said is None:
        raise StudyNotFound(f"Expected a study that is kept in {folder}; there is none.")
    return folder, said


def get_all_study_names(storage: Any) -> list[str]:
    """Of the studies that are kept there, in alphabetical order."""
    return sorted(storage.studies) if hasattr(storage, "studies") else names(storage)
