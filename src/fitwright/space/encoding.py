"""Configs as points of the unit cube, and back: what searchers that reckon with distances share."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.trial import Config
from fitwright.space._rules import parents_first
from fitwright.space.domains import Choice, Domain
from fitwright.space.space import Space

Gate = Callable[[NDArray[np.float64]], NDArray[np.bool_]]
"""Which places (rows,) of a parent leave a column open."""


class Encoding:
    """A column for each flat name, with the places of its values in [0, 1]; NaN where it is closed.

    An option of a Choice lies in the middle of its cell, and so does a value of a stepped number: `snap`
    moves any point of the cube there.

    Attributes
    ----------
    names, domains : of the columns, parents before what they open.
    sizes : (columns,) how many values each domain has; infinite for a continuum.
    kinds : (columns,) True for a Choice whose options have no order.

    Examples
    --------
    >>> from fitwright import Choice, Float, Space
    >>> encoding = Encoding(Space(x=Float(0, 10), kind=Choice(["a", "b"])))
    >>> encoding.row({"x": 2.5, "kind": "b"})
    array([0.25, 0.75])
    >>> encoding.config(encoding.row({"x": 2.5, "kind": "b"}))
    {'x': 2.5, 'kind': 'b'}
    """

    def __init__(self, space: Space):
        self.space = space
        walked = dict(space.walk())
        self.names: tuple[str, ...] = tuple(walked)
        self.domains: tuple[Domain, ...] = tuple(walked.values())
        self.sizes = np.array([domain.size for domain in self.domains], np.float64)
        self.kinds = np.array([isinstance(d, Choice) and not d.ordered for d in self.domains], bool)
        self._column = {name: i for i, name in enumerate(self.names)}
        self._gates = list(_gates(space, "", self._column))
        log = np.array([bool(getattr(domain, "log", False)) for domain in self.domains], bool)
        self._cells = np.where(np.isfinite(self.sizes) & ~log, self.sizes, 0.0)
        self._logs = [i for i in np.flatnonzero(np.isfinite(self.sizes) & log) if self.sizes[i] > 1]

    def __len__(self) -> int:
        return len(self.names)

    def row(self, config: Config) -> NDArray[np.float64] | None:
        """(columns,); None for a config of another space: it has an option that this one does not know, or
        something else where this one has a number.

        Open names that `config` leaves out take their defaults, numbers beyond the ends go to the end, and
        names that the space does not have are left out: so trials of a smaller space can be used.
        """
        full = self.space.fill(lambda _, domain: domain.middle(), config)
        row = np.full(len(self.names), np.nan)
        for name, value in full.items():
            column = self._column[name]
            domain = self.domains[column]
            if isinstance(domain, Choice) and not domain.holds(value):
                return None
            if not isinstance(domain, Choice) and not (isinstance(value, int | float) and value == value):
                return None
            row[column] = domain.place(value)
        return row

    def config(self, row: NDArray[np.float64]) -> Config:
        """The config at a row (columns,); closed columns are not read, and NaN stands for the middle."""
        places = dict(
            zip(self.names, np.clip(np.where(np.isnan(row), 0.5, row), 0.0, 1.0).tolist(), strict=True)
        )
        return self.space.fill(lambda name, domain: domain.value(places[name]))

    def snap(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """(rows, columns), each place moved to that of its value, where there are steps; then closed."""
        cells = np.where(self._cells > 0, self._cells, 1.0)
        middle = (np.minimum(np.floor(rows * cells), cells - 1) + 0.5) / cells
        snapped = np.where(self._cells > 0, middle, rows)
        for column in self._logs:
            snapped[:, column] = _whole(rows[:, column], self.domains[column])
        return self.close(snapped)

    def beside(self, column: int, place: float) -> NDArray[np.float64]:
        """The places of the values next below and above that of `place`, of a domain with steps."""
        around: NDArray[np.float64] = np.array([-1.0, 1.0])
        if column not in self._logs:
            return np.clip(place + around / float(self.sizes[column]), 0.0, 1.0)
        found = _whole(np.array([place]), self.domains[column], around)
        return found[np.abs(found - place) > 1e-12]

    def close(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """(rows, columns) with NaN in what the rows' own choices leave closed."""
        closed = rows.copy()
        for column, parent, gate in self._gates:
            closed[~gate(closed[:, parent]), column] = np.nan
        return closed


def _whole(
    places: NDArray[np.float64], domain: Any, more: NDArray[np.float64] | float = 0.0
) -> NDArray[np.float64]:
    """(rows,) where the whole numbers lie that places of a log scale stand for, `more` added to them."""
    low, span = np.log(domain.low - 0.5), np.log((domain.high + 0.5) / (domain.low - 0.5))
    values = np.clip(np.round(np.exp(low + places * span)) + more, domain.low, domain.high)
    found: NDArray[np.float64] = (np.log(values) - low) / span
    return found


def _gates(space: Space, scope: str, columns: dict[str, int]) -> Iterator[tuple[int, int, Gate]]:
    """(column, its parent's column, what leaves it open), parents before what they open."""
    for name in parents_first(space.domains, space.conditions):
        for condition in space.conditions:
            for parent, test in condition.tests.items() if name in condition.opens else ():
                yield columns[scope + name], columns[scope + parent], _gate(space.domains[parent], test)
    for name, branches in space.branches.items():
        domain = space.domains[name]
        for option, inner in branches.items():
            chosen = Choice([o for o in getattr(domain, "options", ()) if str(o) == option] or [None])
            for below in inner.domains:
                yield columns[f"{scope}{option}.{below}"], columns[scope + name], _gate(domain, chosen)
            yield from _gates(inner, f"{scope}{option}.", columns)


def _gate(domain: Domain, test: Domain) -> Gate:
    """True at places whose value passes the test; NaN does not."""

    def one_by_one(places: NDArray[np.float64]) -> NDArray[np.bool_]:
        return np.array([p == p and test.holds(domain.value(float(p))) for p in places], bool)

    if not isinstance(domain, Choice):
        return one_by_one
    cells = domain.size
    passes = np.array([*(test.holds(option) for option in domain.options), False], bool)

    def by_cell(places: NDArray[np.float64]) -> NDArray[np.bool_]:
        at = np.where(np.isnan(places), cells, np.minimum(np.nan_to_num(places) * cells, cells - 1))
        return np.asarray(passes[at.astype(np.int64)])

    return by_cell
