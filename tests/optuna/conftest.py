"""Scripts that run with both: ours and Optuna's own, where it is installed."""

import warnings

import pytest

import fitwright.optuna

OURS = fitwright.optuna


@pytest.fixture(params=["ours", "theirs"])
def optuna(request):
    """The module that a script calls `optuna`."""
    module = OURS if request.param == "ours" else pytest.importorskip("optuna")
    before = module.logging.get_verbosity()
    module.logging.set_verbosity(module.logging.ERROR)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=module.exceptions.ExperimentalWarning)
        warnings.filterwarnings("ignore", category=FutureWarning)  # what Optuna has marked as old
        yield module
    module.logging.set_verbosity(before)
