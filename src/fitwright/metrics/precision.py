"""How much of what was found is right."""

from dataclasses import dataclass

from fitwright.core.rows import Floats
from fitwright.metrics._averaged import Averaged
from fitwright.metrics._labels import shares


@dataclass(frozen=True)
class Precision(Averaged):
    """Share of the rows taken for a class that are of it; 1 is perfect, 0 where none was taken for it.

    For alarms that cost more than misses.  Alone it is easily met by being sure of few rows: see f1, fbeta.

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
    >>> Precision().score(Rows(np.array([0, 1, 0])), p)
    0.5
    """

    usual = True

    def _each(self, hits: Floats, there: Floats, found: Floats) -> Floats:
        return shares(hits, found)
