"""Optuna's words for our search: a script that says `import optuna` runs with `from fitwright import optuna`.

Studies, trials, samplers and pruners bear Optuna's names and do our work; Optuna itself is not needed.
"""

from fitwright.core.errors import TrialPruned
from fitwright.optuna import exceptions, importance, logging, pruners, samplers, study, trial
from fitwright.optuna.study import Study, create_study, load_study
from fitwright.optuna.trial import Trial

__all__ = [
    "Study",
    "Trial",
    "TrialPruned",
    "create_study",
    "exceptions",
    "importance",
    "load_study",
    "logging",
    "pruners",
    "samplers",
    "study",
    "trial",
]
