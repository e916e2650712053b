"""Networks of scikit-learn's, trained epoch by epoch, and their answers from the parameters alone."""

import itertools
import math
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.clock import Clock
from fitwright.core.rows import Floats, Index

Reals = NDArray[np.floating[Any]]
Layers = list[tuple[Reals, Reals]]
"""For each layer (networks, units before, units) and (networks, 1, units)."""
STAGES = 8
"""So often the learning rate falls."""
BEAT = 50
"""Steps between two looks at the clock, at most."""
FADE = 0.99
"""How slowly Adam forgets the squares of slopes."""
PATIENCE = 0.35
"""Share of the epochs after which a loss that has not fallen ends the training."""


@dataclass(frozen=True)
class Lesson:
    """What is to be learned, and how.

    Attributes
    ----------
    x : (rows, columns) single precision.
    y : (rows,) classes counted from 0, or numbers in single precision.
    weights : (rows,) or None.
    classes : how many there are; 0 where numbers are asked for.
    hidden : units of each hidden layer.
    activation : "relu" or "tanh".
    batch : rows looked at for a step, where there are as many.
    epochs : looks at all rows.
    rate : the learning rate at its highest.
    l2 : what is paid for large parameters, whatever the rows of a step.
    """

    x: Reals
    y: NDArray[Any]
    weights: Floats | None
    classes: int
    hidden: tuple[int, ...]
    activation: str
    batch: int
    epochs: int
    rate: float
    l2: float


class Pace:
    """How far a training is: by its epochs, or by the time where that is further.

    Parameters
    ----------
    seconds : in which to be done, or None.
    clock : writes down what follows from the time.
    """

    def __init__(self, seconds: float | None, clock: Clock):
        self._seconds, self._clock, self._begin = seconds, clock, time.monotonic()

    def at(self, done: float) -> float:
        """Share of the training, where `done` is the share of its epochs."""
        if self._seconds is None:
            return done
        spent = (time.monotonic() - self._begin) / max(self._seconds, 1e-9)
        return self._clock.says(round(min(max(done, spent), 1.0), 3))


def train(lesson: Lesson, learn: Index, watch: Index, seed: int, pace: Pace) -> Reals:
    """(parameters,) as they were when the network did best on its rows to watch.

    Adam, with a learning rate that falls along a cosine over the epochs, or over the time that there is.

    Parameters
    ----------
    learn, watch : (rows,) positions; `watch` may be empty, then the last parameters are kept.
    pace : says when the time is over.
    """
    from sklearn import config_context

    lesson = replace(lesson, batch=min(lesson.batch, len(learn)))
    rng, network = np.random.default_rng(seed), _Network(lesson, learn, seed)
    best, lowest, progress = np.zeros(0, np.float32), math.inf, 0.0
    epoch = found = 0
    with config_context(assume_finite=True, skip_parameter_validation=True):
        while progress < 1 and epoch - found < max(10, PATIENCE * lesson.epochs):
            for share, rows in _parts(lesson, learn, rng):
                network.look(rows, progress)
                progress = pace.at((epoch + share) / lesson.epochs)
                if progress >= 1:
                    break
            epoch += 1
            loss = network.loss(watch) if len(watch) else -float(epoch)
            if loss < lowest or not len(best):
                best, lowest, found = network.flat(), loss, epoch
    return best


class _Network:
    """One of scikit-learn's, by its public means."""

    def __init__(self, lesson: Lesson, learn: Index, seed: int):
        from sklearn.neural_network import MLPClassifier, MLPRegressor

        self.lesson, self.stage = lesson, 0
        self.core = (MLPClassifier if lesson.classes else MLPRegressor)(
            hidden_layer_sizes=lesson.hidden,
            activation=lesson.activation,
            alpha=lesson.l2 * lesson.batch,
            batch_size=lesson.batch,
            learning_rate_init=lesson.rate,
            beta_2=FADE,
            shuffle=False,
            max_iter=1,
            random_state=seed % 2**32,
        )
        self.asked = {"classes": np.arange(lesson.classes)} if lesson.classes else {}
        self.each = learn[np.unique(lesson.y[learn], return_index=True)[1]] if lesson.classes else learn[:0]

    def look(self, rows: Index, progress: float) -> None:
        """Learn from these rows, with a lower learning rate at each new stage.

        Adam keeps the rate that it began with.  So a new stage begins with a fit that goes on from the
        parameters with another Adam; it wants to see every class.
        """
        from sklearn.exceptions import ConvergenceWarning

        lesson, stage = self.lesson, int(STAGES * progress)
        if stage == self.stage:
            self.core.partial_fit(lesson.x[rows], lesson.y[rows], **self.asked)
            return
        rows = np.concatenate([self.each, rows])[: max(len(rows), len(self.each))]
        rate, self.stage = lesson.rate * (1 + math.cos(math.pi * stage / STAGES)) / 2, stage
        self.core.set_params(learning_rate_init=rate, warm_start=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # one epoch is what is wanted
            self.core.fit(lesson.x[rows], lesson.y[rows])
        self.core.set_params(warm_start=False)

    def loss(self, rows: Index) -> float:
        """The mean on these rows: of squares, or the log loss."""
        x, y = self.lesson.x[rows], self.lesson.y[rows]
        if self.lesson.classes:
            each = -np.log(np.maximum(self.core.predict_proba(x)[np.arange(len(y)), y], 1e-7))
        else:
            each = (self.core.predict(x) - y) ** 2
        weights = self.lesson.weights
        return float(np.average(each, weights=None if weights is None else weights[rows]))

    def flat(self) -> Reals:
        """(parameters,) with a sum for each of two classes, where scikit-learn has one: the first is 0."""
        layers = list(zip(self.core.coefs_, self.core.intercepts_, strict=True))
        if self.lesson.classes == 2:
            weights, bias = layers[-1]
            layers[-1] = np.pad(weights, ((0, 0), (1, 0))), np.pad(bias, (1, 0))
        return np.concatenate([part.ravel() for layer in layers for part in layer])


def _parts(lesson: Lesson, learn: Index, rng: np.random.Generator) -> Iterator[tuple[float, Index]]:
    """All rows in another order, some steps at a time, and the share of them that is done then."""
    order = rng.permutation(learn if lesson.weights is None else drawn(learn, lesson.weights[learn], rng))
    whole = len(order) // lesson.batch * lesson.batch
    for start in range(0, whole, BEAT * lesson.batch):
        end = min(start + BEAT * lesson.batch, whole)
        yield end / whole, order[start:end]


def drawn(rows: Index, weights: Floats, rng: np.random.Generator) -> Index:
    """As many rows, each as often as it weighs, rounded up or down by chance (systematic sampling).

    A network that counts weights itself divides by their sum in each step: steps without heavy rows would
    count as much as those with them.
    """
    ends = np.cumsum(weights)
    places = np.searchsorted(ends, (np.arange(len(rows)) + rng.random()) * ends[-1] / len(rows), side="right")
    return np.asarray(rows[np.minimum(places, len(rows) - 1)])


def layers_of(flat: Reals, sizes: Sequence[int]) -> Layers:
    """Views on `flat` (networks, parameters) as layers with so many units, the inputs being the first."""
    layers, at = [], 0
    for before, units in itertools.pairwise(sizes):
        weights = flat[:, at : at + before * units].reshape(len(flat), before, units)
        at += before * units
        layers.append((weights, flat[:, None, at : at + units]))
        at += units
    return layers


def parameters(sizes: Sequence[int]) -> int:
    """Of one network."""
    return sum((before + 1) * units for before, units in itertools.pairwise(sizes))


def outputs_of(layers: Layers, x: Reals, activation: str) -> Reals:
    """(networks, rows, outputs) for `x` (rows, columns)."""
    for weights, bias in layers[:-1]:
        x = x @ weights + bias
        x = np.tanh(x, out=x) if activation == "tanh" else np.maximum(x, 0, out=x)
    return np.asarray(x @ layers[-1][0] + layers[-1][1])


def softmax(z: Reals) -> Reals:
    """Shares along the last axis."""
    p = np.exp(z - z.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    return np.asarray(p)
