"""Stops what a pruner of Optuna's would stop."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, ClassVar

from fitwright.core.errors import MissingExtra, SettingError
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.core.work import Verdict
from fitwright.stopping._mirror import Mirror
from fitwright.stopping.rule import Rule


class OptunaPruner(Rule):
    """Any pruner of Optuna's, one of your own among them, in runs of ours.

    A copy of it is asked about a study of Optuna's own that stands where the history does: trials with what
    their objective suggested, reported and noted, and how they ended, in the function's own sign.  In a run
    that goes on it is first asked about all that was reported before, trial by trial, since some pruners keep
    notes of what they have seen.  Steps are those that `report` tells, else the count of results from 0 on.

    Parameters
    ----------
    pruner : such as `optuna.pruners.HyperbandPruner()`; `MedianPruner()` where None.

    Raises
    ------
    MissingExtra
        Optuna is not installed.
    SettingError
        It is no pruner; or, once it is asked, there are several losses or limits.

    Examples
    --------
    >>> from optuna.pruners import PercentilePruner
    >>> from fitwright import Float, tune
    >>> def loss(config):
    ...     for epoch in range(5):
    ...         yield config["x"] + 1 / (1 + epoch)
    >>> rule = OptunaPruner(PercentilePruner(25.0))
    >>> study = tune(loss, {"x": Float(0, 1)}, stopping=rule, max_trials=20)
    >>> {trial.state for trial in study} == {"done", "stopped"}
    True

    References
    ----------
    Akiba et al. (2019), Optuna: a next-generation hyperparameter optimization framework.
    """

    needs: ClassVar[Mapping[str, str]] = {"optuna": "optuna"}

    def __init__(self, pruner: Any = None):
        if pruner is not None and (isinstance(pruner, type) or not callable(getattr(pruner, "prune", None))):
            raise SettingError(f"Expected a pruner of Optuna's, such as MedianPruner(); got {pruner!r}.")
        self.pruner = pruner
        self._mirror: Mirror | None = None

    def judge(self, trial: Trial, history: History) -> Verdict:
        goals = Goals.of(history.header)
        if not goals.alone:
            raise SettingError(
                "Expected one loss without limits, as pruners of Optuna's judge one value; there are "
                f"{', '.join(goals.measures)}. Take a rule of ours, such as stopping='median'."
            )
        if not trial.results:
            return "go"
        if self._mirror is None or not self._mirror.fits(history):
            self._mirror = Mirror(self._meant(), goals.signs[0])
        return "stop" if self._mirror.ends(trial, history) else "go"

    def to_dict(self) -> dict[str, Any]:
        """What it was made with, so that two runs can tell whether they are judged alike."""
        return {"pruner": self.pruner}

    def _meant(self) -> Any:
        if find_spec("optuna") is None:
            raise MissingExtra("A pruner of Optuna's needs the library 'optuna': pip install optuna.")
        from optuna.pruners import MedianPruner

        return MedianPruner() if self.pruner is None else self.pruner
