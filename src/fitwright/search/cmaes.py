"""Moves and reshapes a cloud of points downhill."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config
from fitwright.search._fresh import draw
from fitwright.search._opening import first_fresh, opening
from fitwright.search._seen import Memory, Observed
from fitwright.search.searcher import Searcher
from fitwright.space import Space

Array = NDArray[np.float64]
ATTEMPTS = 20
"""Points that turn out to be known before one is drawn at random."""
KEPT = 1000
"""Clouds that are remembered."""
STRAY = 0.2
"""How often a choice is drawn from all of its options, and not from those of the best."""
SMALL = 1e-4
"""A cloud that is smaller in every direction has found what there is to be found there."""
CELL = 0.3
"""The least spread of a number that goes in steps, in steps: so that it does not stand still for good."""


@dataclass(frozen=True)
class _Rates:
    """How much a generation counts (Hansen, 2016, table 1).

    Attributes
    ----------
    weights : (points,) of a generation, best first; the worse half repels.
    mass : points that the better half is worth.
    turns, drift, one, most : learning rates of the two paths, and of the shape by the path and by the points.
    damping : of the length of steps.
    usual : length of a path that goes nowhere.
    """

    weights: Array
    mass: float
    turns: float
    drift: float
    one: float
    most: float
    damping: float
    usual: float

    @classmethod
    def of(cls, n: int, points: int) -> Self:
        """For so many columns and points."""
        raw = np.log((points + 1) / 2) - np.log(np.arange(1, points + 1))
        pulls, pushes = np.maximum(raw, 0.0), np.minimum(raw, 0.0)
        mass = float(pulls.sum() ** 2 / (pulls**2).sum())
        push = float(pushes.sum() ** 2 / (pushes**2).sum())
        turns = (mass + 2) / (n + mass + 5)
        one = 2 / ((n + 1.3) ** 2 + mass)
        most = min(1 - one, 2 * (0.25 + mass + 1 / mass - 2) / ((n + 2) ** 2 + mass))
        strength = min(1 + one / most, 1 + 2 * push / (mass + 2), (1 - one - most) / (n * most))
        return cls(
            weights=pulls / pulls.sum() - strength * pushes / pushes.sum(),
            mass=mass,
            turns=turns,
            drift=(4 + mass / n) / (n + 4 + 2 * mass / n),
            one=one,
            most=most,
            damping=1 + 2 * max(0.0, float(np.sqrt((mass - 1) / (n + 1))) - 1) + turns,
            usual=float(np.sqrt(n)) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
        )


@dataclass(frozen=True)
class _Cloud:
    """A normal distribution, and the way it took: what CMA-ES knows.

    Attributes
    ----------
    mean : (columns,) its centre.
    sigma : the length of a step.
    shape : (columns, columns) the covariance, in steps.
    turns, drift : (columns,) the paths for the length of steps, and for their shape.
    size : points of a generation.
    options : (points, choices) where the best of the last generation lie, for columns without an order.
    """

    mean: Array
    sigma: float
    shape: Array
    turns: Array
    drift: Array
    size: int
    options: Array = field(default_factory=lambda: np.empty((0, 0)))
    age: int = 0

    @cached_property
    def axes(self) -> tuple[Array, Array]:
        """(columns, columns) directions, and (columns,) how long each is."""
        squares, directions = np.linalg.eigh(self.shape)
        return directions, np.sqrt(np.maximum(squares, 1e-16))

    def told(self, points: Array, options: Array) -> "_Cloud":
        """The cloud after a generation (points, columns), best first."""
        n = max(1, len(self.mean))
        rates = _Rates.of(n, len(points))
        steps, lengths = self._bounded((points - self.mean) / self.sigma)
        move = np.maximum(rates.weights, 0.0) @ steps
        turns = self._path(self.turns, self._white(move), rates.turns, rates.mass)
        length = float(np.linalg.norm(turns))
        fair = (
            length / np.sqrt(1 - (1 - rates.turns) ** (2 * (self.age + 1)))
            < (1.4 + 2 / (n + 1)) * rates.usual
        )
        drift = self._path(self.drift, move if fair else 0.0 * move, rates.drift, rates.mass)
        lost = 0.0 if fair else rates.one * rates.drift * (2 - rates.drift)
        pushed = np.where(rates.weights < 0, rates.weights * n / np.maximum(lengths**2, 1e-12), rates.weights)
        shape = (1 + lost - rates.one - rates.most * rates.weights.sum()) * self.shape
        shape = shape + rates.one * np.outer(drift, drift) + rates.most * (steps.T * pushed) @ steps
        longer = float(np.exp(rates.turns / rates.damping * (length / rates.usual - 1)))
        return replace(
            self,
            mean=np.clip(self.mean + self.sigma * move, 0.0, 1.0),
            sigma=min(self.sigma * longer, 1.0),
            shape=(shape + shape.T) / 2,
            turns=turns,
            drift=drift,
            options=options[: max(1, len(points) // 2)],
            age=self.age + 1,
        )

    @staticmethod
    def _path(path: Array, move: Array, rate: float, mass: float) -> Array:
        """(columns,) a path after one more move; without selection its length stays what it is."""
        found: Array = (1 - rate) * path + np.sqrt(rate * (2 - rate) * mass) * move
        return found

    def _white(self, steps: Array) -> Array:
        """Steps (..., columns) as they were in a round cloud."""
        directions, lengths = self.axes
        found: Array = ((steps @ directions) / lengths) @ directions.T
        return found

    def _bounded(self, steps: Array) -> tuple[Array, Array]:
        """Steps no longer than the cloud makes them, and how long they then are in a round cloud.

        Others' points pull, and do not tear (Hansen, 2011).
        """
        far = np.linalg.norm(self._white(steps), axis=1)
        n = len(self.mean)
        kept = np.minimum(1.0, (np.sqrt(n) + 2 * n / (n + 2)) / np.maximum(far, 1e-12))
        return steps * kept[:, None], far * kept


class CMAES(Searcher):
    """Covariance matrix adaptation: a cloud of points that moves, stretches and turns downhill.

    Numbers and ordered choices only are in the cloud; other choices take the options of the best points, or
    at random any.  Made for smooth functions of several numbers whose effects hang together, and for hundreds
    of trials; a cloud that has become small is begun anew elsewhere, with twice the points a generation.
    Trials are told in the order of their numbers, a generation at a time, those that others proposed too;
    failed ones are the worst (Hansen, 2016, The CMA evolution strategy: a tutorial; Auger and Hansen, 2005).

    Parameters
    ----------
    space : where to search.
    seed : with the trial's number it decides the draws.
    population : points of a generation; 4 + 3 log(numbers) where None.
    sigma : spread of the first cloud, as a share of each number's domain.
    startup : so many trials are spread evenly, and the first cloud begins amid the best of them; a generation
        where None.

    Examples
    --------
    >>> from fitwright import Float, tune
    >>> def valley(config):
    ...     return (config["x"] - 2) ** 2 + (config["x"] - config["y"]) ** 2
    >>> space = {"x": Float(-5, 5), "y": Float(-5, 5)}
    >>> study = tune(valley, space, search="cmaes", max_trials=90)
    >>> study.best_value < 0.05
    True
    """

    def __init__(
        self,
        space: Space | None = None,
        seed: int = 0,
        population: int | None = None,
        sigma: float = 0.2,
        startup: int | None = None,
    ):
        super().__init__(space, seed)
        few = (population is not None and population < 3) or (startup is not None and startup < 1)
        if few or not 0 < sigma <= 1:
            raise SettingError(
                "Expected a population from 3 on, a sigma above 0 and at most 1, and startup from 1 on; got "
                f"{population}, {sigma} and {startup}."
            )
        self.population, self.sigma, self.startup = population, sigma, startup
        self._memory = Memory(self.space)
        encoding = self._memory.encoding
        self._moves = np.flatnonzero((encoding.sizes > 1) & ~encoding.kinds)
        self._picks = np.flatnonzero((encoding.sizes > 1) & encoding.kinds)
        self._size = population or 4 + int(3 * np.log(max(1, len(self._moves))))
        self._clouds: dict[bytes, _Cloud] = {}
        """By all that was told to them."""

    def ask(self, number: int, history: History) -> Config | None:
        observed = self._memory.of(history)
        begin = self.startup or self._size
        if len(observed.losses) < begin or observed.scored.sum() < 2:
            return opening(self.space, self.seed, number, begin, observed.taken)
        cloud = self._cloud(observed, begin)
        rng = np.random.default_rng(seed_of(self.seed, "cmaes", number))
        rows = self._memory.encoding.snap(self._points(cloud, rng))
        found = first_fresh(self._memory.encoding, rows, observed.taken)
        return found or draw(self.space, self.seed, number, observed.taken)

    def _points(self, cloud: _Cloud, rng: np.random.Generator) -> Array:
        """(attempts, columns) of the cloud, and options of the best."""
        rows = rng.random((ATTEMPTS, len(self._memory.encoding)))
        directions, lengths = cloud.axes
        normal = rng.standard_normal((ATTEMPTS, len(self._moves)))
        points = cloud.mean + cloud.sigma * (normal * lengths) @ directions.T
        spread = cloud.sigma * np.sqrt(np.diag(cloud.shape))
        least = CELL / self._memory.encoding.sizes[self._moves]
        lacking = np.sqrt(np.maximum(least**2 - spread**2, 0.0))
        points = np.abs(points + lacking * rng.standard_normal(points.shape))
        rows[:, self._moves] = np.clip(np.where(points > 1, 2 - points, points), 0.0, 1.0)
        if len(cloud.options):
            picked = cloud.options[rng.integers(len(cloud.options), size=rows.shape[0])]
            stray = rng.random(picked.shape) < STRAY
            rows[:, self._picks] = np.where(stray | np.isnan(picked), rows[:, self._picks], picked)
        return rows

    def _cloud(self, observed: Observed, begin: int) -> _Cloud:
        """What all generations so far made of the first cloud."""
        rows, losses = observed.rows[observed.known], observed.losses[observed.known]
        cloud, at = self._first(rows[:begin], losses[:begin]), min(begin, len(rows))
        key = rows[:at].tobytes() + losses[:at].tobytes()
        while at + cloud.size <= len(rows):
            upto = at + cloud.size
            key = sha256(key + rows[at:upto].tobytes() + losses[at:upto].tobytes()).digest()
            if key not in self._clouds:
                if len(self._clouds) >= KEPT:
                    self._clouds.clear()
                self._clouds[key] = self._next(cloud, rows[at:upto], losses[at:upto])
            cloud, at = self._clouds[key], upto
        return cloud

    def _first(self, rows: Array, losses: Array) -> _Cloud:
        """Amid the better half of these trials (trials, columns)."""
        best = rows[np.argsort(losses, kind="stable")[: max(1, len(rows) // 2)]]
        n, known = len(self._moves), ~np.isnan(best[:, self._moves])
        sums = np.where(known, best[:, self._moves], 0.0).sum(axis=0)
        mean = np.where(known.any(axis=0), sums / np.maximum(known.sum(axis=0), 1), 0.5)
        still = np.zeros(n)
        return _Cloud(mean, self.sigma, np.eye(n), still, still, self._size, best[:, self._picks])

    def _next(self, cloud: _Cloud, rows: Array, losses: Array) -> _Cloud:
        """After a generation (points, columns); begun anew elsewhere where the cloud has become small."""
        rows = rows[np.argsort(losses, kind="stable")]
        points = rows[:, self._moves]
        rng = np.random.default_rng(seed_of(self.seed, "cmaes closed", cloud.age, cloud.size))
        spread = cloud.sigma * np.sqrt(np.diag(cloud.shape))
        drawn = cloud.mean + spread * rng.standard_normal(points.shape)  # what is closed says nothing
        cloud = cloud.told(np.where(np.isnan(points), drawn, points), rows[:, self._picks])
        if not len(self._moves) or cloud.sigma * float(cloud.axes[1].max()) > SMALL:
            return cloud
        n, still = len(self._moves), np.zeros(len(self._moves))
        return _Cloud(rng.random(n), self.sigma, np.eye(n), still, still, 2 * cloud.size, cloud.options)
