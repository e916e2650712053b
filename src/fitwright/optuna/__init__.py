"""Optuna's words for our search: a script that says `import optuna` runs with `from fitwright import optuna`.

Studies, trials, samplers and pruners bear Optuna's names and do our work; Optuna itself is not needed.
"""

from fitwright.core.errors import TrialPruned
from fitwright.optuna import (
    distributions,
    exceptions,
    importance,
    logging,
    pruners,
    samplers,
    study,
    trial,
    visualization,
)
from fitwright.optuna.study import Study, create_study, delete_study, get_all_study_names, load_study
from fitwright.optuna.trial import Trial, create_trial

__all__ = [
    "Study",
    "Trial",
    "TrialPruned",
    "create_study",
    "create_trial",
    "delete_study",
    "distributions",
    "exceptions",
    "get_all_study_names",
    "importance",
    "load_study",
    "logging",
    "pruners",
    "samplers",
    "study",
    "trial",
    "visualization",
]
