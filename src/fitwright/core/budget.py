"""How much there is to spend."""

import math
import time
from dataclasses import dataclass, field

from fitwright.core.amounts import is_amount
from fitwright.core.errors import SettingError


@dataclass
class Budget:
    """Seconds from now on, and at most so many trials; None is no limit.

    Examples
    --------
    >>> Budget(seconds=60).left <= 60
    True
    """

    seconds: float | None = None
    trials: int | None = None
    _since: float = field(default_factory=time.monotonic, repr=False)

    def __post_init__(self) -> None:
        if self.seconds is not None and not is_amount(self.seconds):
            raise SettingError(f"Expected time_limit as seconds above 0; got {self.seconds!r}.")
        if self.trials is not None and not is_amount(self.trials, whole=True):
            raise SettingError(f"Expected max_trials as a whole number from 1; got {self.trials!r}.")

    @property
    def spent(self) -> float:
        """Seconds since the budget was made."""
        return time.monotonic() - self._since

    @property
    def left(self) -> float:
        """Seconds that are left; infinite without a limit."""
        return float("inf") if self.seconds is None else max(0.0, self.seconds - self.spent)

    @property
    def scarce(self) -> bool:
        """Is there an end to the seconds, so that what takes fewer is worth more?"""
        return math.isfinite(self.left)

    def but(self, seconds: float) -> "Budget":
        """The same budget with `seconds` kept back; at least a hundredth of a second stays."""
        if self.seconds is None:
            return self
        return Budget(max(0.01, self.seconds - seconds), self.trials, self._since)
