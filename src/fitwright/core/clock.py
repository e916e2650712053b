"""What the clock decides in a fit, written down, so that the same fit can be had again."""

from collections import deque

from fitwright.core.errors import CandidateFailed

Answers = tuple[tuple[float, int], ...]
"""(answer, how often in a row), in order."""


class Clock:
    """Keeps what a fit takes from the clock; given answers of before, says these instead.

    Data, settings and seed decide everything else in a fit.  So a fit that cuts its rounds in order to end in
    time passes whatever follows from the time (go on or not, how many rounds, which rate) through `says`, and
    with the same answers it comes to the same model, bit for bit, however fast the machine is.

    Parameters
    ----------
    answers : of the fit that is to be had again; None asks the time itself.

    Examples
    --------
    >>> live = Clock()
    >>> [live.says(answer) for answer in (1.0, 1.0, 0.25)]
    [1.0, 1.0, 0.25]
    >>> live.answers
    ((1.0, 2), (0.25, 1))
    >>> again = Clock(live.answers)
    >>> [again.says(0.0) for _ in range(3)]
    [1.0, 1.0, 0.25]
    """

    def __init__(self, answers: Answers | None = None):
        self._ahead = None if answers is None else deque(answers)
        self._given: list[tuple[float, int]] = []

    def says(self, answer: float) -> float:
        """`answer`, or what was said in its place before.

        Raises
        ------
        CandidateFailed
            It was asked less often before: this is not the same fit.
        """
        found = float(answer) if self._ahead is None else self._before()
        if self._given and self._given[-1][0] == found:
            self._given[-1] = (found, self._given[-1][1] + 1)
        else:
            self._given.append((found, 1))
        return found

    @property
    def answers(self) -> Answers:
        """All that was said so far."""
        return tuple(self._given)

    def _before(self) -> float:
        if not self._ahead:
            raise CandidateFailed(
                "Expected a fit that asks the clock as often as it did before; it asks once more.  Libraries "
                "or data are not those of then."
            )
        answer, times = self._ahead[0]
        if times > 1:
            self._ahead[0] = (answer, times - 1)
        else:
            self._ahead.popleft()
        return float(answer)
