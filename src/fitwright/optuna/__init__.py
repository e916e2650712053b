"""Optuna's words for our search: a script that says `import optuna` runs with `from fitwright import optuna`.

Studies, trials, samplers and pruners bear Optuna's names and do our work; Optuna itself is not needed.
"""

from typing import Any

from fitwright.core.errors import TrialPruned
from fitwright.optuna import (
    distributions,
    exceptions,
    importance,
    integration,
    logging,
    pruners,
    samplers,
    search_space,
    storages,
    study,
    trial,
    visualization,
)
from fitwright.optuna.study import (
    Study,
    copy_study,
    create_study,
    delete_study,
    get_all_study_names,
    get_all_study_summaries,
    load_study,
)
from fitwright.optuna.trial import Trial, create_trial

__all__ = [
    "Study",
    "Trial",
    "TrialPruned",
    "__version__",
    "copy_study",
    "create_study",
    "create_trial",
    "delete_study",
    "distributions",
    "exceptions",
    "get_all_study_names",
    "get_all_study_summaries",
    "importance",
    "integration",
    "load_study",
    "logging",
    "pruners",
    "samplers",
    "search_space",
    "storages",
    "study",
    "trial",
    "visualization",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("fitwright")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
