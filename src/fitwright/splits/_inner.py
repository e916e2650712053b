"""The split inside the rows to learn from: where a model sees that it should stop."""

from dataclasses import replace

import numpy as np

from fitwright.core.rows import Rows
from fitwright.core.task import Task
from fitwright.splits._deal import last, part
from fitwright.splits.splitter import Pair

MOST = 20_000
"""More rows than this tell a model nothing new about when to stop."""


def inner(rows: Rows, task: Task, seed: int, share: float = 0.15) -> Pair:
    """Cut the rows to learn from into those a model learns from and those that tell it when to stop.

    The later rows tell where `rows.time` is known; groups stay whole where there are several; else classes
    or quantiles keep their shares.  Each class keeps a row to learn from.

    Parameters
    ----------
    rows : the rows to learn from; never the judged ones.
    task : what is asked (a task with several columns in y is cut at random).
    seed : same seed, same cut.
    share : of the rows that tell, above 0 and at most 0.5; never more than 20,000 rows.

    Returns
    -------
    (learn, stop), rising positions.  `stop` is empty where there are fewer than two rows (or nothing could
    be kept apart): then a model cannot stop early.

    Examples
    --------
    >>> from fitwright.tasks import infer
    >>> y = np.repeat([0, 1], 50)
    >>> learn, stop = inner(Rows(y), infer(y), seed=0)
    >>> learn.size, stop.size
    (85, 15)
    """
    if not task.classifies and rows.y is not None:
        rows = replace(rows, y=rows.y.astype(np.float64))
    count = len(rows)
    share = min(share, MOST / max(count, 1))
    stops = np.zeros(count, bool)
    if rows.time is not None:
        stops = last(rows.time, share)
    if count > 1 and not stops.any():
        stops = part(rows, count, share, seed)
    return np.flatnonzero(~stops), np.flatnonzero(stops)
