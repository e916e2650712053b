"""Which rows are learned from and which are judged on: splitters, one a file."""

from typing import Any

from fitwright.core.catalog import Catalog
from fitwright.splits._choose import choose, find
from fitwright.splits._deal import sample
from fitwright.splits._inner import inner
from fitwright.splits.splitter import Pair, Splitter

__all__ = ["Pair", "Splitter", "catalog", "choose", "inner", "resolve", "sample"]

catalog: Catalog[Splitter] = Catalog(__name__, Splitter)


def resolve(splitter: Any, **settings: Any) -> Splitter:
    """The splitter that the user means.

    Parameters
    ----------
    splitter : a name, with its settings; a number of folds; pairs of positions or masks; any object with
        scikit-learn's `split(X, y, groups)`; a `Splitter`.

    Raises
    ------
    UnknownName
        There is no splitter of this name.
    SettingError
        It is none of these, or a setting is not one of the splitter's.

    Examples
    --------
    >>> resolve(4), resolve("holdout", share=0.3)
    (KFold(folds=4), Holdout(share=0.3))
    """
    return find(catalog, splitter, settings)
