"""Every error this package raises on purpose.

FitwrightError
├── DataError            the table or the target cannot be used
│   └── SchemaError      a table does not have the columns a predictor was fitted on
├── SettingError         an argument cannot be used
│   ├── UnknownName      no member of a room bears this name
│   └── SpaceError       a search space is empty or contradicts itself
├── MissingExtra         the member is there, its library is not installed
├── Damaged              stored bytes are missing or changed
├── NotFitted            asked to predict before fit
├── NothingFinished      the budget ended before one candidate did
├── Unsupported          this kind of work cannot be done in this place
├── CandidateFailed      one candidate cannot go on; the run can
└── TrialPruned          an objective ends its trial, as a rule told it to
"""


class FitwrightError(Exception):
    """Base of all errors raised on purpose.

    Attributes
    ----------
    study : what a search had found before it ended with this error; None where there was nothing.
    """

    study: object = None


class DataError(FitwrightError, ValueError):
    """The table or the target cannot be used."""


class SchemaError(DataError):
    """A table does not have the columns a predictor was fitted on."""


class SettingError(FitwrightError, ValueError):
    """An argument cannot be used."""


class UnknownName(SettingError, LookupError):
    """No member of a room bears this name."""


class SpaceError(SettingError):
    """A search space is empty or contradicts itself."""


class MissingExtra(FitwrightError, ImportError):
    """The member is there, its library is not installed."""


class Damaged(FitwrightError, OSError):
    """Stored bytes are missing or changed."""


class NotFitted(FitwrightError, ValueError, AttributeError):
    """Asked to predict before fit (the public handles raise scikit-learn's NotFittedError as well)."""


class NothingFinished(FitwrightError, RuntimeError):
    """The budget ended before one candidate did."""


class Unsupported(FitwrightError, RuntimeError):
    """This kind of work cannot be done in this place."""


class CandidateFailed(FitwrightError, RuntimeError):
    """One candidate cannot go on; the run can."""


class TrialPruned(FitwrightError):
    """An objective ends its trial, as a rule told it to.

    Examples
    --------
    >>> from fitwright import TrialPruned, tune
    >>> def objective(trial):
    ...     x = trial.suggest_float("x", 0, 1)
    ...     for epoch in range(3):
    ...         trial.report(x, epoch)
    ...         if trial.should_prune():
    ...             raise TrialPruned
    ...     return x
    >>> study = tune(objective, stopping="median", max_trials=12)
    >>> {trial.state for trial in study} == {"done", "stopped"}
    True
    """


def is_pruned(error: BaseException | None) -> bool:
    """Does it end its trial, and is no failure: `TrialPruned`, ours or Optuna's own?

    Examples
    --------
    >>> is_pruned(TrialPruned()), is_pruned(ValueError()), is_pruned(None)
    (True, False, False)
    """
    return type(error).__name__ == "TrialPruned"
