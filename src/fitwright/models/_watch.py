"""When a booster stops."""

import time

import numpy as np

from fitwright.core.clock import Clock

GAIN = 1e-4
"""The share of the first loss by which the loss has to fall, or it does not count as fallen."""
PATIENCE = 50
"""Rounds without a lower loss that are waited for at least."""
PROBE = 5
"""Rounds after which it is known how long one takes."""
ENOUGH = 6.0
"""Rounds times learning rate that most tables need."""
HASTE = 0.3
"""The learning rate is not raised above this."""


class Watch:
    """Says after each round whether to go on, and how large the next step shall be.

    It stops after `rounds`, when the time is over, or when the loss on the inner rows has not fallen by more
    than GAIN of where it began for max(PATIENCE, 0.3 * best + 20) rounds.

    Attributes
    ----------
    seen : rounds so far.
    at : the round to keep: the best one where losses are told, else the last.
    rate : the learning rate; higher than asked for, where the time would end before enough is learned.
    """

    def __init__(self, rounds: int, end: float | None, rate: float, clock: Clock | None = None):
        self.rounds, self.end, self.rate = rounds, end, rate
        self._clock = clock or Clock()
        self._begin = time.monotonic()
        self.seen, self.at, self._best = 0, 1, np.inf
        self._bar, self._fell, self._gain = np.inf, 1, 0.0

    def goes_on(self, loss: float | None) -> bool:
        """Is another round wanted, after one that ended with this loss?"""
        self.seen += 1
        if loss is None:
            self.at = self._fell = self.seen
        else:
            self._note(loss)
        patient = self.seen - self._fell < max(PATIENCE, 0.3 * self._fell + 20)
        return patient and self.seen < self.rounds and self._in_time()

    def hurry(self, each: float | None = None) -> float:
        """The learning rate with which enough is learned in time.

        Parameters
        ----------
        each : seconds that a round takes; as long as those so far where None.
        """
        if self.end is not None:
            now = time.monotonic()
            each = (now - self._begin) / self.seen if each is None else each
            left = max(1.0, (self.end - now) / max(each, 1e-6))
            raised = max(self.rate, min(HASTE, ENOUGH / left, self.rounds * self.rate / left))
            self.rate = self._clock.says(raised)
        return self.rate

    def _in_time(self) -> bool:
        return self.end is None or bool(self._clock.says(time.monotonic() < self.end))

    def _note(self, loss: float) -> None:
        if self.seen == 1:
            self._gain = GAIN * abs(loss)
        if loss < self._best:
            self._best, self.at = loss, self.seen
        if loss < self._bar:
            self._bar, self._fell = loss - self._gain, self.seen
