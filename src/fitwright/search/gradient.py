"""Walks down the slope of the loss, where the objective tells it."""

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Config, Trial
from fitwright.search._descent import Descent, Point, Vector
from fitwright.search._fresh import draw, identity
from fitwright.search._seen import lies_in
from fitwright.search.searcher import Searcher
from fitwright.space import Domain, Float, Space

MOST = 600
"""Powers of two that tiny losses are raised by at most: what comes after a tiny one may be large."""


class Gradient(Searcher):
    """Quasi-Newton steps for objectives that tell the derivative of their loss, such as `fitwright.bilevel`.

    It begins at the defaults and goes down with steps of Broyden, Fletcher, Goldfarb and Shanno, each a
    trial, on the scale of each number (orders of magnitude where it is log), never past its ends.  A step
    that is no better, or whose trial failed (so does an inner solve that ends too early), is tried again
    shorter.  A pull towards the defaults keeps numbers there that make little difference.  When no step
    promises more, the next descent begins at a random config; choices, whole numbers and numbers with a step
    change with it alone.

    Made for few smooth numbers, two to a dozen, such as the penalties of groups of columns (Larsen et al.,
    1996, Design and regularization of neural networks; Bengio, 2000, Gradient-based optimization of
    hyperparameters; Pedregosa, 2016, Hyperparameter optimization with approximate gradient).

    Parameters
    ----------
    space : where to search.
    seed : with the trial's number it decides where later descents begin.
    pull : to move a number over its whole domain, the loss has to fall by this share of the first trial's.
    starts : descents in all, after which it proposes nothing more; as many as there is time for where None.
    least : a descent ends where a step promises less than this share of the first trial's loss.

    Raises
    ------
    SettingError
        The objective tells no derivatives: known when its first trial is done.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright import tune
    >>> from fitwright.bilevel import GroupedRidge
    >>> X = np.random.default_rng(0).normal(size=(90, 6))
    >>> y = X[:, 0] + np.random.default_rng(1).normal(size=90)
    >>> ridge = GroupedRidge((X[:60], y[:60]), (X[60:], y[60:]), ["one", *["noise"] * 5])
    >>> study = tune(ridge, ridge.space, search="gradient", max_trials=12)
    >>> study.best_value < ridge.loss({"one": 1.0, "noise": 1.0})
    True
    """

    lag = 1

    def __init__(
        self,
        space: Space | None = None,
        seed: int = 0,
        pull: float = 0.01,
        starts: int | None = None,
        least: float = 1e-4,
    ):
        super().__init__(space, seed)
        if not (pull >= 0 and least > 0) or (starts is not None and starts < 1):
            raise SettingError(
                "Expected a pull from 0 on, a least above 0 and starts from 1 on; got "
                f"{pull}, {least} and {starts}."
            )
        self.pull, self.starts, self.least = pull, starts, least

    def ask(self, number: int, history: History) -> Config | None:
        trials = list(history)
        taken = frozenset(identity(trial.config) for trial in trials)
        default = self.space.default()
        if identity(default) not in taken:
            return default
        descent, begun, unit = self._descent(trials)
        if descent is None:
            self._refuse_silence(trials)
        elif config := self._next(descent, taken, unit):
            return config
        if self.starts is not None and begun >= self.starts:
            return None
        return draw(self.space, self.seed, number, taken)

    def _descent(self, trials: Sequence[Trial]) -> tuple[Descent | None, int, float]:
        """The descent that these trials made last, how many began, and the size of the first loss.

        Losses count in a power of two near the first one, for squares of huge and of tiny ones would be none.
        """
        unit = next((abs(trial.loss) for trial in trials if self._counts(trial) and trial.loss), 0.0)
        scale = min(MOST, -math.frexp(unit)[1])
        unit = math.ldexp(unit, scale)
        descent, begun = None, 0
        taken = set[str]()
        for trial in trials:
            if self._counts(trial):
                point = self._point(trial, self.pull * unit, scale)
                if point is None:
                    pass
                elif descent is None or self._next(descent, taken, unit) is None:
                    descent, begun = Descent(point), begun + 1
                else:
                    descent = descent.after(point)
            taken.add(identity(trial.config))
        return descent, begun, unit

    def _next(self, descent: Descent, taken: AbstractSet[str], unit: float) -> Config | None:
        """The longest step that was not tried; None where the descent has come to its end."""
        for place in descent.places(self.least * unit):
            config = self._at(descent.point, place)
            if identity(config) not in taken and self.space.allows(config):
                return config
        return None

    def _at(self, point: Point, place: Vector) -> Config:
        """The point's config, moved; what has not moved is the same to the last bit."""
        moved = {
            name: (new, new != old)
            for name, new, old in zip(point.names, place.tolist(), point.place.tolist(), strict=True)
        }

        def choose(name: str, domain: Domain) -> Any:
            new, differs = moved.get(name, (0.0, False))
            if differs:
                return domain.value(new)
            return point.config[name] if name in point.config else domain.middle()

        return self.space.fill(choose)

    def _point(self, trial: Trial, pull: float, scale: int) -> Point | None:
        """The trial with the pull added to its loss; None where it tells no derivative of what can move.

        `scale` is the power of two that its loss is multiplied with.
        """
        open_, told = self._movable(trial.config), trial.gradient
        names = tuple(name for name in open_ if math.isfinite(told.get(name, math.nan)))
        if not names:
            return None
        place = np.array([open_[name].place(trial.config[name]) for name in names])
        home = np.array([open_[name].place(open_[name].middle()) for name in names])
        slope = np.array(
            [math.ldexp(told[name], scale) * _spread(open_[name], trial.config[name]) for name in names]
        )
        loss = math.ldexp(trial.loss, scale) + pull * float(((place - home) ** 2).sum())
        return Point(trial.config, names, place, loss, slope + 2 * pull * (place - home))

    def _movable(self, config: Config) -> dict[str, Float]:
        """What a descent can move: open numbers of a continuum."""
        return {
            name: domain
            for name, domain in self.space.active(config).items()
            if isinstance(domain, Float) and domain.size == math.inf
        }

    def _counts(self, trial: Trial) -> bool:
        return trial.state == "done" and math.isfinite(trial.loss) and lies_in(self.space, trial.config)

    def _refuse_silence(self, trials: Sequence[Trial]) -> None:
        """No random search in disguise."""
        if any(self._counts(trial) and self._movable(trial.config) for trial in trials):
            raise SettingError(
                "search='gradient' expected an objective that tells the derivatives of its loss; this one "
                "tells none. Write it as an objective of fitwright.bilevel (GroupedRidge, GroupedLogistic, "
                "Autograd, a Differentiable of your own), or take a search that needs none, as 'gaussian'."
            )


def _spread(domain: Float, value: float) -> float:
    """How fast the value changes with its place."""
    return value * math.log(domain.high / domain.low) if domain.log else domain.high - domain.low
