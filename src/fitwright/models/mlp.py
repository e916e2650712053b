"""A small neural network: layers of units, trained by scikit-learn."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.core.seeds import seed as seed_of
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._network import Lesson, Pace, layers_of, outputs_of, parameters, softmax, train
from fitwright.models._scored import Scored, columns_of
from fitwright.models._soft import Soft
from fitwright.models.model import Cost, Takes
from fitwright.space import Choice, Float, Int, Space
from fitwright.splits import inner

EPOCHS, FEWEST = 100, 25
"""Looks at all rows; and so many at least, rather than a further network."""
USUAL = 0.4
"""Share of these looks after which a training usually ends, having found nothing better for a while."""
BEGIN = 0.08
"""Seconds that a network takes whatever the rows: it is begun anew at each lower learning rate."""
MANY = 20_000
"""With more rows, fewer looks at them are enough."""
WATCHED = 4_000
"""Rows that tell when to stop, at most."""
CELLS = 2_000_000
"""Numbers that are held at a time when predicting."""


@dataclass
class MLP(Scored):
    """A multilayer perceptron: the mean of a few networks that began elsewhere and watched other rows.

    Good on smooth relations, where trees need many steps, and wrong in other places than they are.  Each
    network keeps the parameters with which it did best on an inner split.  Where time is short there are
    fewer networks and fewer looks at the rows, and the learning rate falls in time all the same.

    Parameters
    ----------
    networks : how many are averaged.
    layers, width : hidden layers, and units in each.
    activation : what a unit makes of its sum: "relu" (0 below 0) or "tanh".
    learning_rate : of Adam, at its highest.
    l2_regularization : what is paid for large parameters.

    References
    ----------
    Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors;
    Kingma and Ba (2015), Adam: a method for stochastic optimization.
    """

    networks: int = 4
    layers: int = 2
    width: int = 128
    activation: str = "relu"
    learning_rate: float = 3e-3
    l2_regularization: float = 1e-4

    takes: ClassVar[Takes] = Takes(categories="onehot", scaled=True, robust=True)
    imports: ClassVar[tuple[str, ...]] = ("sklearn.neural_network",)
    promise: ClassVar[float] = 1.5

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            layers=Int(1, 4, default=2),
            width=Int(32, 256, log=True, default=128),
            activation=Choice(("relu", "tanh")),
            learning_rate=Float(5e-4, 1e-2, log=True, default=3e-3),
            l2_regularization=Float(1e-6, 1e-2, log=True, default=1e-4),
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        return {}, {"activation": "tanh"}, {"layers": 3, "width": 256, "learning_rate": 1e-3}

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = max(1, shape[0]), max(1, shape[1])
        sizes = self._sizes(columns, len(task.outputs))
        each = self._epoch_seconds(rows, sizes)
        held = 4 * rows * (columns + len(task.outputs)) + (40 + 4 * self.networks) * parameters(sizes)
        seconds = self.networks * (BEGIN + USUAL * _epochs(rows) * each)
        return Cost(0.01 + seconds, int(held + 8 * rows * columns))

    def learn(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> None:
        begin, x = time.monotonic(), columns_of(table)
        soft = Soft.of(x)
        self.middle_, self.spread_ = soft
        self.sizes_ = self._sizes(x.shape[1], self.target_.known)
        networks = self._affordable(len(rows), means.seconds)
        asked, found = self._lesson(soft(x).astype(np.float32), rows), []
        for number in range(networks):
            left = None
            if means.seconds is not None:
                left = (0.85 * means.seconds - (time.monotonic() - begin)) / (networks - number)
            learn, watch = inner(rows, task, seed_of(seed, "watch", number))
            watch = np.random.default_rng(seed).permutation(watch)[:WATCHED]
            pace = Pace(left, means.clock)
            found.append(train(asked, learn, watch, seed_of(seed, "network", number), pace))
        self.parameters_ = np.stack(found)  # (networks, parameters)

    def answers(self, table: Table) -> Floats:
        x = Soft(self.middle_, self.spread_)(columns_of(table))
        layers = layers_of(self.parameters_.astype(np.float64), self.sizes_)
        found = np.empty((len(x), self.sizes_[-1]))
        block = max(1, CELLS // (len(self.parameters_) * max(self.sizes_)))
        for start in range(0, len(x), block):
            z = outputs_of(layers, x[start : start + block], self.activation)  # (networks, rows, known)
            each = softmax(z) if len(self.target_.present) else z
            found[start : start + block] = each.mean(axis=0)
        return found

    def _lesson(self, x: NDArray[np.float32], rows: Rows) -> Lesson:
        classes = len(self.target_.present)
        return Lesson(
            x=x,
            y=self.target_.posed(rows).astype(np.intp if classes else np.float32),
            weights=rows.weights,
            classes=classes,
            hidden=(self.width,) * self.layers,
            activation=self.activation,
            batch=_batch(len(rows)),
            epochs=_epochs(len(rows)),
            rate=self.learning_rate,
            l2=self.l2_regularization,
        )

    def _sizes(self, columns: int, known: int) -> list[int]:
        return [columns, *[self.width] * self.layers, known]

    def _epoch_seconds(self, rows: int, sizes: list[int]) -> float:
        """Roughly, of one network on one core."""
        size, steps = parameters(sizes), -(-rows // _batch(rows))
        return rows * (5e-11 * size + 1.25e-8 * sum(sizes[1:])) + steps * (2.5e-4 + 1.4e-8 * size)

    def _affordable(self, rows: int, seconds: float | None) -> int:
        """Networks for which the time is enough: rather fewer of them than too few looks at the rows."""
        if seconds is None:
            return self.networks
        epochs = min(FEWEST, _epochs(rows))
        return int(min(self.networks, max(1, seconds / (epochs * self._epoch_seconds(rows, self.sizes_)))))


def _batch(rows: int) -> int:
    """Rows a step: a power of two that rises with the rows."""
    return int(2 ** min(9, max(4, round(math.log2(max(rows, 1) / 40)))))


def _epochs(rows: int) -> int:
    return int(max(20.0, EPOCHS * min(1.0, (MANY / rows) ** 0.5)))
