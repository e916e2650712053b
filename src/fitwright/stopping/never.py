"""No candidate is stopped."""

from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.core.work import Verdict
from fitwright.stopping.rule import Rule


class Never(Rule):
    """Lets every candidate go on to its end.

    Examples
    --------
    >>> Never().judge(Trial(0, {}), History())
    'go'
    """

    def judge(self, trial: Trial, history: History) -> Verdict:
        return "go"
