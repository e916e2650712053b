"""The user's own split."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.rows import Index, Rows
from fitwright.core.table import Table
from fitwright.splits.splitter import Pair, Splitter


@dataclass(frozen=True)
class Pairs(Splitter):
    """Pairs of row positions as given, or those that a scikit-learn splitter makes.

    Parameters
    ----------
    given : pairs (rows to learn from, rows to judge on), each positions from 0 or a mask with one entry a
        row; or an object with `split(X, y, groups)`, which is shown an X of zeros.
    ordered : do later rows follow from earlier ones?  Then what is delivered is refitted on all rows.

    Raises
    ------
    SettingError
        A side of a pair is empty, names rows that are not there or one row twice, or both sides share rows.

    Examples
    --------
    >>> rows = Rows(np.zeros(4))
    >>> Pairs([([2, 0], [3])]).split(Table((), {}), rows, seed=0)
    [(array([0, 2]), array([3]))]
    """

    given: Any
    ordered: bool = False

    def split(self, table: Table, rows: Rows, seed: int) -> list[Pair]:
        pairs = [_pair(number, pair, len(rows)) for number, pair in enumerate(self._made(rows))]
        if not pairs:
            raise SettingError("Expected at least one pair of rows to learn from and to judge on; got none.")
        return pairs

    def _made(self, rows: Rows) -> list[Any]:
        if not hasattr(self.given, "split"):
            return list(self.given)
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "The groups parameter is ignored", UserWarning)
                return list(self.given.split(np.zeros((len(rows), 1)), rows.y, rows.groups))
        except ValueError as error:
            raise SettingError(f"{self.given!r} cannot split these {len(rows)} rows: {error}") from error


def _pair(number: int, pair: Any, count: int) -> Pair:
    try:
        learn, judge = pair
    except (TypeError, ValueError) as error:
        raise SettingError(f"Expected two sides in pair {number} of the split; got {pair!r}.") from error
    learn, judge = _side(number, "learn from", learn, count), _side(number, "judge on", judge, count)
    if shared := np.intersect1d(learn, judge).size:
        raise SettingError(f"Expected no row on both sides of pair {number} of the split; {shared} are.")
    return learn, judge


def _side(number: int, what: str, given: Any, count: int) -> Index:
    """Rising positions, checked."""
    where = f"rows to {what} in pair {number} of the split"
    at = np.asarray(given)
    if at.ndim != 1 or at.dtype.kind not in "iub" or not at.size:
        raise SettingError(f"Expected positions of {where}; got {'none' if not at.size else repr(given)}.")
    if at.dtype.kind == "b":
        if len(at) != count:
            raise SettingError(f"Expected a mask of {count} rows for the {where}; got {len(at)}.")
        return _side(number, what, np.flatnonzero(at), count)
    if at.min() < 0 or at.max() >= count:
        raise SettingError(f"Expected {where} from 0 to {count - 1}; got {at.min()} to {at.max()}.")
    found: Index = np.unique(at).astype(np.intp)
    if len(found) < len(at):
        raise SettingError(f"Expected each of the {where} once; got {len(at) - len(found)} again.")
    return found
