"""The balance of finding all and finding only those, with one side weighing more."""

from dataclasses import dataclass

from fitwright.core.errors import SettingError
from fitwright.core.rows import Floats
from fitwright.metrics._averaged import Averaged
from fitwright.metrics._labels import shares


@dataclass(frozen=True)
class FBeta(Averaged):
    """Harmonic mean of precision and recall, where recall counts `beta` times as much; 1 is perfect.

    Source: van Rijsbergen, Information Retrieval, 1979.

    Parameters
    ----------
    average : "binary" looks at the second of two classes; "macro" is the plain mean over the classes that
        were there or were predicted, "weighted" the mean by how frequent they are; "micro" adds up the rows
        of all classes first; "auto" is binary for two classes and macro for more.
    beta : above 1 for misses that cost more than alarms, between 0 and 1 for alarms that cost more.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.rows import Rows
    >>> p = np.array([[0.9, 0.1], [0.2, 0.8], [0.4, 0.6]])
    >>> round(FBeta(beta=2).score(Rows(np.array([0, 1, 0])), p), 4)
    0.8333
    """

    beta: float = 2.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.beta < float("inf"):
            raise SettingError(f"Expected beta above 0; got {self.beta!r}.")

    def _each(self, hits: Floats, there: Floats, found: Floats) -> Floats:
        squared = self.beta**2
        return shares((1 + squared) * hits, squared * there + found)
