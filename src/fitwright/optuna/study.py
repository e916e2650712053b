"""Studies as Optuna's users make and find them."""

from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree
from typing import Any

from fitwright.core.errors import SettingError
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.objectives import OPEN
from fitwright.optuna._callbacks import MaxTrialsCallback
from fitwright.optuna._kept import folder_of, names, read
from fitwright.optuna._study import Study
from fitwright.optuna._told import StudyDirection
from fitwright.optuna.exceptions import DuplicatedStudyError
from fitwright.optuna.pruners import MedianPruner, rule_of
from fitwright.optuna.samplers import TPESampler

__all__ = [
    "MaxTrialsCallback",
    "Study",
    "StudyDirection",
    "create_study",
    "delete_study",
    "get_all_study_names",
    "load_study",
]


def create_study(
    *,
    study_name: str | None = None,
    direction: Any = None,
    directions: Sequence[Any] | None = None,
    sampler: Any = None,
    pruner: Any = None,
    storage: str | Path | None = None,
    load_if_exists: bool = False,
) -> Study:
    """A study without trials, or the one that is kept there.

    Parameters
    ----------
    study_name : "study" where None.
    direction, directions : "minimize" or "maximize"; one for each value where there are several.
    sampler : one of `fitwright.optuna.samplers`, a searcher of ours, or a sampler of Optuna's own;
        `TPESampler()` where None.
    pruner : one of `fitwright.optuna.pruners`, one with a `prune` of your own, a rule of ours, or a pruner of
        Optuna's own; `MedianPruner()` where None.
    storage : an address such as "sqlite:///study.db", or a path: the study is kept in a folder beside it,
        "study.db.studies"; in memory where None.
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
    words = [direction or "minimize"] if directions is None else list(directions)
    name = study_name or "study"
    kept = folder_of(storage, name)
    if kept is not None and read(kept) and not load_if_exists:
        raise DuplicatedStudyError(
            f"Expected a new study; {name!r} is kept in {kept}. Say load_if_exists=True to go on with it."
        )
    said = [str(getattr(word, "name", word)).lower() for word in words]
    Goals.read(said)
    if pruner is not None:
        rule_of(pruner)  # what is no pruner is said before anything is spent
    return Study(
        name,
        said,
        TPESampler() if sampler is None else sampler,
        MedianPruner() if pruner is None else pruner,
        kept,
    )


def load_study(
    *, study_name: str = "study", storage: str | Path, sampler: Any = None, pruner: Any = None
) -> Study:
    """The study of this name that is kept there; the arguments are those of `create_study`.

    Raises
    ------
    SettingError
        There is none.
    """
    kept = folder_of(storage, study_name)
    header = History(OPEN, [] if kept is None else read(kept)).header
    if not header:
        raise SettingError(f"Expected a study that is kept in {kept}; there is none.")
    directions = ["minimize" if sign > 0 else "maximize" for sign in Goals.of(header).signs]
    return create_study(
        study_name=study_name, directions=directions, sampler=sampler, pruner=pruner, storage=storage,
        load_if_exists=True,
    )  # fmt: skip


def delete_study(*, study_name: str = "study", storage: str | Path) -> None:
    """Remove a study that is kept there, with all its trials.

    Raises
    ------
    SettingError
        There is none.
    """
    kept = folder_of(storage, study_name)
    if kept is None or not (kept / "ledger.sqlite").is_file():
        raise SettingError(f"Expected a study that is kept in {kept}; there is none.")
    rmtree(kept)


def get_all_study_names(storage: str | Path) -> list[str]:
    """Of the studies that are kept there, in alphabetical order."""
    return names(storage)
