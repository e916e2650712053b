"""The balance of finding all and finding only those."""

from dataclasses import dataclass

from fitwright.core.rows import Floats
from fitwright.metrics._averaged import Averaged
from fitwright.metrics._labels import shares


@dataclass(frozen=True)
class F1(Averaged):
    """Harmonic mean of precision and recall; 1 is perfect, 0 where nothing was found.

    Parameters
    ----------
    average : "binary" looks at the second of two classes; "macro" is the plain mean over the classes that
        were there or were predicted, "weighted" the mean by how frequent they are; "micro" adds up the rows
        of all classes first; "auto" is binary for two classes and macro for more.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.rows import Rows
    >>> p = np.array([[0.9, 0.1], [0.2, 0.8], [0.4, 0.6]])
    >>> F1().score(Rows(np.array([0, 1, 0])), p)
    0.6666666666666666
    """

    usual = True

    def _each(self, hits: Floats, there: Floats, found: Floats) -> Floats:
        return shares(2 * hits, there + found)
