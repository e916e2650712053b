"""How much of what is there was found."""

from dataclasses import dataclass

from fitwright.core.rows import Floats
from fitwright.metrics._averaged import Averaged
from fitwright.metrics._labels import shares


@dataclass(frozen=True)
class Recall(Averaged):
    """Share of the rows of a class that were taken for it; 1 is perfect, 0 where there is none.

    For misses that cost more than alarms.  Alone it is met by taking every row for the class: see f1, fbeta.

    Parameters
    ----------
    average : "binary" looks at the second of two classes; "macro" is the plain mean over the classes that
        were there or were predicted, "weighted" the mean by how frequent they are; "micro" adds up the rows
        of all classes first; "auto" is binary for two classes and macro for more.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.rows import Rows
    >>> p = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]])
    >>> Recall().score(Rows(np.array([0, 1, 1])), p)
    0.5
    """

    usual = True

    def _each(self, hits: Floats, there: Floats, found: Floats) -> Floats:
        return shares(hits, there)
