"""Each two of several hyperparameters: which, and their pictures as one."""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from fitwright.core.errors import SettingError
from fitwright.figures import Figure, grid
from fitwright.figures.dots import SQUARE
from fitwright.plots._axes import named, varied
from fitwright.plots._importance import importances
from fitwright.plots.plot import Told
from fitwright.space import Domain

COLUMNS = 3
Domains = dict[str, Domain]
Pair = tuple[str, str]


def paired(
    told: Told,
    names: Sequence[str] | None,
    most: int,
    title: str,
    draw: Callable[[Told, Domains, Pair, str], Figure],
) -> Figure:
    """The picture of each two: alone where there are two names, else in a grid.

    Parameters
    ----------
    names : those that are asked for; so many of the most important ones where None.
    title : of the grid.
    draw : takes the domains of all names, two names, and what to say beside these; nothing in a grid.

    Raises
    ------
    SettingError
        Fewer than two are asked for, or one that the space does not have.
    """
    found = varied(told)
    shown, missing = _most_important(told, found, most) if names is None else (_asked(told, names), "")
    pairs = list(combinations([name for name in shown if name in found], 2))
    better = f"darker is a better {told.metric}"
    if len(pairs) == 1:
        return draw(told, found, pairs[0], f": {better}")
    drawn = [draw(told, found, pair, "") for pair in pairs]
    return grid(drawn, f"{title}: {better}{missing}", COLUMNS, SQUARE)


def _asked(told: Told, names: Sequence[str]) -> list[str]:
    """Each of them once."""
    once = list(dict.fromkeys(named(told, names)))
    if len(once) < 2:
        raise SettingError(f"Expected two names or more, as pairs are drawn; got {names!r}.")
    return once


def _most_important(told: Told, found: Iterable[str], most: int) -> tuple[list[str], str]:
    """So many names, and what is to be said where others were left out."""
    shares = importances(told.history, told.space)
    order = sorted(found, key=lambda name: (-shares.get(name, 0.0), name))
    return order[:most], f"; the {most} most important of {len(order)} names" if len(order) > most else ""
